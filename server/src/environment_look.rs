//! The look of an environment's pages, and the vendor's logo.

use crate::input::PathIds;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::state::AppState;
use app::look::{Look, accent_css};
use axum::extract::{Path, State};
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use domain::EnvironmentId;
use domain::theme::{Color, Theme};
use service::legible_accents;

/// Returns the look of an environment. If its theme cannot be read, returns our own look, because a page in other
/// colors is better than no page.
pub async fn load_look(state: &AppState, environment: &EnvironmentId) -> Look {
    match state.service.theme(environment).await {
        Ok(theme) => look_of_theme(environment, theme),
        Err(error) => {
            tracing::warn!(%error, "the theme cannot be read");
            Look::default()
        }
    }
}

/// Returns the look that a theme describes. The logo's address is one of [`logo`].
pub fn look_of_theme(environment: &EnvironmentId, theme: Theme) -> Look {
    Look::from_theme(theme, |fingerprint| {
        format!("/logo/{environment}/{fingerprint}")
    })
}

/// Answers with the style sheet of an accent that a vendor's page asks for. The file is named after the colour, without `#`.
///
/// # Errors
/// Returns `not_found` if that is no colour.
pub async fn accent(Path(file): Path<String>) -> Result<Response, Problem> {
    const HEADERS: [(HeaderName, &str); 2] = [
        (CONTENT_TYPE, "text/css; charset=utf-8"),
        // Another version may find another colour legible.
        (
            CACHE_CONTROL,
            "public, max-age=3600, stale-while-revalidate=86400",
        ),
    ];
    let digits = file.strip_suffix(".css").unwrap_or_default();
    let color = Color::parse(&format!("#{digits}"))
        .map_err(|_| Problem::new(ProblemCode::NotFound, "There is nothing at this address."))?;
    let (light, dark) = legible_accents(color);
    Ok((HEADERS, accent_css(light, dark)).into_response())
}

/// Answers with an environment's logo.
pub async fn logo(State(state): State<AppState>, ids: PathIds) -> Result<Response, Problem> {
    // The fingerprint in the address changes with the logo, so browsers may cache it for good. An SVG may hold scripts.
    // The policy keeps them from running when somebody opens the logo's address.
    const HEADERS: [(HeaderName, &str); 2] = [
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ),
    ];
    let environment = ids.get("environment", EnvironmentId::parse)?;
    let fingerprint = ids.get("fingerprint", |text| Ok(text.to_owned()))?;
    let logo = state.service.logo(&environment, &fingerprint).await?;
    let logo =
        logo.ok_or_else(|| Problem::new(ProblemCode::NotFound, "There is no such picture."))?;
    Ok((HEADERS, [(CONTENT_TYPE, logo.media_type)], logo.bytes).into_response())
}
