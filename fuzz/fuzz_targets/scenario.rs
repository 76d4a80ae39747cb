//! The reader of scenario files, and its round trip.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::scenario(data));
