//! Server-side encryption, as far as permissions and answers show it. The sandbox encrypts nothing.

use s3s::S3Result;
use s3s::dto::ServerSideEncryption;

use crate::iam::Caller;
use crate::policy::RequestContext;
use crate::regions::HOME_REGION;

use super::access::require_permission;

/// Checks that the caller is allowed to use the KMS key of an object. Without a key it succeeds.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>
pub fn check_kms_permission(caller: &Caller, action: &str, key: Option<&str>) -> S3Result<()> {
    let Some(key) = key else { return Ok(()) };
    // The key need not exist anywhere: only the permission counts. A key ID alone means a key in the caller's account.
    let arn = if key.starts_with("arn:") {
        key.to_owned()
    } else {
        format!(
            "arn:aws:kms:{}:{}:key/{key}",
            HOME_REGION,
            caller.principal.account()
        )
    };
    let service = format!("s3.{HOME_REGION}.amazonaws.com");
    let context = RequestContext::default().with("kms:viaservice", Some(&service));
    require_permission(caller, action, &arn, &context)
}

/// Returns the encryption of an object for an answer. S3 encrypts with its own keys (SSE-S3) unless the writer chose
/// another encryption.
pub fn encryption_or_default(stored: Option<String>) -> ServerSideEncryption {
    stored.map_or_else(
        || ServerSideEncryption::from_static(ServerSideEncryption::AES256),
        ServerSideEncryption::from,
    )
}
