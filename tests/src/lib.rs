//! End-to-end tests: the real server over HTTP, on both databases and against servers that enforce IAM.

#![expect(clippy::expect_used, reason = "what is missing in a test fails it")]

pub mod admin;
pub mod answer;
pub mod app;
pub mod archive;
pub mod binary;
pub mod client;
pub mod corpus;
pub mod crash;
pub mod database;
pub mod fault_proxy;
pub mod gate;
pub mod html;
pub mod http_fuzz;
pub mod linters;
pub mod ministack;
pub mod scene;
pub mod search;
pub mod seaweedfs;
pub mod transfers;
pub mod user;
