//! The reader of TSRequests.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::ts_request(data));
