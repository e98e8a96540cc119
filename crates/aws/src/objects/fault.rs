//! Why one attempt to list, read or write came to nothing, and whether another may do better.

use super::credentials::RoleRefused;
use crate::answer::{Failure, most, tame};
use crate::classify::{self, Meaning};
use crate::faults;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use std::fmt;

/// Why an attempt failed. The texts in it are the store's own, cut to a length and without what cannot be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such object or upload, or no longer.
    Gone,
    /// The object is not the one that was listed.
    Changed,
    /// The object is in an archive, from which reading takes a restore.
    Archived,
    /// The credentials of the moment are over; new ones may do.
    SessionOver,
    /// The store asks to be slower.
    SlowDown,
    /// The store or the way to it failed for the moment.
    Passing(String),
    /// The store says no, and will say no again.
    Refused { code: String, message: String },
}

impl Fault {
    /// Whether the same call may do better in a while.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::SessionOver | Self::SlowDown | Self::Passing(_))
    }

    pub(super) fn of<E>(error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        if let Some(refused) = faults::find::<RoleRefused>(error) {
            let words = format!("the role could not be assumed: {}", refused.message);
            return if refused.passing {
                Self::Passing(words)
            } else {
                Self::Refused {
                    code: refused.code.clone().unwrap_or_default(),
                    message: words,
                }
            };
        }
        let status = error
            .raw_response()
            .map(|response| response.status().as_u16());
        match faults::failure(error) {
            Failure::Refused => {
                let code = tame(error.code().unwrap_or_default(), most::CODE);
                let message = tame(error.message().unwrap_or_default(), most::MESSAGE);
                Self::answered(status, code, message)
            }
            Failure::Garbled if status.is_some_and(|status| status >= 500) => {
                Self::Passing(format!(
                    "the store answered with status {}",
                    status.unwrap_or_default()
                ))
            }
            Failure::Garbled => Self::Passing("the store's answer was not one of S3".to_owned()),
            Failure::TooLarge => Self::Refused {
                code: String::new(),
                message: "the store's answer was far longer than any of S3 is".to_owned(),
            },
            Failure::TimedOut => Self::Passing("the store did not answer in time".to_owned()),
            Failure::NoAddress => Self::Passing("the store's name has no address".to_owned()),
            Failure::Unreachable => Self::Passing("the store cannot be reached".to_owned()),
            Failure::NoTls => Self::Refused {
                code: String::new(),
                message: "no secure connection to the store could be made".to_owned(),
            },
            Failure::Cut => Self::Passing("the connection was cut".to_owned()),
            Failure::NotSent => Self::Refused {
                code: String::new(),
                message: "the request could not be signed".to_owned(),
            },
        }
    }

    fn answered(status: Option<u16>, code: String, message: String) -> Self {
        match (code.as_str(), status) {
            // Some stores say so without a code.
            ("NoSuchKey" | "NoSuchUpload", _) | ("" | "NotFound", Some(404)) => {
                return Self::Gone;
            }
            ("PreconditionFailed", _) | (_, Some(412)) => return Self::Changed,
            ("InvalidObjectState", _) => return Self::Archived,
            // What arrived is not what was sent.
            (
                "BadDigest"
                | "XAmzContentSHA256Mismatch"
                | "XAmzContentChecksumMismatch"
                | "IncompleteBody",
                _,
            ) => return Self::Passing(words(&code, &message)),
            _ => {}
        }
        let busy = status.is_some_and(|status| status >= 500 || status == 429);
        match classify::meaning_of_code(&code) {
            Some(Meaning::Throttled) => Self::SlowDown,
            Some(Meaning::SessionOver) => Self::SessionOver,
            Some(Meaning::TimedOut | Meaning::ServerError) => Self::Passing(words(&code, &message)),
            _ if status == Some(503) || status == Some(429) => Self::SlowDown,
            _ if busy => Self::Passing(words(&code, &message)),
            _ => Self::Refused { code, message },
        }
    }
}

fn words(code: &str, message: &str) -> String {
    match (code, message) {
        ("", "") => "the store answered that it failed".to_owned(),
        (code, "") => code.to_owned(),
        ("", message) => message.to_owned(),
        (code, message) => format!("{code}: {message}"),
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => f.write_str("it is no longer there"),
            Self::Changed => f.write_str("the object was replaced while it was read"),
            Self::Archived => {
                f.write_str("the object is in an archive; it can be read once it is restored")
            }
            Self::SessionOver => f.write_str("the credentials are over"),
            Self::SlowDown => f.write_str("the store asks to be slower"),
            Self::Passing(words) => f.write_str(words),
            Self::Refused { code, message } => f.write_str(&words(code, message)),
        }
    }
}

impl std::error::Error for Fault {}
