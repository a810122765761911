#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::credentials::token_response(data));
