//! S3 itself: who signs, what the policies say, and the operations.

mod access;
mod auth;
mod body;
mod buckets;
mod encryption;
mod errors;
mod multipart;
mod operations;
mod read;
mod write;

use std::sync::Arc;

use s3s::service::{S3Service, S3ServiceBuilder};

use crate::cloud::Cloud;
use crate::sts::Sts;

pub use auth::session_token;

/// S3 with STS beside it: both are reached by the same host, as an endpoint override has it.
pub fn service(cloud: &Arc<Cloud>) -> S3Service {
    let mut builder = S3ServiceBuilder::new(operations::S3(Arc::clone(cloud)));
    builder.set_auth(auth::Auth(Arc::clone(cloud)));
    builder.set_access(access::Access(Arc::clone(cloud)));
    builder.set_route(Sts(Arc::clone(cloud)));
    builder.build()
}
