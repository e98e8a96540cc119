//! What the benchmarks and the tests send at a server from outside.

#![expect(clippy::expect_used, reason = "what is missing in a test fails it")]

pub mod attack;
