//! The reader of fast-path input.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| badrdp_fuzz::fast_path_input(data));
