//! How an environment's pages look, and the vendor's picture on them.

use crate::input::Ids;
use crate::problem::Problem;
use crate::state::AppState;
use app::look::Look;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::EnvironmentId;
use domain::theme::Theme;

/// A page is shown all the same, in the product's own look, when the theme cannot be read.
pub async fn of(state: &AppState, environment: &EnvironmentId) -> Look {
    match state.service.theme(environment).await {
        Ok(theme) => look(environment, theme),
        Err(error) => {
            tracing::warn!(%error, "the theme could not be read");
            Look::default()
        }
    }
}

pub fn look(environment: &EnvironmentId, theme: Theme) -> Look {
    Look::of(theme, |fingerprint| {
        format!("/logo/{environment}/{fingerprint}")
    })
}

/// The address changes with the picture, so it is kept for good. A picture may hold scripts, which run nowhere.
pub async fn logo(State(state): State<AppState>, ids: Ids) -> Result<Response, Problem> {
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
    let logo = logo.ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "There is no such picture.",
        )
    })?;
    Ok((HEADERS, [(CONTENT_TYPE, logo.media_type)], logo.bytes).into_response())
}
