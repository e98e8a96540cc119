//! `GET /embed.js`: the script with which a vendor's page shows the widget.

use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::LazyLock;

/// The script without comments and indentation, which are a quarter of it.
static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let lines = app::embed::SCRIPT.lines().map(str::trim_start);
    let code: Vec<&str> = lines.filter(|line| !line.starts_with("//")).collect();
    code.join("\n")
});

static ETAG: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = DefaultHasher::new();
    SCRIPT.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
});

/// Answers with the script, or with 304 if the browser has it already.
///
/// Every site can load it: it holds no secret, modules from another origin need the CORS header, and a page under
/// `Cross-Origin-Embedder-Policy: require-corp` needs the resource policy.
pub async fn script(headers: HeaderMap) -> Response {
    const HEADERS: [(HeaderName, &str); 4] = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        // The address stays the same in every version.
        (
            header::CACHE_CONTROL,
            "public, max-age=3600, stale-while-revalidate=86400",
        ),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
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
    (HEADERS, etag, SCRIPT.as_str()).into_response()
}
