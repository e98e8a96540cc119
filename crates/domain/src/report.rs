//! What a check found, step by step. It never holds a secret.

use crate::cause::{Cause, Facts};
use crate::external_id::ExternalId;
use crate::message::{Message, steps};
use crate::policy::Statement;
use crate::region::Region;
use serde::{Deserialize, Serialize};

/// The steps of a check, in the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

    /// Whether a connection can pass without it: another store has no STS, there may be nothing to clear
    /// away, and a folder may be empty; but whoever writes has written something to read.
    fn may_be_skipped(self, writes: bool) -> bool {
        match self {
            Self::Credentials | Self::Cleanup => true,
            Self::Get => !writes,
            _ => false,
        }
    }

    /// What the step asks, as the checklist shows it.
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Passed,
    Failed,
    /// AWS could not be asked, or did not answer clearly: nothing is known about the set-up.
    Undetermined,
    Warning,
    /// Not asked, because an earlier step did not pass or there was nothing to ask about.
    Skipped,
}

impl Status {
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

/// What to change, and, where IAM can mend it, the statement that does when added as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedy<T = Message> {
    pub text: T,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<Statement>,
}

impl Remedy {
    pub fn words(text: Message) -> Self {
        Self {
            text,
            statement: None,
        }
    }
}

impl<T> Remedy<T> {
    /// The same with its words said.
    pub fn translate<U>(self, translate: impl FnOnce(T) -> U) -> Remedy<U> {
        Remedy {
            text: translate(self.text),
            statement: self.statement,
        }
    }
}

/// The call behind a step and AWS's answer, for whoever asks AWS's support.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwsAnswer {
    pub service: String,
    pub operation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// `x-amz-id-2`, S3's second request id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended_request_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step<T = Message> {
    pub id: StepId,
    pub status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    pub detail: T,
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Remedy<T>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws: Option<AwsAnswer>,
    pub elapsed_ms: u64,
}

impl<T> Step<T> {
    /// The same with its words said.
    pub fn translate<U>(self, translate: impl Fn(T) -> U) -> Step<U> {
        Step {
            id: self.id,
            status: self.status,
            cause: self.cause,
            detail: translate(self.detail),
            remedy: self.remedy.map(|remedy| remedy.translate(&translate)),
            aws: self.aws,
            elapsed_ms: self.elapsed_ms,
        }
    }
}

/// The small object a write check leaves when it may not delete it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Residue {
    pub key: String,
    pub removed: bool,
    /// In a bucket that keeps versions: the one that was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
}

/// Something to know about a connection that works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning<T = Message> {
    pub cause: Cause,
    pub detail: T,
    pub remedy: Remedy<T>,
}

impl Warning {
    pub fn new(cause: Cause, facts: &Facts<'_>) -> Self {
        let (detail, remedy) = cause.explain(facts);
        Self {
            cause,
            detail,
            remedy,
        }
    }
}

impl<T> Warning<T> {
    /// The same with its words said.
    pub fn translate<U>(self, translate: impl Fn(T) -> U) -> Warning<U> {
        Warning {
            cause: self.cause,
            detail: translate(self.detail),
            remedy: self.remedy.translate(&translate),
        }
    }
}

/// What is heard of a check while it runs.
#[derive(Clone, Copy, Debug)]
pub enum StepEvent<'a> {
    /// Refused so far, in a way that a change made in IAM a moment ago explains: AWS is asked again for a
    /// while. The step is what it would come to if nothing changes.
    Waiting(&'a Step),
    Ended(&'a Step),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

    /// One failed step fails the whole; short of that, one undetermined step leaves it open, and so does
    /// one that proves something and was not asked.
    pub fn of(steps: &[Step]) -> Self {
        let any = |status| steps.iter().any(|step| step.status == status);
        let writes = steps.iter().any(|step| step.id == StepId::Put);
        let unproven =
            |step: &Step| step.status == Status::Skipped && !step.id.may_be_skipped(writes);
        if any(Status::Failed) {
            Self::Failed
        } else if any(Status::Undetermined) || steps.iter().any(unproven) || steps.is_empty() {
            Self::Undetermined
        } else {
            Self::Passed
        }
    }
}

/// Its words are neutral until a reader's language is known. So it cannot be sent as it is: [`Self::said`]
/// makes text of the words, or what the database keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report<T = Message> {
    pub outcome: Outcome,
    /// The AWS account of the key or role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// The one of the tenant's that the role let us in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    pub duration_ms: u64,
    /// In the order of [`StepId`].
    pub steps: Vec<Step<T>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residue: Option<Residue>,
    /// They block nothing.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning<T>>,
}

impl<T> Report<T> {
    /// The same with its words said.
    pub fn translate<U>(self, translate: impl Fn(T) -> U) -> Report<U> {
        Report {
            outcome: self.outcome,
            account: self.account,
            region: self.region,
            external_id: self.external_id,
            duration_ms: self.duration_ms,
            steps: self
                .steps
                .into_iter()
                .map(|step| step.translate(&translate))
                .collect(),
            residue: self.residue,
            warnings: self
                .warnings
                .into_iter()
                .map(|warning| warning.translate(&translate))
                .collect(),
        }
    }
}

impl Report {
    /// Why the first step that did not pass did not.
    pub fn first_cause(&self) -> Option<Cause> {
        let first = |status| {
            let mut steps = self.steps.iter().filter(move |step| step.status == status);
            steps.find_map(|step| step.cause)
        };
        first(Status::Failed).or_else(|| first(Status::Undetermined))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(status: Status) -> Step {
        // The one that may be skipped, unless a test says otherwise.
        of(StepId::Get, status)
    }

    fn of(id: StepId, status: Status) -> Step {
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
    fn failed_outweighs_undetermined_outweighs_passed() {
        use Status::{Failed, Passed, Skipped, Undetermined, Warning};
        for (statuses, outcome) in [
            (vec![], Outcome::Undetermined),
            (vec![Passed, Skipped, Warning], Outcome::Passed),
            (vec![Passed, Undetermined], Outcome::Undetermined),
            (vec![Undetermined, Failed, Passed], Outcome::Failed),
        ] {
            let steps: Vec<_> = statuses.iter().copied().map(step).collect();
            assert_eq!(Outcome::of(&steps), outcome, "{statuses:?}");
        }
    }

    #[test]
    fn nothing_passes_that_was_not_proven() {
        use StepId::{
            AssumeRole, Bucket, Cleanup, Credentials, ExternalIdEnforced, Get, List, Put,
        };
        let both = [of(Put, Status::Passed), of(Get, Status::Skipped)];
        assert_eq!(Outcome::of(&both), Outcome::Undetermined);
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
            let steps = [of(Bucket, Status::Passed), of(id, Status::Skipped)];
            assert_eq!(Outcome::of(&steps), outcome, "{}", id.as_str());
        }
    }
}
