//! The S3 API: authentication, authorization and the operations.

mod access;
mod auth;
mod body;
mod buckets;
mod checksum_fields;
mod encryption;
mod multipart;
mod operations;
mod read_objects;
mod s3_errors;
mod write_objects;

use std::sync::Arc;

use s3s::service::{S3Service, S3ServiceBuilder};

use crate::cloud::Cloud;
use crate::sts::Sts;

/// Builds the service for S3 and STS. Both have the same address, because an SDK with an endpoint URL sends everything
/// there.
pub fn service(cloud: &Arc<Cloud>) -> S3Service {
    let mut builder = S3ServiceBuilder::new(operations::S3(Arc::clone(cloud)));
    builder.set_auth(auth::Auth(Arc::clone(cloud)));
    builder.set_access(access::Access(Arc::clone(cloud)));
    // As a route of the service, so that signatures of STS requests are checked too.
    builder.set_route(Sts(Arc::clone(cloud)));
    builder.build()
}
