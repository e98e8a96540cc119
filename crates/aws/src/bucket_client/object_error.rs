//! [`ObjectError`]: why one attempt to list, read or write failed, and whether a retry may succeed.

use super::bucket_credentials::RoleNotAssumed;
use crate::classify::{self, ErrorKind};
use crate::error_chain::find_error;
use crate::failure::Failure;
use crate::response_text::{max_length, sanitize};
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use std::fmt;

/// Why an attempt failed. Texts of the store are limited in length and contain no invisible characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectError {
    /// The object or the upload does not exist, or not any more.
    NotFound,
    /// The object is not the one that was listed.
    Changed,
    /// The object is archived and must be restored before it can be read.
    Archived,
    /// The session has expired. A new one may work.
    SessionExpired,
    /// The store asks to reduce the request rate.
    SlowDown,
    /// The store or the network failed for the moment.
    Transient(String),
    /// The store refuses the request, and a retry would not change that.
    Refused { code: String, message: String },
}

impl ObjectError {
    /// Returns whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self,
            Self::SessionExpired | Self::SlowDown | Self::Transient(_)
        )
    }

    pub(super) fn from_sdk_error<E>(error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        // The role is assumed while the SDK loads credentials for a request, so that error is inside the request's.
        if let Some(refusal) = find_error::<RoleNotAssumed>(error) {
            let text = format!("the role could not be assumed: {}", refusal.message);
            return if refusal.is_transient {
                Self::Transient(text)
            } else {
                Self::Refused {
                    code: refusal.code.clone().unwrap_or_default(),
                    message: text,
                }
            };
        }
        let status = error
            .raw_response()
            .map(|response| response.status().as_u16());
        match Failure::from_sdk_error(error) {
            Failure::Refused => {
                let code = sanitize(error.code().unwrap_or_default(), max_length::CODE);
                let message = sanitize(error.message().unwrap_or_default(), max_length::MESSAGE);
                Self::from_response(status, code, message)
            }
            Failure::InvalidResponse if status.is_some_and(|status| status >= 500) => {
                Self::Transient(format!(
                    "the store answered with status {}",
                    status.unwrap_or_default()
                ))
            }
            Failure::InvalidResponse => {
                Self::Transient("the store's response was not a valid S3 response".to_owned())
            }
            Failure::ResponseTooLarge => Self::Refused {
                code: String::new(),
                message: "the store's response was far longer than any response of S3".to_owned(),
            },
            Failure::Timeout => Self::Transient("the store did not answer in time".to_owned()),
            Failure::NoAddress => Self::Transient("the store's name has no address".to_owned()),
            Failure::Unreachable => Self::Transient("the store cannot be reached".to_owned()),
            Failure::NoTls => Self::Refused {
                code: String::new(),
                message: "no secure connection to the store could be made".to_owned(),
            },
            Failure::ConnectionLost => Self::Transient("the connection was lost".to_owned()),
            Failure::NotSent => Self::Refused {
                code: String::new(),
                message: "the request could not be signed".to_owned(),
            },
        }
    }

    /// Classifies an error response of the store.
    fn from_response(status: Option<u16>, code: String, message: String) -> Self {
        match (code.as_str(), status) {
            // HEAD responses and some S3-compatible stores send a 404 without an S3 error code.
            ("NoSuchKey" | "NoSuchUpload", _) | ("" | "NotFound", Some(404)) => {
                return Self::NotFound;
            }
            ("PreconditionFailed", _) | (_, Some(412)) => return Self::Changed,
            ("InvalidObjectState", _) => return Self::Archived,
            // The bytes were damaged in transit. The next attempt sends them again.
            (
                "BadDigest"
                | "XAmzContentSHA256Mismatch"
                | "XAmzContentChecksumMismatch"
                | "IncompleteBody",
                _,
            ) => return Self::Transient(describe(&code, &message)),
            _ => {}
        }
        let is_busy = status.is_some_and(|status| status >= 500 || status == 429);
        match classify::error_kind_of_code(&code) {
            Some(ErrorKind::Throttled) => Self::SlowDown,
            Some(ErrorKind::SessionExpired) => Self::SessionExpired,
            Some(ErrorKind::Timeout | ErrorKind::ServerError) => {
                Self::Transient(describe(&code, &message))
            }
            _ if status == Some(503) || status == Some(429) => Self::SlowDown,
            _ if is_busy => Self::Transient(describe(&code, &message)),
            _ => Self::Refused { code, message },
        }
    }
}

fn describe(code: &str, message: &str) -> String {
    match (code, message) {
        ("", "") => "the store answered with an error and gave no reason".to_owned(),
        (code, "") => code.to_owned(),
        ("", message) => message.to_owned(),
        (code, message) => format!("{code}: {message}"),
    }
}

impl fmt::Display for ObjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("the object or upload no longer exists"),
            Self::Changed => f.write_str("the object was replaced while it was read"),
            Self::Archived => f.write_str("the object is archived; restore it before you read it"),
            Self::SessionExpired => f.write_str("the credentials have expired"),
            Self::SlowDown => f.write_str("the store asks to slow down"),
            Self::Transient(text) => f.write_str(text),
            Self::Refused { code, message } => f.write_str(&describe(code, message)),
        }
    }
}

impl std::error::Error for ObjectError {}
