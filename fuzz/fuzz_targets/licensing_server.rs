//! The server's side of licensing.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::licensing_server(data));
