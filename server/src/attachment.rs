//! Responses that a browser saves as a file.

use axum::http::header;
use axum::response::{IntoResponse as _, Response};

/// Returns a text as a file of this name. The name is one of our own, so it needs no quoting.
pub fn attachment(file_name: &str, text: String) -> Response {
    let content_type = match file_name.rsplit_once('.') {
        Some((_, "json")) => "application/json",
        _ => "text/plain; charset=utf-8",
    };
    let disposition = format!("attachment; filename=\"{file_name}\"");
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, text).into_response()
}
