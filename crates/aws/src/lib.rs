//! Proves credentials and roles with real S3 and STS calls; the only crate that knows the AWS SDK.
//!
//! [`Aws::probe`] asks AWS everything a connection will need and hands out each step as it ends.
//! What AWS's refusals mean is decided in one file, `classify.rs`.

mod answer;
mod caller;
mod classify;
mod clients;
mod faults;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod http;
mod probe;
mod resolver;
mod settings;
mod sts;

pub use caller::CallerError;
pub use clients::Aws;
pub use probe::Plan;
pub use settings::AwsSettings;
