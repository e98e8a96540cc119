//! The environment that the server creates when it starts, which has to stay.

use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::state::AppState;
use domain::EnvironmentId;

/// Refuses to delete the environment if the server would create it again at its next start.
///
/// # Errors
/// Returns `not_empty` if it is that environment.
pub fn refuse_to_delete(state: &AppState, environment: &EnvironmentId) -> Result<(), Problem> {
    if *environment == state.site.environment {
        return Err(Problem::new(
            ProblemCode::NotEmpty,
            format!(
                "The environment “{environment}” can’t be deleted. The server creates it when it starts, and S3_CONNECT_API_KEY belongs to it."
            ),
        ));
    }
    Ok(())
}
