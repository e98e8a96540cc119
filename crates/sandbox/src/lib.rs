//! S3, STS and a small IAM console in one process, to try the product without AWS and to test it.
//!
//! The sandbox listens on one address. It answers S3 and STS requests as the AWS SDKs send them, and serves a page at
//! `/_console/` that stands in for the AWS console. It really checks signatures, session tokens, policies and trust
//! policies. Objects are files in a folder. Store nothing in it that you would miss.

mod cloud;
mod console;
mod error;
mod iam;
mod objects;
mod policy;
mod principal;
mod random_ids;
mod regions;
mod router;
mod s3;
mod sample_users;
mod sandbox;
mod seed;
mod signed_request;
mod state_file;
mod sts;

pub use error::SandboxError;
pub use iam::Keys;
pub use objects::Object;
pub use policy::PolicyError;
pub use regions::HOME_REGION;
pub use sample_users::SampleUser;
pub use sandbox::{Sandbox, SandboxConfig};
