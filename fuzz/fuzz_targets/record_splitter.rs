//! The TLS record layer from outside, in both directions.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::record_splitter(data));
