//! The server behind the binary `s3-connect`: settings, routes, and what happens at start and stop.
//! Only this crate knows HTTP status codes.

// The pages’ views are one nested type each; see the crate `app`.
#![recursion_limit = "512"]

pub mod application;
pub mod cli;
pub mod client_address;
pub mod first_start;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod settings;

mod admin;
mod amazon;
mod answer;
mod connections;
mod health;
mod input;
mod logs;
mod looks;
mod problem;
mod request_id;
mod rest;
mod routes;
mod run;
mod shutdown;
mod state;
mod widget;

pub use application::Application;
pub use settings::Settings;
