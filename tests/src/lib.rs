//! End-to-end tests: the real server over HTTP, on both databases and against servers that enforce IAM.

pub mod ministack;
