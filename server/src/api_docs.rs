//! `/v1/openapi.json`: the document that describes the REST API, for programs.

use crate::openapi;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::LazyLock;

static DOCUMENT: LazyLock<String> = LazyLock::new(|| format!("{}\n", openapi::document()));

static ETAG: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = DefaultHasher::new();
    DOCUMENT.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
});

/// Answers with the document, or with 304 if the client has it already. Needs no key, because the document is the same
/// for everybody.
pub async fn openapi_json(headers: HeaderMap) -> Response {
    const HEADERS: [(HeaderName, &str); 2] = [
        (header::CONTENT_TYPE, "application/json"),
        // The address stays the same in every version.
        (header::CACHE_CONTROL, "public, max-age=300"),
    ];
    // A proxy that compresses the answer makes the tag a weak one.
    let is_current = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags.contains(ETAG.as_str()));
    let etag = [(header::ETAG, ETAG.as_str())];
    if is_current {
        return (StatusCode::NOT_MODIFIED, HEADERS, etag).into_response();
    }
    (HEADERS, etag, DOCUMENT.as_str()).into_response()
}
