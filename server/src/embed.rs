//! `GET /embed.js`: the script with which a vendor's page shows the widget.

use crate::cached_text::CachedText;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::IntoResponse;
use std::sync::LazyLock;

/// The script without comments and indentation, which are a quarter of it.
static SCRIPT: LazyLock<CachedText> = LazyLock::new(|| {
    let lines = app::embed::SCRIPT.lines().map(str::trim_start);
    let code: Vec<&str> = lines.filter(|line| !line.starts_with("//")).collect();
    CachedText::new(
        code.join("\n"),
        "public, max-age=3600, stale-while-revalidate=86400",
    )
});

/// Answers with the script, or with 304 if the browser has it already.
///
/// Every site can load it: it holds no secret, modules from another origin need the CORS header, and a page under
/// `Cross-Origin-Embedder-Policy: require-corp` needs the resource policy.
pub async fn script(headers: HeaderMap) -> impl IntoResponse {
    const HEADERS: [(HeaderName, &str); 2] = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
    ];
    (
        HEADERS,
        SCRIPT.response(&headers, "text/javascript; charset=utf-8"),
    )
}
