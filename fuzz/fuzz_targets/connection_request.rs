//! The reader of Connection Requests, and its round trip.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::connection_request(data));
