//! The readers of PDUs right behind a security header.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::side_pdus(data));
