//! The probe's reader of a server's share PDUs and fast-path output.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::server_share(data));
