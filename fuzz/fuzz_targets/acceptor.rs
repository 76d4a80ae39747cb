//! The honest acceptor, fed in pieces.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::acceptor(data));
