//! The sandbox as the real SDKs see it, and its console as a browser does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod buckets;
mod console;
mod harness;
mod objects;
mod policies;
mod refusals;
mod restart;
mod roles;
mod samples;
