//! The reader of the client's first PDU after the security layer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::first_pdu(data));
