//! Asks every route of the real server with requests that are near what is right, and asserts what holds for every
//! answer: no server error, no silence, no size out of proportion, the headers, and nothing of another tenant.

mod canned;
mod judge;
mod requests;
pub mod routes;
mod run;
mod sent;
mod values;
mod world;

pub use run::{Failure, Options, Tally, run};
