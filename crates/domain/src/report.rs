//! The result of a check, step by step. A report never contains a secret.

use crate::cause::{Cause, CauseContext};
use crate::external_id::ExternalId;
use crate::message::{Message, steps};
use crate::region::Region;
use crate::remedy::Remedy;
use crate::step_status::StepStatus;
use serde::{Deserialize, Serialize};

/// The steps of a check, in the order in which they are shown. A check has those that its connection needs.
///
/// - `credentials`: AWS knows the access key.
/// - `assume_role`: the role can be assumed with the external ID.
/// - `external_id_enforced`: the role can't be assumed without the external ID, or with a similar one.
/// - `bucket`: the bucket exists and can be reached, and its region is known.
/// - `list`: the files below the path prefix can be listed.
/// - `get`: a file can be read.
/// - `put`: a small object can be written.
/// - `cleanup`: what became of that object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StepId {
    Credentials,
    AssumeRole,
    ExternalIdEnforced,
    Bucket,
    List,
    Get,
    Put,
    Cleanup,
}

impl StepId {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::AssumeRole => "assume_role",
            Self::ExternalIdEnforced => "external_id_enforced",
            Self::Bucket => "bucket",
            Self::List => "list",
            Self::Get => "get",
            Self::Put => "put",
            Self::Cleanup => "cleanup",
        }
    }

    /// Returns whether a check can pass without this step. Another store than AWS has no STS to check credentials with,
    /// and there may be nothing to clean up. A folder may be empty, unless the check has just written a file to it.
    fn may_be_skipped(self, writes: bool) -> bool {
        match self {
            Self::Credentials | Self::Cleanup => true,
            Self::Get => !writes,
            _ => false,
        }
    }

    /// Returns the step's title in the checklist, which says what is checked and not how it ended.
    pub fn title(self) -> Message {
        match self {
            Self::Credentials => steps::step_credentials(),
            Self::AssumeRole => steps::step_assume_role(),
            Self::ExternalIdEnforced => steps::step_external_id_enforced(),
            Self::Bucket => steps::step_bucket(),
            Self::List => steps::step_list(),
            Self::Get => steps::step_get(),
            Self::Put => steps::step_put(),
            Self::Cleanup => steps::step_cleanup(),
        }
    }

    /// Returns the title of the step once it has failed, which says what does not work.
    pub fn failed_title(self) -> Message {
        match self {
            Self::Credentials => steps::step_credentials_failed(),
            Self::AssumeRole => steps::step_assume_role_failed(),
            Self::ExternalIdEnforced => steps::step_external_id_enforced_failed(),
            Self::Bucket => steps::step_bucket_failed(),
            Self::List => steps::step_list_failed(),
            Self::Get => steps::step_get_failed(),
            Self::Put => steps::step_put_failed(),
            Self::Cleanup => steps::step_cleanup_failed(),
        }
    }
}

/// The request behind a step, and AWS's response. Tenants need the request IDs when they contact AWS Support.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AwsAnswer {
    /// The service that was called, such as `S3` or `STS`.
    pub service: String,
    /// The call, such as `ListObjectsV2`.
    pub operation: String,
    /// The HTTP status of the response. Absent if there was no response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// The error code of AWS, such as `AccessDenied`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// AWS's ID of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// `x-amz-id-2`, the second request ID of S3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended_request_id: Option<String>,
}

/// The result of one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step<T = Message> {
    /// Which step it is.
    pub id: StepId,
    /// How the step ended.
    pub status: StepStatus,
    /// Why the step did not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// What was found, in plain words.
    // utoipa drops the description of a field whose type is a parameter. The REST API has texts here.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub detail: T,
    /// What fixes the cause.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Remedy<T>>,
    /// The request behind the step, and the response to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws: Option<AwsAnswer>,
    /// How long the step took, in milliseconds.
    pub elapsed_ms: u64,
}

impl<T> Step<T> {
    /// Returns the step's title in the checklist.
    pub fn title(&self) -> Message {
        match self.status {
            StepStatus::Failed => self.id.failed_title(),
            _ => self.id.title(),
        }
    }

    /// Converts every message, for example into its translation.
    pub fn map_messages<U>(self, convert: impl Fn(T) -> U) -> Step<U> {
        Step {
            id: self.id,
            status: self.status,
            cause: self.cause,
            detail: convert(self.detail),
            remedy: self.remedy.map(|remedy| remedy.map_messages(&convert)),
            aws: self.aws,
            elapsed_ms: self.elapsed_ms,
        }
    }
}

/// The name of the marker, the small object that a check writes below the path prefix.
pub const MARKER_NAME: &str = ".s3-connect-check";

/// The small object that a check wrote. It stays in the bucket if the vendor is not allowed to delete it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Residue {
    /// The key of the object.
    pub key: String,
    /// Whether the check deleted the object again.
    pub removed: bool,
    /// The version that was written, in a bucket with versioning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
}

/// Something to know about a connection that works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Warning<T = Message> {
    /// What the warning is about.
    pub cause: Cause,
    /// What was found, in plain words.
    // utoipa drops the description of a field whose type is a parameter. The REST API has texts here.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub detail: T,
    /// What to change.
    pub remedy: Remedy<T>,
}

impl Warning {
    pub fn new(cause: Cause, context: &CauseContext<'_>) -> Self {
        let (detail, remedy) = cause.explain(context);
        Self {
            cause,
            detail,
            remedy,
        }
    }
}

impl<T> Warning<T> {
    /// Converts every message, for example into its translation.
    pub fn map_messages<U>(self, convert: impl Fn(T) -> U) -> Warning<U> {
        Warning {
            cause: self.cause,
            detail: convert(self.detail),
            remedy: self.remedy.map_messages(&convert),
        }
    }
}

