//! `/v1/environments/{environment}`: the caller's own environment.

use super::auth::Api;
use crate::default_environment::refuse_to_delete;
use crate::input::PathIds;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use domain::EnvironmentId;
use service::Error;

/// Deletes the environment.
///
/// Deletes the environment that the API key belongs to, if it has no flow. The key is revoked with it.
#[utoipa::path(
    delete,
    path = "/environments/{environment}",
    operation_id = "deleteEnvironment",
    tag = "Environments",
    summary = "Delete the environment",
    responses((status = 204, description = "The environment was deleted.")),
    extensions(("x-problem-codes" = json!([ProblemCode::UnknownEnvironment, ProblemCode::NotEmpty]))),
)]
pub async fn delete(
    State(state): State<AppState>,
    api: Api,
    ids: PathIds,
) -> Result<StatusCode, Problem> {
    let environment = ids.get("environment", EnvironmentId::parse)?;
    // The answer must not tell whether another environment exists.
    if environment != api.environment {
        return Err(Error::UnknownEnvironment(environment).into());
    }
    refuse_to_delete(&state, &environment)?;
    api.service.delete_environment(&environment).await?;
    Ok(StatusCode::NO_CONTENT)
}
