//! The result of one step of a check.

use serde::{Deserialize, Serialize};

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum StepStatus {
    Passed,
    /// AWS refused a request, and the tenant can change that.
    Failed,
    /// AWS did not respond, or not clearly, so nothing is known about the tenant's setup.
    Undetermined,
    Warning,
    /// Not run, because an earlier step did not pass or there was nothing to check.
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
