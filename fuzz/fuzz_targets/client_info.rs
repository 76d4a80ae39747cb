//! The reader of Client Info, and its round trip.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::client_info(data));
