//! Decides the result of each step as soon as the answers that it depends on are known.

mod access_steps;
mod bucket_step;
mod object_steps;
mod step_evaluator;

pub(crate) use step_evaluator::millis;

use super::call::Call;
use super::findings::Findings;
use super::probe_plan::ProbePlan;
use crate::answer::Success;
use crate::classify;
use domain::{Access, Cause, Region, Residue, Step, StepId, StepStatus, Warning};
use step_evaluator::StepEvaluator;

/// Returns the steps of the previous report that are reused.
pub(crate) fn reused_steps(plan: &ProbePlan) -> Vec<Step> {
    let steps = plan.steps().into_iter();
    steps
        .filter_map(|id| plan.reused_step(id).cloned())
        .collect()
}

/// Returns the result that the step of a refused call will have if the refusal becomes final.
pub(crate) fn pending_step(plan: &ProbePlan, findings: &Findings, call: Call) -> Option<Step> {
    let answer = findings
        .latest_answer(call)
        .filter(|answer| !answer.is_ok())?;
    let step = StepEvaluator { plan, findings }.refused(call.step()?, call, answer);
    // Every call fails with an unknown key. Only the credentials step shows that.
    let is_about_key = step.cause.is_some_and(classify::is_key_refused);
    (call == Call::GetCallerIdentity || !is_about_key).then_some(step)
}

pub(crate) fn warnings(plan: &ProbePlan, findings: &Findings) -> Vec<Warning> {
    let evaluator = StepEvaluator { plan, findings };
    let has_version_left =
        !findings.written_versions().is_empty() && !findings.is_ok(Call::DeleteMarker);
    let mut warnings: Vec<Warning> = [
        (Cause::BroadAccess, findings.is_ok(Call::ListBuckets)),
        (Cause::VersionedResidue, has_version_left),
    ]
    .into_iter()
    .filter(|(_, applies)| *applies)
    .map(|(cause, _)| {
        let (detail, remedy) = evaluator.explain(cause, None);
        Warning {
            cause,
            detail,
            remedy,
        }
    })
    .collect();
    // The reused steps were not repeated, so their warnings still apply.
    for previous in plan
        .comparable_report()
        .iter()
        .flat_map(|report| &report.warnings)
    {
        if !warnings
            .iter()
            .any(|warning| warning.cause == previous.cause)
        {
            warnings.push(previous.clone());
        }
    }
    warnings
}

/// Returns the steps that are not in `known`, but can be decided now.
pub(crate) fn newly_decided_steps(
    plan: &ProbePlan,
    findings: &Findings,
    known: &[Step],
) -> Vec<Step> {
    let evaluator = StepEvaluator { plan, findings };
    undecided(plan, known)
        .filter_map(|id| evaluate(evaluator, id))
        .collect()
}

/// Returns the steps that are not in `known`. Call this after the last call. Steps without a result timed out.
pub(crate) fn remaining_steps(plan: &ProbePlan, findings: &Findings, known: &[Step]) -> Vec<Step> {
    let evaluator = StepEvaluator { plan, findings };
    undecided(plan, known)
        .map(|id| evaluate(evaluator, id).unwrap_or_else(|| evaluator.timed_out(id)))
        .collect()
}

fn undecided(plan: &ProbePlan, known: &[Step]) -> impl Iterator<Item = StepId> {
    let known: Vec<StepId> = known.iter().map(|step| step.id).collect();
    plan.steps()
        .into_iter()
        .filter(move |id| !known.contains(id))
}

/// Returns `None` as long as a missing answer could change the result.
fn evaluate(evaluator: StepEvaluator<'_>, id: StepId) -> Option<Step> {
    match id {
        StepId::Credentials => evaluator.credentials(),
        StepId::AssumeRole => evaluator.assume_role(),
        StepId::ExternalIdEnforced => evaluator.external_id_enforced(),
        StepId::Bucket => evaluator.bucket(),
        StepId::List => evaluator.list(),
        StepId::Get => evaluator.get(),
        StepId::Put => evaluator.put(),
        StepId::Cleanup => evaluator.cleanup(),
    }
}

/// Returns the AWS account of the tenant's key or role, if it is known.
pub(crate) fn account(plan: &ProbePlan, findings: &Findings) -> Option<String> {
    match (
        &plan.draft.access,
        findings
            .answer(Call::GetCallerIdentity)
            .map(|answer| &answer.result),
    ) {
        (Access::Role { arn }, _) => Some(arn.account().to_string()),
        (Access::Keys { .. }, Some(Ok(Success::CallerIdentity { account, .. }))) => {
            account.as_ref().map(ToString::to_string)
        }
        _ => None,
    }
}

/// Returns the bucket's region, if the bucket step has passed.
pub(crate) fn region(findings: &Findings, steps: &[Step]) -> Option<Region> {
    let is_bucket_passed =
        |step: &Step| step.id == StepId::Bucket && step.status == StepStatus::Passed;
    steps
        .iter()
        .any(is_bucket_passed)
        .then(|| findings.region.clone())
}

/// Returns what the probe left in the bucket.
pub(crate) fn residue(plan: &ProbePlan, findings: &Findings) -> Option<Residue> {
    if !findings.has_written_marker() {
        let previous = plan
            .comparable_report()
            .filter(|_| plan.reuses(StepId::Put));
        return previous?.residue.clone();
    }
    let removed = findings.is_ok(Call::DeleteMarker);
    // Follow-ups can write several versions. The report names one of them as an example.
    Some(Residue {
        key: plan.marker_key(),
        removed,
        version_id: findings.written_versions().pop().filter(|_| !removed),
    })
}
