//! Tests the sandbox with the AWS SDKs, and its console over HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod buckets;
mod console;
mod federated_users;
mod harness;
mod objects;
mod policies;
mod refusals;
mod restart;
mod roles;
mod sample_users;
