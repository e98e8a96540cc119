//! Errors as RFC 9457 problem details, in English.
//!
//! The details of a failure on our side stay in the log. The caller gets the request's ID instead, which
//! `error_responses` adds.

use crate::problem_code::ProblemCode;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{FieldError, Outcome, Report};
use i18n::english;
use serde::Serialize;
use service::Error;
use utoipa::ToSchema;

/// An error, as RFC 9457 problem details.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`. Use `code` instead.
    #[serde(rename = "type")]
    kind: String,
    /// The name of the HTTP status.
    title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    pub code: ProblemCode,
    /// What went wrong and what to do, for people.
    pub detail: String,
    /// Which fields are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError<String>>,
    /// The report of a check that did not pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<Box<Report<String>>>,
    /// The ID of the request, which is also in the server's log.
    pub request_id: String,
    /// The seconds after which to try again, for the header `Retry-After`.
    #[serde(skip)]
    retry_after: Option<u16>,
    /// What the log says about a failure on our side: the error and its sources. It may name tables or files, so it is not
    /// for the caller.
    #[serde(skip)]
    cause: Option<String>,
}

impl Problem {
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        let status = code.status();
        Self {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            code,
            detail: detail.into(),
            errors: Vec::new(),
            report: None,
            request_id: String::new(),
            retry_after: None,
            cause: None,
        }
    }

    /// Logs a failure on our side. Whoever sends the answer calls it once. The request's ID is in the log's span.
    pub fn log(&self) {
        if self.status().is_server_error() {
            let code = self.code.as_str();
            tracing::error!(code, cause = self.cause, "answered with a server error");
        }
    }

    /// Returns the problem `invalid_fields` with all of its field errors.
    pub fn invalid_fields(errors: Vec<FieldError>) -> Self {
        Self {
            errors: errors.into_iter().map(translate_to_english).collect(),
            ..Self::new(
                ProblemCode::InvalidFields,
                "Some fields are invalid; see errors.",
            )
        }
    }

    /// Adds the header `Retry-After` if it is known when to try again.
    pub fn insert_retry_after(&self, headers: &mut HeaderMap) {
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }

    pub fn status(&self) -> StatusCode {
        self.code.status()
    }
}

fn translate_to_english(error: FieldError) -> FieldError<String> {
    error.map_messages(|message| english(&message))
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::UnknownEnvironment(_) => Self::new(ProblemCode::UnknownEnvironment, detail),
            Error::UnknownFlow(_) => Self::new(ProblemCode::UnknownFlow, detail),
            Error::NoVersion(_) => Self::new(ProblemCode::NoVersion, detail),
            Error::UnknownTenant(_) => Self::new(ProblemCode::UnknownTenant, detail),
            Error::NoKey => Self::new(ProblemCode::NoKey, detail),
            Error::UnknownKey | Error::RevokedKey => Self::new(ProblemCode::Unauthorized, detail),
            Error::TooManyCalls(budget) => Self {
                retry_after: u16::try_from(budget.wait_seconds()).ok(),
                ..Self::new(ProblemCode::RateLimited, detail)
            },
            Error::IdempotencyKeyReused => Self::new(ProblemCode::IdempotencyKeyReused, detail),
            Error::IdempotencyInProgress => Self {
                retry_after: Some(1),
                ..Self::new(ProblemCode::IdempotencyInProgress, detail)
            },
            Error::TooManyIdempotencyKeys => Self {
                retry_after: Some(60),
                ..Self::new(ProblemCode::TooManyIdempotencyKeys, detail)
            },
            Error::NoConnection(_) => Self::new(ProblemCode::NoConnection, detail),
            Error::NoAttempt(_) => Self::new(ProblemCode::NoAttempt, detail),
            Error::FlowHasConnections(_) | Error::EnvironmentHasFlows(_) => {
                Self::new(ProblemCode::NotEmpty, detail)
            }
            Error::UnknownLink => Self::new(ProblemCode::UnknownLink, detail),
            Error::ExpiredLink(_) => Self::new(ProblemCode::ExpiredLink, detail),
            Error::ExpiredForwardedLink(_) => Self::new(ProblemCode::ExpiredForwardedLink, detail),
            Error::NotForForwardedLinks => Self::new(ProblemCode::NotForForwardedLinks, detail),
            Error::AlreadyConnected => Self::new(ProblemCode::AlreadyConnected, detail),
            Error::TooManyChecks => Self {
                retry_after: Some(5),
                ..Self::new(ProblemCode::TooManyChecks, detail)
            },
            Error::TooManyChecksLately { wait } => Self {
                retry_after: u16::try_from(wait.as_secs() + 1).ok(),
                ..Self::new(ProblemCode::RateLimited, detail)
            },
            Error::TooManyFlows => Self::new(ProblemCode::TooManyFlows, detail),
            Error::TooManyLinks => Self::new(ProblemCode::TooManyLinks, detail),
            Error::NeedsAws => Self::new(ProblemCode::NeedsAws, detail),
            Error::NeedsAccessPointArn => Self::new(ProblemCode::NeedsAccessPointArn, detail),
            Error::PrefixTooLong => Self::new(ProblemCode::PrefixTooLong, detail),
            Error::CredentialsRefused(_)
            | Error::FederationDenied(_)
            | Error::FederationForbidden(_) => Self::new(ProblemCode::CredentialsRefused, detail),
            Error::CredentialsUndetermined(_) => Self {
                retry_after: Some(5),
                ..Self::new(ProblemCode::CredentialsUndetermined, detail)
            },
            Error::RotationInProgress => Self::new(ProblemCode::RotationUnderWay, detail),
            Error::NoRotation => Self::new(ProblemCode::NoRotation, detail),
            Error::NewExternalIdInUse => Self::new(ProblemCode::RotationTakenUp, detail),
            Error::Fields(errors) => Self::invalid_fields(errors),
            Error::NotPassed(report) => {
                // "AWS refused" and "we could not find out" need different reactions, so they have different codes.
                let code = if report.outcome == Outcome::Undetermined {
                    ProblemCode::CheckUndetermined
                } else {
                    ProblemCode::CheckFailed
                };
                Self {
                    report: Some(Box::new(report.map_messages(|message| english(&message)))),
                    ..Self::new(code, detail)
                }
            }
            Error::VersionConflict { .. } => Self::new(ProblemCode::VersionConflict, detail),
            Error::Store(store::StoreError::Busy) => Self::new(
                ProblemCode::Busy,
                "The server is busy. Try again in a moment.",
            ),
            Error::Store(_) | Error::Randomness(_) => {
                let cause = Some(with_sources(&error));
                // A call can fail after a part of it was saved, so this promises nothing.
                let problem = Self::new(ProblemCode::Internal, "Something went wrong on our side.");
                Self { cause, ..problem }
            }
        }
    }
}

/// Returns an error's text followed by those of its sources, as far as they add something.
fn with_sources(error: &(dyn std::error::Error + 'static)) -> String {
    let sources = std::iter::successors(Some(error), |error| error.source());
    let mut text = String::new();
    for source in sources.map(ToString::to_string) {
        // Many errors repeat their source in their own text.
        if text.ends_with(&source) {
            continue;
        }
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&source);
    }
    text
}

impl IntoResponse for Problem {
    /// Attaches the problem to a response without a body. The layer in `error_responses` writes the body, because only
    /// there the request's ID and the kind of caller are known.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        self.insert_retry_after(response.headers_mut());
        response.extensions_mut().insert(self);
        response
    }
}
