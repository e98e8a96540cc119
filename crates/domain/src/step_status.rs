//! The result of one step of a check.

use serde::{Deserialize, Serialize};

/// How a step ended.
///
/// - `passed`: it works.
/// - `failed`: AWS or the store refused a request, and the tenant can change that.
/// - `undetermined`: there was no clear answer, so nothing is known about the tenant's setup.
/// - `warning`: it works, but there is something to know about it.
/// - `skipped`: it was not run, because an earlier step did not pass or there was nothing to check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum StepStatus {
    Passed,
    Failed,
    Undetermined,
    Warning,
    Skipped,
}

impl StepStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Undetermined => "undetermined",
            Self::Warning => "warning",
            Self::Skipped => "skipped",
        }
    }
}
