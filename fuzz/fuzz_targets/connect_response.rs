//! The probe's reader of MCS Connect Response, and its round trip.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::connect_response(data));
