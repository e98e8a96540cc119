//! Sends almost valid requests to every route of the real server, and checks what has to hold for every answer: it is no
//! server error, arrives in time, is not much larger than the request, has the security headers, and contains no data of
//! another tenant.

mod answer_checks;
mod fake_aws;
mod fixture;
mod fuzz_request;
mod request_generator;
pub mod routes;
mod run;
mod values;

pub use run::{Failure, FuzzOptions, FuzzTally, run};
