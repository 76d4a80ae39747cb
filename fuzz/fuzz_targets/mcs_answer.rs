//! The probe's reader of answers to MCS Connect Initial.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::mcs_answer(data));
