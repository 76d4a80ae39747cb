//! The reader of a client's share PDUs.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::client_share(data));
