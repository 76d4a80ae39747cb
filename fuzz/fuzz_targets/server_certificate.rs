//! The reader of server certificates, and its round trip.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::server_certificate(data));
