//! The readers of SPNEGO.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::spnego(data));
