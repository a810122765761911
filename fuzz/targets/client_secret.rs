#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::credentials::client_secret(data));
