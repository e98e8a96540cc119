//! Forms, with and without files.

use super::{BODY_WITHIN, MAX_BODY_BYTES, body};
use crate::problem::Problem;
use app::admin::FORM_TOKEN;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};

/// More fields than any form of ours has: the settings of a flow are 64 KiB at most, which is 2,700 options to tick or
/// 60 fields with ten controls each.
pub const MAX_FIELDS: usize = 4_000;
/// A form with files has a dozen fields.
const MAX_PARTS: usize = 100;

/// A form's fields in their order, at most [`MAX_FIELDS`].
pub struct Form(pub Vec<(String, String)>);

impl Form {
    /// # Errors
    /// Returns a problem if there are too many fields. The others are not read, because each field takes far more
    /// memory than the two bytes it can be written in.
    fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let fields = url::form_urlencoded::parse(bytes);
        let fields: Vec<_> = fields.take(MAX_FIELDS + 1).collect();
        if fields.len() > MAX_FIELDS {
            return Err(too_many(MAX_FIELDS));
        }
        let fields = fields.into_iter();
        let owned = fields.map(|(name, value)| (name.into_owned(), value.into_owned()));
        Ok(Self(owned.collect()))
    }

    /// Takes the first field of this name out of the form.
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
        Self::read(&bytes)
    }
}

/// Returns the token that a form carries, whichever kind of form it is. The handler reads the form anew.
pub async fn form_token(headers: &HeaderMap, body: &Bytes) -> Option<String> {
    let kind = headers.get(header::CONTENT_TYPE);
    let multipart = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
    if !multipart {
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
                if upload.fields.len() + upload.files.len() == MAX_PARTS {
                    return Err(too_many(MAX_PARTS));
                }
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

fn too_many(most: usize) -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "body_too_large",
        format!("The form has too many fields; at most {most} are taken."),
    )
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

    #[test]
    fn refuses_more_fields_than_any_form_has() {
        for (count, taken) in [
            (MAX_FIELDS, true),
            (MAX_FIELDS + 1, false),
            (100_000, false),
        ] {
            let body = vec!["a"; count].join("&");
            let read = Form::read(body.as_bytes());
            let code = read.as_ref().err().map(|problem| problem.code);
            assert_eq!(code, (!taken).then_some("body_too_large"), "{count}");
            assert!(!taken || read.is_ok_and(|form| form.0.len() == count));
        }
    }
}
