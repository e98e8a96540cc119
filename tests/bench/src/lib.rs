//! Attacks on a server that both the benchmarks and the tests use.

#![expect(
    clippy::expect_used,
    reason = "a test whose preconditions are missing has to fail"
)]

pub mod attack;
