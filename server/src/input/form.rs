//! Reads forms, with and without files.

use super::body::{BODY_TIMEOUT, MAX_BODY_BYTES, read_body};
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use app::admin::FORM_TOKEN;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};

/// More fields than any of our forms has. The largest form edits a flow's settings, which have at most 64 KiB: that is
/// 2,700 options to tick, or 60 fields with ten controls each.
pub const MAX_FIELDS: usize = 4_000;
/// A form with files has a dozen fields.
const MAX_PARTS: usize = 100;

/// The fields of a form, in the order in which they were sent.
pub struct Form(pub Vec<(String, String)>);

impl Form {
    /// Parses a form.
    ///
    /// # Errors
    /// Returns `body_too_large` if there are more than [`MAX_FIELDS`] fields.
    fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        // Counted before they are copied: a field can be written in two bytes, but takes far more memory.
        let fields = url::form_urlencoded::parse(bytes);
        let fields: Vec<_> = fields.take(MAX_FIELDS + 1).collect();
        if fields.len() > MAX_FIELDS {
            return Err(too_many_fields(MAX_FIELDS));
        }
        let fields = fields.into_iter();
        let owned = fields.map(|(name, value)| (name.into_owned(), value.into_owned()));
        Ok(Self(owned.collect()))
    }

    /// Removes the first field of this name, and returns its value.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }

    /// Returns the value of the first field of this name.
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
        let bytes = read_body(request, state).await?;
        Self::parse(&bytes)
    }
}

/// Returns the form token that a form carries, with or without files.
pub async fn form_token(headers: &HeaderMap, body: &Bytes) -> Option<String> {
    let content_type = headers.get(header::CONTENT_TYPE);
    let is_multipart =
        content_type.is_some_and(|value| value.as_bytes().starts_with(b"multipart/"));
    if !is_multipart {
        let mut fields = url::form_urlencoded::parse(body).take(MAX_FIELDS);
        return fields
            .find(|(name, _)| name == FORM_TOKEN)
            .map(|(_, value)| value.into_owned());
    }
    let mut request = Request::new(Body::from(body.clone()));
    *request.headers_mut() = headers.clone();
    let mut parts = Multipart::from_request(request, &()).await.ok()?;
    for _ in 0..MAX_PARTS {
        let part = parts.next_field().await.ok()??;
        if part.name() == Some(FORM_TOKEN) {
            return part.text().await.ok();
        }
    }
    None
}

/// A form with files.
pub struct Upload {
    fields: Vec<(String, String)>,
    files: Vec<(String, Vec<u8>)>,
}

impl Upload {
    /// Removes the first field of this name, and returns its value.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.fields.iter().position(|(known, _)| known == name)?;
        Some(self.fields.remove(at).1)
    }

    /// Removes the file of this name, and returns its content. Returns `None` if no file was chosen.
    pub fn take_file(&mut self, name: &str) -> Option<Vec<u8>> {
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
                .map_err(|rejection| upload_problem(rejection.status()))?;
            while let Some(part) = parts
                .next_field()
                .await
                .map_err(|e| upload_problem(e.status()))?
            {
                if upload.fields.len() + upload.files.len() == MAX_PARTS {
                    return Err(too_many_fields(MAX_PARTS));
                }
                let name = part.name().unwrap_or_default().to_owned();
                if part.file_name().is_some() {
                    let bytes = part.bytes().await.map_err(|e| upload_problem(e.status()))?;
                    // A browser sends an empty file if none was chosen.
                    if !bytes.is_empty() {
                        upload.files.push((name, bytes.to_vec()));
                    }
                } else {
                    let text = part.text().await.map_err(|e| upload_problem(e.status()))?;
                    upload.fields.push((name, text));
                }
            }
            Ok(upload)
        };
        match tokio::time::timeout(BODY_TIMEOUT, reading).await {
            Ok(upload) => upload,
            Err(_) => Err(upload_problem(StatusCode::REQUEST_TIMEOUT)),
        }
    }
}

fn too_many_fields(max: usize) -> Problem {
    Problem::new(
        ProblemCode::BodyTooLarge,
        format!("The form has too many fields; at most {max} are accepted."),
    )
}

/// Returns the problem for the status with which reading an upload failed.
fn upload_problem(status: StatusCode) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
            ProblemCode::BodyTooLarge,
            format!("The form is too large; at most {MAX_BODY_BYTES} bytes are accepted."),
        ),
        StatusCode::REQUEST_TIMEOUT => {
            Problem::new(ProblemCode::BodyTooSlow, "The body did not arrive in time.")
        }
        _ => Problem::new(
            ProblemCode::BadForm,
            "This is not a form with files (multipart/form-data).",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_more_fields_than_any_form_has() {
        for (count, is_accepted) in [
            (MAX_FIELDS, true),
            (MAX_FIELDS + 1, false),
            (100_000, false),
        ] {
            let body = vec!["a"; count].join("&");
            let result = Form::parse(body.as_bytes());
            let code = result.as_ref().err().map(|problem| problem.code.as_str());
            assert_eq!(code, (!is_accepted).then_some("body_too_large"), "{count}");
            assert!(!is_accepted || result.is_ok_and(|form| form.0.len() == count));
        }
    }
}
