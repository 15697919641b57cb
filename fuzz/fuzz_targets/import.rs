#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| extra_credit_fuzz::targets::import(bytes));
