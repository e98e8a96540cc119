//! Small pieces that answers share: times, entity tags, files.

use crate::problem::Problem;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

pub fn rfc3339(unix_ms: i64) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(unix_ms) * 1_000_000)
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_default()
}

pub fn etag(version: impl std::fmt::Display) -> [(HeaderName, String); 1] {
    [(header::ETAG, format!("\"{version}\""))]
}

/// A text to be saved under this name, which is one of our own.
pub fn attachment(file_name: &str, text: String) -> Response {
    let kind = match file_name.rsplit_once('.') {
        Some((_, "json")) => "application/json",
        _ => "text/plain; charset=utf-8",
    };
    let disposition = format!("attachment; filename=\"{file_name}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, text).into_response()
}

/// The version in `If-Match`, when there is one. `*` asks for none in particular.
///
/// # Errors
/// When the header is not an entity tag this API gave out.
pub fn if_match(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version = text.trim_start_matches("W/").trim_matches('"').parse();
    version.map(Some).map_err(|_| {
        Problem::new(
            StatusCode::PRECONDITION_FAILED,
            "version_conflict",
            "If-Match holds no version of this resource; read it again.",
        )
    })
}
