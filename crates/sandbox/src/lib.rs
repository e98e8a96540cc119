//! An S3 and STS with IAM checks inside the process, for trying things out and for tests.
//!
//! It listens on one address: S3 and STS as the AWS SDKs speak to them, and at `/_console/` a page that stands in
//! for the AWS console. Signatures, session tokens, policies and trust policies really decide; objects lie in a
//! folder. It is no place for data anybody would miss.

mod cloud;
mod console;
mod error;
mod http;
mod iam;
mod objects;
mod policy;
mod s3;
mod sandbox;
mod seed;
mod state;
mod sts;

pub use cloud::HOME_REGION;
pub use error::SandboxError;
pub use iam::Keys;
pub use objects::Object;
pub use policy::PolicyError;
pub use sandbox::{Sample, Sandbox, SandboxConfig};
