//! What each step comes to, as soon as the answers that decide it are in.

mod access;
mod bucket;
mod objects;

use super::findings::{Call, Findings};
use super::plan::Plan;
use super::words;
use crate::answer::{Answer, Failure, Good};
use crate::classify;
use domain::{
    Access, AccountId, Cause, Endpoint, Facts, Message, Partition, PrincipalArn, Region, Remedy,
    Residue, Status, Step, StepId, Warning,
};
use std::time::Duration;

/// What an earlier check found and is not asked again.
pub(crate) fn kept(plan: &Plan) -> Vec<Step> {
    let steps = plan.steps().into_iter();
    steps.filter_map(|id| plan.kept(id).cloned()).collect()
}

/// What a step will come to if `call`, which was refused, is refused for good.
pub(crate) fn so_far(plan: &Plan, findings: &Findings, call: Call) -> Option<Step> {
    let answer = findings.seen(call).filter(|answer| !answer.is_ok())?;
    let step = Judge { plan, findings }.refused(call.step()?, call, answer);
    // A key that is not known is the first step's to tell.
    let of_the_key = step.cause.is_some_and(classify::is_credentials);
    (call == Call::Caller || !of_the_key).then_some(step)
}

/// What there is to know beside the steps.
pub(crate) fn warnings(plan: &Plan, findings: &Findings) -> Vec<Warning> {
    let judge = Judge { plan, findings };
    let stays = !findings.versions().is_empty() && !findings.ok(Call::Delete);
    let mut warnings: Vec<Warning> = [
        (Cause::BroadAccess, findings.ok(Call::Buckets)),
        (Cause::VersionedResidue, stays),
    ]
    .into_iter()
    .filter(|(_, is)| *is)
    .map(|(cause, _)| {
        let (detail, remedy) = judge.explain(cause, None);
        Warning {
            cause,
            detail,
            remedy,
        }
    })
    .collect();
    for earlier in plan.comparable().iter().flat_map(|report| &report.warnings) {
        if !warnings.iter().any(|known| known.cause == earlier.cause) {
            warnings.push(earlier.clone());
        }
    }
    warnings
}

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
    if !findings.has_written() {
        let earlier = plan.comparable().filter(|_| plan.keeps(StepId::Put));
        return earlier?.residue.clone();
    }
    let removed = findings.ok(Call::Delete);
    Some(Residue {
        key: plan.marker(),
        removed,
        version_id: findings.versions().pop().filter(|_| !removed),
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
        let cause = self.cause(call, answer);
        let step = self.because(id, cause, classify::status(cause, answer), answer);
        match answer.result {
            Err(Failure::TooLarge) => Step {
                detail: words::too_large(self.plan),
                ..step
            },
            _ => step,
        }
    }

    /// What the answer says, and what a second look has shown it to be about.
    fn cause(self, call: Call, answer: &Answer) -> Cause {
        let ok = |calls: &[Call]| calls.iter().any(|call| self.findings.ok(*call));
        match call {
            Call::List | Call::Put if ok(&[Call::ListPaying, Call::PutPaying]) => {
                Cause::RequesterPays
            }
            Call::Put if ok(&[Call::PutAes, Call::PutKms]) => Cause::EncryptionRequired,
            _ => classify::cause(answer, self.plan.signer(call)),
        }
    }

    fn because(self, id: StepId, cause: Cause, status: Status, answer: &Answer) -> Step {
        let (detail, remedy) = self.explain(cause, Some(answer));
        Step {
            cause: Some(cause),
            remedy: Some(remedy),
            ..decided(id, status, detail, answer)
        }
    }

    fn out_of_time(self, id: StepId) -> Step {
        let (detail, remedy) = self.explain(Cause::Timeout, None);
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

    fn explain(self, cause: Cause, answer: Option<&Answer>) -> (Message, Remedy) {
        let draft = &self.plan.draft;
        let (access_key_id, role_arn) = match &draft.access {
            Access::Keys { id, .. } => (Some(id.as_str()), None),
            Access::Role { arn } => (None, Some(arn.as_str())),
        };
        let status = answer.and_then(|answer| answer.http_status);
        let status = status.map(|status| format!("HTTP {status}"));
        let code = answer.and_then(|answer| answer.code.as_deref());
        let asks_sts = answer.is_some_and(|answer| answer.operation.service() == "sts");
        let region = if asks_sts {
            &self.findings.sts_region
        } else {
            &self.findings.region
        };
        let object = if cause == Cause::VersionedResidue {
            Some(self.plan.marker())
        } else {
            self.findings.listed().map(words::printable)
        };
        let encryption = [(Call::PutAes, "AES256"), (Call::PutKms, "aws:kms")]
            .into_iter()
            .find(|(call, _)| self.findings.ok(*call));
        let denial = answer.map(classify::denial);
        cause.explain(&Facts {
            policy: draft.policy_input(self.plan.direction, self.partition()),
            access_key_id,
            user_arn: self.user_arn(),
            role_arn,
            principal: self.plan.principal.as_ref(),
            external_ids: &self.plan.external_ids,
            aws_code: code.or(status.as_deref()),
            denial: denial.as_ref(),
            region: Some(region.as_str()),
            endpoint: draft.endpoint.as_ref().map(Endpoint::as_str),
            bucket_owner: draft.bucket_owner.as_ref().map(AccountId::as_str),
            object: object.as_deref(),
            encryption: encryption.map(|(_, name)| name),
        })
    }

    fn user_arn(&self) -> Option<&str> {
        match &self.findings.get(Call::Caller)?.result {
            Ok(Good::Caller { arn, .. }) => Some(arn),
            _ => None,
        }
    }

    fn partition(self) -> Partition {
        if let Access::Role { arn } = &self.plan.draft.access {
            return arn.partition();
        }
        self.user_arn()
            .and_then(|arn| PrincipalArn::parse(arn).ok())
            .map_or_else(|| self.findings.region.partition(), |arn| arn.partition())
    }
}

fn passed(id: StepId, answer: &Answer, detail: Message) -> Step {
    decided(id, Status::Passed, detail, answer)
}

fn skipped(id: StepId, detail: Message) -> Step {
    Step {
        id,
        status: Status::Skipped,
        cause: None,
        detail,
        remedy: None,
        aws: None,
        elapsed_ms: 0,
    }
}

fn decided(id: StepId, status: Status, detail: Message, answer: &Answer) -> Step {
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
