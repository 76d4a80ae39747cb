//! The reader of Security Exchange.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::security_exchange(data));
