#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| testing::readers::access_token(bytes));
