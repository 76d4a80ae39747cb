//! The probe's reader of a server's MCS domain PDUs.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::domain_answer(data));
