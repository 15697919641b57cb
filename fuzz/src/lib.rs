//! The fuzzer's part of the package: the functions that its programs call.

pub mod targets;