/// The progress of a step while a check runs.
#[derive(Clone, Copy, Debug)]
pub enum StepEvent<'a> {
    /// AWS refuses the request so far, but a recent change in IAM may not have taken effect yet, so the probe keeps
    /// retrying. The step is the result if nothing changes.
    Waiting(&'a Step),
    Ended(&'a Step),
}

/// The result of a whole check.
///
/// - `passed`: everything works.
/// - `failed`: AWS or the store refused something, and the tenant can change that.
/// - `undetermined`: there was no clear answer, so nothing is known about the tenant's setup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Passed,
    Failed,
    Undetermined,
}

impl Outcome {
    const ALL: [Self; 3] = [Self::Passed, Self::Failed, Self::Undetermined];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Undetermined => "undetermined",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == text)
    }

    /// Combines the results of steps. One failed step fails the check. Otherwise, the check is undetermined if a step
    /// is, or if a step that proves something was skipped.
    pub fn from_steps(steps: &[Step]) -> Self {
        let any = |status| steps.iter().any(|step| step.status == status);
        let writes = steps.iter().any(|step| step.id == StepId::Put);
        let is_unproven =
            |step: &Step| step.status == StepStatus::Skipped && !step.id.may_be_skipped(writes);
        if any(StepStatus::Failed) {
            Self::Failed
        } else if any(StepStatus::Undetermined) || steps.iter().any(is_unproven) || steps.is_empty()
        {
            Self::Undetermined
        } else {
            Self::Passed
        }
    }
}

// The messages of a report are untranslated at first. A `Message` cannot be serialized, so such a report cannot be sent by
// accident. `Report::map_messages` turns the messages into text, or into what the database stores.
/// The result of a check. The REST API has its texts in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report<T = Message> {
    /// The result of the whole check.
    pub outcome: Outcome,
    /// The AWS account of the key or role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The region of the bucket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// The external ID that the role accepted. During a rotation, it may be the previous one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// How long the check took, in milliseconds.
    pub duration_ms: u64,
    /// The steps, in the order in which they are shown.
    pub steps: Vec<Step<T>>,
    /// The small object that the check wrote. Absent if it wrote none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residue: Option<Residue>,
    /// What to know about a connection that works. Warnings do not keep it from being saved.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning<T>>,
}

impl<T> Report<T> {
    /// Converts every message, for example into its translation.
    pub fn map_messages<U>(self, convert: impl Fn(T) -> U) -> Report<U> {
        Report {
            outcome: self.outcome,
            account: self.account,
            region: self.region,
            external_id: self.external_id,
            duration_ms: self.duration_ms,
            steps: self
                .steps
                .into_iter()
                .map(|step| step.map_messages(&convert))
                .collect(),
            residue: self.residue,
            warnings: self
                .warnings
                .into_iter()
                .map(|warning| warning.map_messages(&convert))
                .collect(),
        }
    }
}

impl<T> Report<T> {
    /// Returns how many steps failed.
    pub fn count_failed(&self) -> usize {
        self.failed_steps().count()
    }

    /// Returns the steps that failed.
    pub fn failed_steps(&self) -> impl Iterator<Item = &Step<T>> {
        let steps = self.steps.iter();
        steps.filter(|step| step.status == StepStatus::Failed)
    }
}

impl Report {
    /// Returns the cause of the first failed step, or else of the first undetermined one.
    pub fn first_cause(&self) -> Option<Cause> {
        let first = |status| {
            let mut steps = self.steps.iter().filter(move |step| step.status == status);
            steps.find_map(|step| step.cause)
        };
        first(StepStatus::Failed).or_else(|| first(StepStatus::Undetermined))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Creates a step that may be skipped.
    fn optional_step(status: StepStatus) -> Step {
        step(StepId::Get, status)
    }

    fn step(id: StepId, status: StepStatus) -> Step {
        Step {
            id,
            status,
            cause: None,
            detail: Message::plain(""),
            remedy: None,
            aws: None,
            elapsed_ms: 0,
        }
    }

    #[test]
    fn failed_outweighs_undetermined_which_outweighs_passed() {
        use StepStatus::{Failed, Passed, Skipped, Undetermined, Warning};
        for (statuses, outcome) in [
            (vec![], Outcome::Undetermined),
            (vec![Passed, Skipped, Warning], Outcome::Passed),
            (vec![Passed, Undetermined], Outcome::Undetermined),
            (vec![Undetermined, Failed, Passed], Outcome::Failed),
        ] {
            let steps: Vec<_> = statuses.iter().copied().map(optional_step).collect();
            assert_eq!(Outcome::from_steps(&steps), outcome, "{statuses:?}");
        }
    }

    #[test]
    fn a_skipped_step_that_proves_something_leaves_the_outcome_undetermined() {
        use StepId::{
            AssumeRole, Bucket, Cleanup, Credentials, ExternalIdEnforced, Get, List, Put,
        };
        // Whoever can write has written a file to read, so reading must not be skipped.
        let steps = [
            step(Put, StepStatus::Passed),
            step(Get, StepStatus::Skipped),
        ];
        assert_eq!(Outcome::from_steps(&steps), Outcome::Undetermined);
        for (id, outcome) in [
            (Credentials, Outcome::Passed),
            (AssumeRole, Outcome::Undetermined),
            (ExternalIdEnforced, Outcome::Undetermined),
            (Bucket, Outcome::Undetermined),
            (List, Outcome::Undetermined),
            (Get, Outcome::Passed),
            (Put, Outcome::Undetermined),
            (Cleanup, Outcome::Passed),
        ] {
            let steps = [
                step(Bucket, StepStatus::Passed),
                step(id, StepStatus::Skipped),
            ];
            assert_eq!(Outcome::from_steps(&steps), outcome, "{}", id.as_str());
        }
    }
}
