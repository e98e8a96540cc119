//! What comes in over HTTP, read so that every mistake has its own words: path, query, JSON body, form.

mod form;
mod json;

pub use form::{Form, Upload, form_token};
pub use json::Json;

use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use domain::refusal::{FEW_ERRORS, first_errors};
use domain::{FieldError, Refusal};
use std::collections::BTreeMap;
use std::time::Duration;

/// No body needs more: a connection is a dozen short fields, a connector sixty.
pub const MAX_BODY_BYTES: usize = 128 * 1024;
/// The longest query a page or program needs has a path prefix of 1,024 bytes, each written as three.
const MAX_QUERY_BYTES: usize = 8 * 1024;
const BODY_WITHIN: Duration = Duration::from_secs(30);

/// Ids in the path, by their names in the route.
pub struct Ids(BTreeMap<String, String>);

impl Ids {
    /// # Errors
    /// When the id cannot be one.
    pub fn get<T>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Result<T, Problem> {
        let text = self.0.get(name).map(String::as_str).unwrap_or_default();
        parse(text).map_err(|refusal| {
            let words = i18n::english(&refusal.detail);
            let mut problem = Problem::bad_request("bad_id", words);
            problem.errors = Problem::fields(vec![refusal.at(name)]).errors;
            problem
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Ids {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Path::from_request_parts(parts, state)
            .await
            .map(|Path(ids)| Self(ids))
            .map_err(|_| {
                Problem::bad_request("bad_path", "The address contains bytes that are not UTF-8.")
            })
    }
}

/// What follows the `?`, each name once.
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Returns the values of these fields, empty where there is none, and what is wrong with the others.
    pub fn fields<const N: usize>(
        self,
        names: [&'static str; N],
    ) -> ([String; N], Vec<FieldError>) {
        let mut values: [Option<String>; N] = std::array::from_fn(|_| None);
        let mut wrong = Vec::new();
        for (name, value) in self.0 {
            match names.iter().position(|known| *known == name) {
                None => wrong.push((name, false)),
                Some(at) if values[at].is_some() => wrong.push((name, true)),
                Some(at) => values[at] = Some(value),
            }
        }
        let errors = wrong.into_iter().map(|(name, twice)| {
            let shown = shortened(&name, LONGEST_NAME);
            if twice {
                FieldError::new(&shown, "duplicate_field", "This is given more than once.")
            } else {
                let words = format!("The fields are {}.", names.join(", "));
                FieldError::new(&shown, "unknown_field", words)
            }
        });
        let errors = first_errors(errors, FEW_ERRORS, "query");
        (values.map(Option::unwrap_or_default), errors)
    }

    /// The first of this name, without blanks around it; for pages, whose address anybody may have written.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// As [`Self::get`], where there is something.
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|text| !text.is_empty())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        if query.len() > MAX_QUERY_BYTES {
            let words = format!(
                "What follows the “?” is too long; at most {MAX_QUERY_BYTES} bytes are taken."
            );
            return Err(Problem::new(
                StatusCode::URI_TOO_LONG,
                "query_too_long",
                words,
            ));
        }
        Ok(Self(
            url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        ))
    }
}

const LONGEST_NAME: usize = 64;

/// Cuts a name that somebody made up, so that nobody is sent it back whole.
fn shortened(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// Reads the whole body, within the limits of size and time.
///
/// # Errors
/// Returns a problem if the body is too large, arrives too slowly or ends too early.
pub async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let read = tokio::time::timeout(BODY_WITHIN, Bytes::from_request(request, state)).await;
    let slow = || {
        Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "body_too_slow",
            "The body did not arrive in time.",
        )
    };
    read.map_err(|_| slow())?.map_err(|rejection| {
        let status = axum::response::IntoResponse::into_response(rejection).status();
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            Problem::new(
                status,
                "body_too_large",
                "The body is larger than what this address takes.",
            )
        } else {
            Problem::bad_request("body_cut_off", "The body ended before it was complete.")
        }
    })
}
