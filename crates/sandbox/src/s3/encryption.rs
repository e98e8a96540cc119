//! Server-side encryption as far as permissions and answers go: nothing here is encrypted.

use s3s::S3Result;
use s3s::dto::ServerSideEncryption;

use crate::cloud::HOME_REGION;
use crate::iam::Caller;
use crate::policy::Context;

use super::errors;

/// Objects under a customer's KMS key need the key's permission as well. The key itself is pretended.
pub fn may_use_key(caller: &Caller, action: &str, key: Option<&str>) -> S3Result<()> {
    let Some(key) = key else { return Ok(()) };
    let arn = if key.starts_with("arn:") {
        key.to_owned()
    } else {
        format!(
            "arn:aws:kms:{}:{}:key/{key}",
            HOME_REGION,
            caller.principal.account()
        )
    };
    caller
        .may(action, &arn, &Context::default())
        .map_err(|denied| errors::denied(caller, action, &arn, &denied))
}

/// S3 encrypts with its own keys when nobody asks for others.
pub fn encryption(stored: Option<String>) -> ServerSideEncryption {
    stored.map_or_else(
        || ServerSideEncryption::from_static(ServerSideEncryption::AES256),
        ServerSideEncryption::from,
    )
}
