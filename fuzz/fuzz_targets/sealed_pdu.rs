//! PDUs with a security header, opened and sealed.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::sealed_pdu(data));
