//! Helpers for the end-to-end tests, which run the real server over HTTP, on both databases and against servers that
//! enforce IAM.

#![expect(
    clippy::expect_used,
    reason = "a test whose preconditions are missing has to fail"
)]

pub mod admin;
pub mod answer;
mod api_contract;
pub mod app;
pub mod archive_proxy;
pub mod binary;
pub mod bucket_fixture;
pub mod client;
pub mod counting_server;
pub mod crash;
pub mod database;
pub mod doc_shell;
pub mod fault_proxy;
pub mod gate;
pub mod html;
pub mod http_fuzz;
pub mod linters;
pub mod manual_clock;
pub mod ministack;
pub mod s3_program;
pub mod sandbox_user;
pub mod seaweedfs;
pub mod secret_search;
pub mod setup_cases;
pub mod stock_program;
pub mod transfer_fixture;
pub mod unique_name;
