//! The probe's readers of what a server says in virtual channels.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::server_channels(data));
