//! The reader of ClientHellos.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::client_hello(data));
