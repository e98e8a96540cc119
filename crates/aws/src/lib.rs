//! Verifies credentials and roles with real S3 and STS calls, and reads and writes objects for transfers.
//!
//! This is the only crate that knows the AWS SDK. [`Aws::probe`] makes every call that a connection will need, and
//! reports each step as soon as it is decided. [`Aws::open_bucket`] opens a bucket for a transfer, and
//! [`Aws::narrowed_session`] requests credentials for other programs. Only `classify.rs`
//! knows what AWS's error codes mean.

mod answer;
mod assume_role;
mod aws_settings;
mod bucket_client;
mod caller_identity;
mod classify;
mod dns_resolver;
mod error_chain;
mod failure;
mod federation_token;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod http_client;
mod narrowed_session;
mod probe;
mod response_recorder;
mod response_text;
mod sdk_call;
mod sdk_clients;
mod sts;

pub use aws_settings::AwsSettings;
pub use bucket_client::{
    BucketClient, BucketConfig, Checksum, ChecksumHasher, ListFrom, ListPage, ObjectBody,
    ObjectError, ObjectMeta, PieceChecksum, PutResult, UploadedPart,
};
pub use caller_identity::CallerIdentityError;
pub use narrowed_session::{NarrowedSession, NarrowedSessionError, NarrowedSessionRequest};
pub use probe::{ProbePlan, marker_key};
pub use sdk_clients::Aws;
