//! The errors of S3, with the codes and messages of AWS.

use axum::http::{HeaderMap, HeaderValue};
use s3s::{S3Error, S3ErrorCode, s3_error};

use crate::SandboxError;
use crate::cloud::TokenError;
use crate::iam::{Caller, Denial};

/// The header that names the region of a bucket.
pub const BUCKET_REGION: &str = "x-amz-bucket-region";

impl From<SandboxError> for S3Error {
    fn from(error: SandboxError) -> Self {
        match error {
            SandboxError::NoSuchBucket(_) => no_such_bucket(),
            SandboxError::NoSuchKey(_) => s3_error!(NoSuchKey, "The specified key does not exist."),
            SandboxError::BucketExists(_) => s3_error!(
                BucketAlreadyExists,
                "The requested bucket name is not available. The bucket namespace is shared by all users of the \
                 system. Please select a different name and try again."
            ),
            SandboxError::BucketNotEmpty(_) => {
                s3_error!(
                    BucketNotEmpty,
                    "The bucket you tried to delete is not empty"
                )
            }
            SandboxError::PreconditionFailed => {
                s3_error!(
                    PreconditionFailed,
                    "At least one of the pre-conditions you specified did not hold"
                )
            }
            SandboxError::Refused(message) => {
                S3Error::with_message(S3ErrorCode::InvalidRequest, message)
            }
            // The details are for the log. A caller cannot do anything about our disk.
            other => {
                tracing::error!(error = %other, "the sandbox failed");
                s3_error!(
                    InternalError,
                    "We encountered an internal error. Please try again."
                )
            }
        }
    }
}

pub fn no_such_bucket() -> S3Error {
    s3_error!(NoSuchBucket, "The specified bucket does not exist")
}

pub fn access_denied() -> S3Error {
    s3_error!(AccessDenied, "Access Denied")
}

/// Returns the error for a caller whose own policies do not allow the request. Within an account AWS names the kind of
/// policy; across accounts it answers only "Access Denied".
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
pub fn permission_denied(
    caller: &Caller,
    action: &str,
    resource: &str,
    denial: &Denial,
) -> S3Error {
    s3_error!(
        AccessDenied,
        "User: {} is not authorized to perform: {action} on resource: \"{resource}\" {}",
        caller.principal.arn(),
        denial.reason
    )
}

pub fn token_error(error: TokenError) -> S3Error {
    match error {
        TokenError::Invalid => {
            s3_error!(
                InvalidToken,
                "The provided token is malformed or otherwise invalid."
            )
        }
        TokenError::Expired => s3_error!(ExpiredToken, "The provided token has expired."),
    }
}

/// Returns the error for a request that was signed for another region than the bucket's.
pub fn wrong_region(region: &str) -> S3Error {
    let mut error = s3_error!(
        PermanentRedirect,
        "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all \
         future requests to this endpoint."
    );
    if let Ok(value) = HeaderValue::from_str(region) {
        // Setting headers replaces those of the library, so the content type has to be set again.
        let mut headers = HeaderMap::new();
        headers.insert(BUCKET_REGION, value);
        headers.insert("content-type", HeaderValue::from_static("application/xml"));
        error.set_headers(headers);
    }
    error
}
