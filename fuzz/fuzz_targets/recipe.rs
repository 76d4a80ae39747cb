//! The reader of certificate recipes.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::recipe(data));
