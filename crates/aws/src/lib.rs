//! Proves credentials and roles with real S3 and STS calls, and moves objects; the only crate that knows the AWS SDK.
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
mod objects;
mod probe;
mod resolver;
mod role;
mod settings;
mod sts;

pub use caller::CallerError;
pub use clients::Aws;
pub use objects::{
    Body, Checksum, Fault, From, Listed, Objects, Page, Part, Place, Sum, Summed, Written,
};
pub use probe::{Plan, marker};
pub use settings::AwsSettings;
