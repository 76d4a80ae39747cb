//! The reader of MCS Connect Initial, and its round trip.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::connect_initial(data));
