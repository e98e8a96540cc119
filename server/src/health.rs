//! Health: alive, and ready to take requests.

use crate::problem::Problem;
use axum::extract::State;
use axum::http::StatusCode;
use service::Service;

pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers.
pub async fn ready(State(service): State<Service>) -> Result<&'static str, Problem> {
    service.store().ping().await.map_err(|error| {
        tracing::error!(%error, "the database does not answer");
        Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "database",
            "The database does not answer.",
        )
    })?;
    Ok("ready\n")
}
