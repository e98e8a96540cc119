//! `GET /words/{language}.json`: what is wrong with a field, in words that the page's script fills in.

use crate::problem::Problem;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use i18n::{Locale, browser_words};

/// # Errors
/// When there is no such language. The page asks with a mark of the words behind the address, so they can be
/// kept for good.
pub async fn get(Path(file): Path<String>) -> Result<Response, Problem> {
    let tag = file.strip_suffix(".json").unwrap_or_default();
    let locale = Locale::ALL.into_iter().find(|known| known.tag() == tag);
    let words = locale.map(browser_words).ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "There is nothing at this address.",
        )
    })?;
    Ok((
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ],
        words,
    )
        .into_response())
}
