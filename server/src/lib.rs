//! The server behind the binary `s3-connect`: settings, routes, the REST API and the command line. It is the only crate
//! that knows HTTP status codes.

// Each page's view is one deeply nested type; see the crate `app`.
#![recursion_limit = "512"]

pub mod application;
mod cached_text;
pub mod cli;
pub mod client_address;
pub mod first_start;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod openapi;
pub mod settings;

mod admin;
mod api_docs;
mod attachment;
mod aws_backend;
mod credential_formats;
mod default_environment;
mod embed;
mod entity_tag;
mod environment_look;
mod error_responses;
mod health;
mod http_server;
mod input;
mod logs;
mod problem;
mod problem_code;
mod report_examples;
mod request_id;
mod rest;
mod routes;
mod run;
mod shutdown;
mod state;
mod timestamp;
mod widget;

pub use application::Application;
pub use settings::Settings;
