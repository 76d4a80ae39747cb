//! The probe's readers of fast-path updates: fragments, surface commands, orders, pictures.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::server_output(data));
