//! What each step comes to, as soon as the answers that decide it are in.

mod access;
mod bucket;
mod objects;

use super::findings::{Call, Findings};
use super::plan::Plan;
use super::words;
use crate::answer::{Answer, Good};
use crate::classify;
use crate::clients::partition_of;
use domain::{
    Access, Cause, Facts, Partition, PrincipalArn, Region, Residue, Status, Step, StepId,
};
use std::time::Duration;

/// The steps that were open and are decided now.
pub(crate) fn newly_decided(plan: &Plan, findings: &Findings, known: &[Step]) -> Vec<Step> {
    let judge = Judge { plan, findings };
    open(plan, known).filter_map(|id| judge.step(id)).collect()
}

/// The steps still open when nothing more will be asked.
pub(crate) fn rest(plan: &Plan, findings: &Findings, known: &[Step]) -> Vec<Step> {
    let judge = Judge { plan, findings };
    open(plan, known)
        .map(|id| judge.step(id).unwrap_or_else(|| judge.out_of_time(id)))
        .collect()
}

fn open(plan: &Plan, known: &[Step]) -> impl Iterator<Item = StepId> {
    let known: Vec<StepId> = known.iter().map(|step| step.id).collect();
    plan.steps()
        .into_iter()
        .filter(move |id| !known.contains(id))
}

pub(crate) fn account(plan: &Plan, findings: &Findings) -> Option<String> {
    match (
        &plan.draft.access,
        findings.get(Call::Caller).map(|answer| &answer.result),
    ) {
        (Access::Role { arn }, _) => Some(arn.account().to_string()),
        (Access::Keys { .. }, Some(Ok(Good::Caller { account, .. }))) => {
            account.as_ref().map(ToString::to_string)
        }
        _ => None,
    }
}

/// Where the bucket is, once it was seen there.
pub(crate) fn region(findings: &Findings, steps: &[Step]) -> Option<Region> {
    let seen = |step: &Step| step.id == StepId::Bucket && step.status == Status::Passed;
    steps.iter().any(seen).then(|| findings.region.clone())
}

pub(crate) fn residue(plan: &Plan, findings: &Findings) -> Option<Residue> {
    findings.has_written().then(|| Residue {
        key: plan.marker(),
        removed: findings.ok(Call::Delete),
        version_id: None,
    })
}

pub(crate) fn millis(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}

#[derive(Clone, Copy)]
struct Judge<'a> {
    plan: &'a Plan,
    findings: &'a Findings,
}

impl Judge<'_> {
    /// `None` while answers are missing that could change the verdict.
    fn step(self, id: StepId) -> Option<Step> {
        match id {
            StepId::Credentials => self.credentials(),
            StepId::AssumeRole => self.assume_role(),
            StepId::ExternalIdEnforced => self.external_id_enforced(),
            StepId::Bucket => self.bucket(),
            StepId::List => self.list(),
            StepId::Get => self.get(),
            StepId::Put => self.put(),
            StepId::Cleanup => self.cleanup(),
        }
    }

    /// The step's own call was refused or not answered.
    fn refused(self, id: StepId, call: Call, answer: &Answer) -> Step {
        let cause = classify::cause(answer, call.signed_by_vendor());
        self.because(id, cause, classify::status(cause, answer), answer)
    }

    fn because(self, id: StepId, cause: Cause, status: Status, answer: &Answer) -> Step {
        let (detail, remedy) = cause.explain(&self.facts(answer.code.as_deref()));
        Step {
            cause: Some(cause),
            remedy: Some(remedy),
            ..decided(id, status, detail, answer)
        }
    }

    fn out_of_time(self, id: StepId) -> Step {
        let (detail, remedy) = Cause::Timeout.explain(&self.facts(None));
        let (status, detail) = match id {
            // What stays behind says nothing about the connection.
            StepId::Cleanup => (Status::Warning, words::could_not_be_removed(self.plan)),
            _ => (Status::Undetermined, detail),
        };
        Step {
            status,
            cause: Some(Cause::Timeout),
            remedy: Some(remedy),
            ..skipped(id, detail)
        }
    }

    fn facts<'b>(&'b self, aws_code: Option<&'b str>) -> Facts<'b> {
        let draft = &self.plan.draft;
        let (access_key_id, role_arn) = match &draft.access {
            Access::Keys { id, .. } => (Some(id.as_str()), None),
            Access::Role { arn } => (None, Some(arn.as_str())),
        };
        Facts {
            policy: draft.policy_input(self.plan.direction, self.partition()),
            access_key_id,
            user_arn: None,
            role_arn,
            principal: self.plan.principal.as_ref(),
            external_ids: &self.plan.external_ids,
            aws_code,
            denial: None,
            region: Some(self.findings.region.as_str()),
            endpoint: draft.endpoint.as_ref().map(domain::Endpoint::as_str),
            bucket_owner: draft.bucket_owner.as_ref().map(domain::AccountId::as_str),
            object: None,
            encryption: None,
        }
    }

    fn partition(self) -> Partition {
        if let Access::Role { arn } = &self.plan.draft.access {
            return arn.partition();
        }
        match self.findings.get(Call::Caller).map(|answer| &answer.result) {
            Some(Ok(Good::Caller { arn, .. })) => {
                PrincipalArn::parse(arn).map(|arn| arn.partition()).ok()
            }
            _ => None,
        }
        .unwrap_or_else(|| partition_of(&self.findings.region))
    }
}

fn passed(id: StepId, answer: &Answer, detail: String) -> Step {
    decided(id, Status::Passed, detail, answer)
}

fn skipped(id: StepId, detail: impl Into<String>) -> Step {
    Step {
        id,
        status: Status::Skipped,
        cause: None,
        detail: detail.into(),
        remedy: None,
        aws: None,
        elapsed_ms: 0,
    }
}

fn decided(id: StepId, status: Status, detail: String, answer: &Answer) -> Step {
    Step {
        id,
        status,
        cause: None,
        detail,
        remedy: None,
        aws: Some(answer.for_report()),
        elapsed_ms: millis(answer.elapsed),
    }
}
