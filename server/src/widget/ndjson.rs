//! Answers with lines of JSON.

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

/// Returns a response whose body holds one JSON value a line.
///
/// Its status is always 200, because it is sent before the first line. So an error that is known before that is
/// answered with a page instead.
pub fn ndjson_response(body: Body) -> Response {
    (
        [
            (header::CONTENT_TYPE, app::islands::NDJSON),
            (header::CACHE_CONTROL, "no-store"),
        ],
        body,
    )
        .into_response()
}
