//! What comes in over HTTP, read so that every mistake has its own words: path, query, JSON body, form.

use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Path, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use domain::{FieldError, Refusal};
use serde::de::{DeserializeOwned, IgnoredAny};
use std::collections::BTreeMap;
use std::time::Duration;

/// No body needs more: a connection is a dozen short fields, a connector sixty.
pub const MAX_BODY_BYTES: usize = 128 * 1024;
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
            let words = words::english(&refusal.detail);
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
    /// The values of these fields, empty where there is none, and what is wrong with the others.
    pub fn fields<const N: usize>(
        self,
        names: [&'static str; N],
    ) -> ([String; N], Vec<FieldError>) {
        let mut values: [Option<String>; N] = std::array::from_fn(|_| None);
        let mut errors = Vec::new();
        for (name, value) in self.0 {
            let shown: String = name.chars().take(64).collect();
            match names.iter().position(|known| *known == name) {
                None => errors.push(FieldError::new(
                    &shown,
                    "unknown_field",
                    format!("The fields are {}.", names.join(", ")),
                )),
                Some(at) if values[at].is_some() => errors.push(FieldError::new(
                    &shown,
                    "duplicate_field",
                    "This is given more than once.",
                )),
                Some(at) => values[at] = Some(value),
            }
        }
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
        Ok(Self(
            url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        ))
    }
}

/// A JSON body. Unknown fields are refused by the type itself.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        if !kind.is_empty()
            && !kind
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .eq_ignore_ascii_case("application/json")
        {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not_json",
                "Send the body as application/json.",
            ));
        }
        let bytes = body(request, state).await?;
        from_json(&bytes).map(Self)
    }
}

/// The whole body, within the limit.
async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
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

fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    if let Err(error) = std::str::from_utf8(bytes) {
        return Err(Problem::bad_request(
            "bad_utf8",
            format!("The body is not UTF-8 at byte {}.", error.valid_up_to() + 1),
        ));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        // Some values of a wrong type come out as wrong syntax, such as a number for one of several words.
        if inner.is_data() || serde_json::from_slice::<IgnoredAny>(bytes).is_ok() {
            let mut problem = Problem::fields(vec![field_error(&path, &inner)]);
            "The body is JSON, but not what is expected here; see errors."
                .clone_into(&mut problem.detail);
            problem
        } else {
            Problem::bad_request(
                "bad_json",
                format!(
                    "The body is not valid JSON at line {}, column {}.",
                    inner.line(),
                    inner.column()
                ),
            )
        }
    })?;
    reader
        .end()
        .map_err(|_| Problem::bad_request("bad_json", "There is more after the JSON value."))?;
    Ok(value)
}

/// Of the field that it is about: one that is missing has no path of its own.
fn field_error(path: &str, error: &serde_json::Error) -> FieldError {
    let text = error.to_string();
    let missing = text
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split_once('`'));
    match missing {
        Some((name, _)) => {
            let within = path.trim_end_matches('.');
            let dot = if within.is_empty() { "" } else { "." };
            let field = format!("{within}{dot}{name}");
            FieldError::new(&field, "required", "This is needed.")
        }
        None => FieldError::new(path, "bad_value", words(error)),
    }
}

/// serde's words, less the value it was given: that may be a secret in the wrong place.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(words, _)| words);
    let kept = ["unknown field", "duplicate field", "the field"]
        .iter()
        .any(|start| text.starts_with(start));
    if kept {
        format!("{text}.")
    } else if let Some((_, expected)) = text.rsplit_once(", expected ") {
        let expected = match expected {
            "i64" | "u64" | "u32" => "a whole number",
            "a map" => "an object",
            other if other.starts_with("struct ") => "an object",
            "a sequence" => "a list",
            other => other,
        };
        format!("Expected {expected}.")
    } else {
        "This value cannot be used here.".to_owned()
    }
}

/// A form's fields in their order.
pub struct Form(pub Vec<(String, String)>);

impl Form {
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = body(request, state).await?;
        Ok(Self(
            url::form_urlencoded::parse(&bytes).into_owned().collect(),
        ))
    }
}

/// A form that may bring files along.
pub struct Upload {
    fields: Vec<(String, String)>,
    files: Vec<(String, Vec<u8>)>,
}

impl Upload {
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.fields.iter().position(|(known, _)| known == name)?;
        Some(self.fields.remove(at).1)
    }

    /// A file that was chosen.
    pub fn file(&mut self, name: &str) -> Option<Vec<u8>> {
        let at = self.files.iter().position(|(known, _)| known == name)?;
        Some(self.files.remove(at).1)
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let reading = async {
            let mut upload = Self {
                fields: Vec::new(),
                files: Vec::new(),
            };
            let mut parts = Multipart::from_request(request, state)
                .await
                .map_err(|rejection| not_taken(rejection.status()))?;
            while let Some(part) = parts
                .next_field()
                .await
                .map_err(|e| not_taken(e.status()))?
            {
                let name = part.name().unwrap_or_default().to_owned();
                if part.file_name().is_some() {
                    let bytes = part.bytes().await.map_err(|e| not_taken(e.status()))?;
                    if !bytes.is_empty() {
                        upload.files.push((name, bytes.to_vec()));
                    }
                } else {
                    let text = part.text().await.map_err(|e| not_taken(e.status()))?;
                    upload.fields.push((name, text));
                }
            }
            Ok(upload)
        };
        match tokio::time::timeout(BODY_WITHIN, reading).await {
            Ok(upload) => upload,
            Err(_) => Err(not_taken(StatusCode::REQUEST_TIMEOUT)),
        }
    }
}

fn not_taken(status: StatusCode) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
            status,
            "body_too_large",
            format!("That is too large; at most {MAX_BODY_BYTES} bytes are taken."),
        ),
        StatusCode::REQUEST_TIMEOUT => {
            Problem::new(status, "body_too_slow", "The body did not arrive in time.")
        }
        _ => Problem::bad_request(
            "bad_form",
            "This is no form with files (multipart/form-data).",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Shape {
        tenant: String,
    }

    #[test]
    fn mistakes_have_their_own_codes_and_repeat_no_value() {
        for (body, code, words) in [
            (&b"{"[..], "bad_json", "line 1"),
            (b"{} x", "invalid_fields", "This is needed"),
            (b"{\"tenant\":\"a\"} x", "bad_json", "more after"),
            (b"\xff", "bad_utf8", "byte 1"),
            (
                b"{\"tenant\": \"a\", \"x\": 1}",
                "invalid_fields",
                "unknown field",
            ),
            (
                b"{\"tenant\": 90210}",
                "invalid_fields",
                "Expected a string",
            ),
            (b"\"hunter2secret\"", "invalid_fields", "Expected an object"),
            (b"", "invalid_fields", "This is needed"),
        ] {
            let problem = from_json::<Shape>(body).expect_err(code);
            let all = format!("{} {:?}", problem.detail, problem.errors);
            assert_eq!(problem.code, code, "{all}");
            assert!(all.contains(words), "{all}");
            assert!(!all.contains("90210") && !all.contains("hunter2"), "{all}");
        }
    }
}
