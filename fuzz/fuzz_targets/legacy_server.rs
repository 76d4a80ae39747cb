//! The legacy TLS engine.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::legacy_server(data));
