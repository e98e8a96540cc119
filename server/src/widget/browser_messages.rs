//! `GET /messages/{locale}.json`: the texts of field errors, which the page's script fills in.

use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use i18n::{Locale, browser_messages};

/// Answers with the messages of a locale. The page's address for them holds a fingerprint of the messages, so a browser
/// may cache them for good.
///
/// # Errors
/// Returns `not_found` if there is no such locale.
pub async fn get(Path(file): Path<String>) -> Result<Response, Problem> {
    let tag = file.strip_suffix(".json").unwrap_or_default();
    let locale = Locale::ALL.into_iter().find(|known| known.tag() == tag);
    let messages = locale
        .map(browser_messages)
        .ok_or_else(|| Problem::new(ProblemCode::NotFound, "There is nothing at this address."))?;
    Ok((
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ],
        messages,
    )
        .into_response())
}
