//! S3's refusals, in AWS's codes and words.

use axum::http::{HeaderMap, HeaderValue};
use s3s::{S3Error, S3ErrorCode, s3_error};

use crate::SandboxError;
use crate::cloud::TokenProblem;
use crate::iam::{Caller, Denied};

/// The header that tells where a bucket is.
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
            SandboxError::Precondition => {
                s3_error!(
                    PreconditionFailed,
                    "At least one of the pre-conditions you specified did not hold"
                )
            }
            SandboxError::Refused(words) => {
                S3Error::with_message(S3ErrorCode::InvalidRequest, words)
            }
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

/// AWS names the policy in the way within one account, and says no more than "Access Denied" across accounts.
pub fn denied(caller: &Caller, action: &str, resource: &str, denied: &Denied) -> S3Error {
    s3_error!(
        AccessDenied,
        "User: {} is not authorized to perform: {action} on resource: \"{resource}\" {}",
        caller.principal.arn(),
        denied.reason
    )
}

pub fn token(problem: TokenProblem) -> S3Error {
    match problem {
        TokenProblem::Invalid => {
            s3_error!(
                InvalidToken,
                "The provided token is malformed or otherwise invalid."
            )
        }
        TokenProblem::Expired => s3_error!(ExpiredToken, "The provided token has expired."),
    }
}

pub fn elsewhere(region: &str) -> S3Error {
    let mut error = s3_error!(
        PermanentRedirect,
        "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all \
         future requests to this endpoint."
    );
    if let Ok(value) = HeaderValue::from_str(region) {
        let mut headers = HeaderMap::new();
        headers.insert(BUCKET_REGION, value);
        headers.insert("content-type", HeaderValue::from_static("application/xml"));
        error.set_headers(headers);
    }
    error
}
