//! The reader of Connection Confirms, and its round trip.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::connection_confirm(data));
