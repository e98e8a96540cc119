//! [`StepEvaluator`]: creates steps with their messages, causes and remedies.

use crate::answer::{Answer, Success};
use crate::classify;
use crate::failure::Failure;
use crate::probe::call::Call;
use crate::probe::findings::Findings;
use crate::probe::probe_plan::ProbePlan;
use crate::probe::step_details;
use domain::{
    Access, AccountId, Cause, CauseContext, Endpoint, Message, Partition, PrincipalArn, Remedy,
    Step, StepId, StepStatus,
};
use std::time::Duration;

#[derive(Clone, Copy)]
pub(super) struct StepEvaluator<'a> {
    pub(super) plan: &'a ProbePlan,
    pub(super) findings: &'a Findings,
}

impl StepEvaluator<'_> {
    /// Creates the step of a call that was refused or got no answer.
    pub(super) fn refused(self, id: StepId, call: Call, answer: &Answer) -> Step {
        let cause = self.cause(call, answer);
        let step = self.with_cause(id, cause, classify::status(cause, answer), answer);
        match answer.result {
            Err(Failure::ResponseTooLarge) => Step {
                detail: step_details::response_too_large(self.plan),
                ..step
            },
            _ => step,
        }
    }

    /// Returns why a call failed. A follow-up that succeeded says more than the answer itself.
    fn cause(self, call: Call, answer: &Answer) -> Cause {
        let any_ok = |calls: &[Call]| calls.iter().any(|call| self.findings.is_ok(*call));
        match call {
            Call::ListObjects | Call::PutMarker
                if any_ok(&[Call::ListAsRequester, Call::PutAsRequester]) =>
            {
                Cause::RequesterPays
            }
            Call::PutMarker if any_ok(&[Call::PutWithAes256, Call::PutWithKms]) => {
                Cause::EncryptionRequired
            }
            _ => classify::cause(answer, self.plan.signer(call)),
        }
    }

    pub(super) fn with_cause(
        self,
        id: StepId,
        cause: Cause,
        status: StepStatus,
        answer: &Answer,
    ) -> Step {
        let (detail, remedy) = self.explain(cause, Some(answer));
        Step {
            cause: Some(cause),
            remedy: Some(remedy),
            ..decided(id, status, detail, answer)
        }
    }

    /// Creates a step that has no result at the probe's deadline.
    pub(super) fn timed_out(self, id: StepId) -> Step {
        let (detail, remedy) = self.explain(Cause::Timeout, None);
        let (status, detail) = match id {
            // A marker that stays says nothing about the connection, so this must not make the outcome undetermined.
            StepId::Cleanup if self.findings.has_written_marker() => (
                StepStatus::Warning,
                step_details::marker_not_deleted(self.plan),
            ),
            StepId::Cleanup => (
                StepStatus::Warning,
                step_details::marker_may_exist(self.plan),
            ),
            _ => (StepStatus::Undetermined, detail),
        };
        Step {
            status,
            cause: Some(Cause::Timeout),
            remedy: Some(remedy),
            ..skipped(id, detail)
        }
    }

    /// Returns the message and the remedy of a cause.
    pub(super) fn explain(self, cause: Cause, answer: Option<&Answer>) -> (Message, Remedy) {
        let draft = &self.plan.draft;
        let (access_key_id, role_arn) = match &draft.access {
            Access::Keys { id, .. } => (Some(id.as_str()), None),
            Access::Role { arn } => (None, Some(arn.as_str())),
        };
        let status = answer.and_then(|answer| answer.http_status);
        let status = status.map(|status| format!("HTTP {status}"));
        let code = answer.and_then(|answer| answer.code.as_deref());
        let is_sts_call = answer.is_some_and(|answer| answer.operation.service() == "sts");
        let region = if is_sts_call {
            &self.findings.sts_region
        } else {
            &self.findings.region
        };
        // The marker is the object in question only for this warning. All other causes name the object that was read.
        let object = if cause == Cause::VersionedResidue {
            Some(self.plan.marker_key())
        } else {
            self.findings.listed_key().map(step_details::printable_key)
        };
        let encryption = [
            (Call::PutWithAes256, "AES256"),
            (Call::PutWithKms, "aws:kms"),
        ]
        .into_iter()
        .find(|(call, _)| self.findings.is_ok(*call));
        cause.explain(&CauseContext {
            policy: draft.policy_input(self.plan.direction, self.partition()),
            access_key_id,
            user_arn: self.user_arn(),
            role_arn,
            principal: self.plan.principal.as_ref(),
            external_ids: &self.plan.external_ids,
            aws_code: code.or(status.as_deref()),
            denial: answer.map(|answer| &answer.denial),
            region: Some(region.as_str()),
            endpoint: draft.endpoint.as_ref().map(Endpoint::as_str),
            bucket_owner: draft.bucket_owner.as_ref().map(AccountId::as_str),
            object: object.as_deref(),
            encryption: encryption.map(|(_, name)| name),
        })
    }

    fn user_arn(&self) -> Option<&str> {
        match &self.findings.answer(Call::GetCallerIdentity)?.result {
            Ok(Success::CallerIdentity { arn, .. }) => Some(arn),
            _ => None,
        }
    }

    /// Returns the partition for the ARNs of policies: that of the role, or of the key's user, or else of the region.
    fn partition(self) -> Partition {
        if let Access::Role { arn } = &self.plan.draft.access {
            return arn.partition();
        }
        self.user_arn()
            .and_then(|arn| PrincipalArn::parse(arn).ok())
            .map_or_else(|| self.findings.region.partition(), |arn| arn.partition())
    }
}

pub(super) fn passed(id: StepId, answer: &Answer, detail: Message) -> Step {
    decided(id, StepStatus::Passed, detail, answer)
}

pub(super) fn skipped(id: StepId, detail: Message) -> Step {
    Step {
        id,
        status: StepStatus::Skipped,
        cause: None,
        detail,
        remedy: None,
        aws: None,
        elapsed_ms: 0,
    }
}

fn decided(id: StepId, status: StepStatus, detail: Message, answer: &Answer) -> Step {
    Step {
        id,
        status,
        cause: None,
        detail,
        remedy: None,
        aws: Some(answer.to_report()),
        elapsed_ms: millis(answer.elapsed),
    }
}

pub(crate) fn millis(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}
