//! Errors as RFC 9457 problems, in English, or as a page where an admin's browser asked for one. What went wrong on
//! our side is logged once, here, and the caller gets the request's id in its place.

use crate::admin;
use crate::request_id::RequestId;
use crate::state::AppState;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::{FieldError, Outcome, Report};
use i18n::english;
use serde::Serialize;
use service::Error;

#[derive(Clone, Debug, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    pub code: &'static str,
    pub detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<Box<Report<String>>>,
    pub request_id: String,
    /// In seconds.
    #[serde(skip)]
    retry_after: Option<u16>,
}

impl Problem {
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
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
        }
    }

    pub fn bad_request(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    pub fn fields(errors: Vec<FieldError>) -> Self {
        Self {
            errors: errors.into_iter().map(in_english).collect(),
            ..Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid_fields",
                "Some fields need a change; see errors.",
            )
        }
    }

    /// Tells the caller when to come back, if that is known.
    pub fn put_retry_after(&self, headers: &mut HeaderMap) {
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }

    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

fn in_english(error: FieldError) -> FieldError<String> {
    error.translate(|words| english(&words))
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        match error {
            Error::UnknownEnvironment(_) => {
                Self::new(StatusCode::NOT_FOUND, "unknown_environment", words)
            }
            Error::UnknownFlow(_) => Self::new(StatusCode::NOT_FOUND, "unknown_flow", words),
            Error::NoVersion(_) => Self::new(StatusCode::NOT_FOUND, "no_version", words),
            Error::UnknownTenant(_) => Self::new(StatusCode::NOT_FOUND, "unknown_tenant", words),
            Error::NoKey => Self::new(StatusCode::NOT_FOUND, "no_key", words),
            Error::UnknownKey | Error::RevokedKey => {
                Self::new(StatusCode::UNAUTHORIZED, "unauthorized", words)
            }
            Error::NoConnection(_) => Self::new(StatusCode::NOT_FOUND, "no_connection", words),
            Error::UnknownLink => Self::new(StatusCode::NOT_FOUND, "unknown_link", words),
            Error::ExpiredLink(_) => Self::new(StatusCode::GONE, "expired_link", words),
            Error::ExpiredForwardedLink(_) => {
                Self::new(StatusCode::GONE, "expired_forwarded_link", words)
            }
            Error::NotForForwardedLinks => {
                Self::new(StatusCode::FORBIDDEN, "not_for_forwarded_links", words)
            }
            Error::AlreadyConnected => Self::new(StatusCode::CONFLICT, "already_connected", words),
            Error::TooManyChecks => Self {
                retry_after: Some(5),
                ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_checks", words)
            },
            Error::TooManyChecksLately { wait } => Self {
                retry_after: u16::try_from(wait.as_secs() + 1).ok(),
                ..Self::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", words)
            },
            Error::TooManyLinks => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_links", words)
            }
            Error::RotationUnderWay => Self::new(StatusCode::CONFLICT, "rotation_under_way", words),
            Error::NoRotation => Self::new(StatusCode::CONFLICT, "no_rotation", words),
            Error::RotationTakenUp => Self::new(StatusCode::CONFLICT, "rotation_taken_up", words),
            Error::Fields(errors) => Self::fields(errors),
            Error::NotPassed(report) => {
                let code = if report.outcome == Outcome::Undetermined {
                    "check_undetermined"
                } else {
                    "check_failed"
                };
                Self {
                    report: Some(Box::new(report.translate(|words| english(&words)))),
                    ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, words)
                }
            }
            Error::VersionConflict { .. } => {
                Self::new(StatusCode::PRECONDITION_FAILED, "version_conflict", words)
            }
            Error::Store(store::StoreError::Busy) => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "The server is busy. Try again in a moment.",
            ),
            Error::Store(_) | Error::Unrandom(_) => {
                tracing::error!(error = %words, "a use case failed");
                Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "internal",
                    "Something went wrong on our side. Nothing was changed.",
                )
            }
        }
    }
}

impl IntoResponse for Problem {
    /// The body is written by [`layer`], which knows the request's id.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        self.put_retry_after(response.headers_mut());
        response.extensions_mut().insert(self);
        response
    }
}

pub async fn layer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let page = admin::is_for_a_page(&request);
    let id = request.extensions().get::<RequestId>().cloned();
    let mut response = next.run(request).await;
    let Some(mut problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    if let Some(RequestId(id)) = id {
        if problem.status().is_server_error() {
            tracing::error!(
                request_id = id,
                code = problem.code,
                "answered with a server error"
            );
        }
        problem.request_id = id;
    }
    let mut answer = if page {
        admin::refused(&state, &problem).await
    } else {
        const JSON: HeaderValue = HeaderValue::from_static("application/problem+json");
        let mut json = (problem.status(), Json(problem)).into_response();
        json.headers_mut().insert(header::CONTENT_TYPE, JSON);
        json
    };
    for (name, value) in response.headers() {
        if ![header::CONTENT_LENGTH, header::CONTENT_TYPE].contains(name) {
            answer.headers_mut().insert(name.clone(), value.clone());
        }
    }
    answer
}
