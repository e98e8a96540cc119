//! Entity tags: the version of a resource in `ETag`, and the version that `If-Match` asks for.

use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use axum::http::{HeaderMap, HeaderName, header};

/// Returns the header `ETag` for a version.
pub fn etag(version: impl std::fmt::Display) -> [(HeaderName, String); 1] {
    [(header::ETAG, format!("\"{version}\""))]
}

/// Returns the version in `If-Match`. Returns `None` if there is no such header, or if it is `*`, which matches every
/// version.
///
/// # Errors
/// Returns `version_conflict` if the header is not an entity tag of this API.
pub fn if_match(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    // Proxies that compress a response turn its tag into a weak one (`W/"3"`), and clients send that back.
    let version = text.trim_start_matches("W/").trim_matches('"').parse();
    version.map(Some).map_err(|_| {
        Problem::new(
            ProblemCode::VersionConflict,
            "If-Match holds no version of this resource; read it again.",
        )
    })
}
