//! The health checks `/healthz` and `/readyz`.

use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use axum::extract::State;
use service::Service;

/// Answers `/healthz`: the process runs.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Answers `/readyz`: the database answers, so requests can be served.
///
/// # Errors
/// Returns the problem `database` if the database does not answer.
pub async fn readyz(State(service): State<Service>) -> Result<&'static str, Problem> {
    service.store().ping().await.map_err(|error| {
        tracing::error!(%error, "the database does not answer");
        Problem::new(ProblemCode::Database, "The database does not answer.")
    })?;
    Ok("ready\n")
}
