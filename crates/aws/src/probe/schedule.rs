//! Decides which calls a probe can make now. Each call is due as soon as the answers that it depends on are known.

use super::call::Call;
use super::findings::{Findings, ReadTarget};
use super::probe_plan::ProbePlan;
use crate::classify;
use domain::StepId;

/// Returns the calls that are due, including those that were made already.
pub(crate) fn due_calls(plan: &ProbePlan, findings: &Findings) -> Vec<Call> {
    let mut calls = Vec::new();
    if plan.has_role() {
        calls.push(Call::AssumeRole);
        // These must not come earlier. A new role denies everybody until IAM has applied it everywhere, so their
        // denials would prove nothing.
        if findings.latest_answer(Call::AssumeRole).is_some() {
            calls.extend([Call::AssumeWithoutId, Call::AssumeWithSimilarId]);
        }
        if !findings.is_ok(Call::AssumeRole) {
            return calls;
        }
    } else if plan.has_sts() {
        calls.push(Call::GetCallerIdentity);
    }
    let first_calls = findings.first_bucket_calls(plan).into_iter();
    calls.extend(first_calls.filter(|call| !call.is_put()));
    if plan.check_broad_access && plan.has_sts() {
        calls.push(Call::ListBuckets);
    }
    // A role that trusts others is refused, and nothing may be written through it.
    if findings.needs_put(plan) && findings.trusts_others(plan) == Some(false) {
        calls.push(Call::PutMarker);
    }
    let follow_ups: Vec<Call> = [Call::ListObjects, Call::PutMarker]
        .into_iter()
        .flat_map(|call| follow_ups(plan, findings, call))
        .collect();
    let target = if plan.direction.reads() && !plan.reuses(StepId::Get) {
        findings.read_target(plan)
    } else {
        ReadTarget::Nothing
    };
    if matches!(target, ReadTarget::Object(_) | ReadTarget::Marker) {
        calls.push(Call::GetObject);
    }
    let can_delete_marker = match target {
        ReadTarget::Undecided => false,
        // The marker must be read before it is deleted. For a missing object, S3 does not call KMS, so the answer would
        // say nothing about the key.
        ReadTarget::Marker => findings.answer(Call::GetObject).is_some(),
        ReadTarget::Object(_) | ReadTarget::Nothing => true,
    };
    if findings.has_written_marker() && can_delete_marker && !findings.is_writing() {
        calls.push(Call::DeleteMarker);
    }
    calls.extend(follow_ups);
    calls
}

/// Returns the calls that find out why `call` was denied, if its denial does not say so itself.
pub(crate) fn follow_ups(plan: &ProbePlan, findings: &Findings, call: Call) -> Vec<Call> {
    // The follow-ups are about features of AWS: bucket owners, requester pays and encryption with KMS.
    let Some(answer) = findings.latest_answer(call).filter(|_| plan.has_sts()) else {
        return Vec::new();
    };
    let is_unexplained = classify::is_unexplained_denial(answer);
    let has_owner = plan.draft.bucket_owner.is_some();
    let reads = plan.direction.reads();
    let has_kms_key = plan.draft.kms_key.is_some();
    let head_is_forbidden = findings
        .answer(Call::HeadBucket)
        .and_then(|head| head.http_status)
        == Some(403);
    let may_require_encryption = classify::may_require_encryption(answer) && !has_kms_key;
    let candidates: &[(Call, bool)] = match call {
        Call::ListObjects => &[
            (Call::ListWithoutOwner, is_unexplained && has_owner),
            (Call::ListAsRequester, is_unexplained),
        ],
        // If the connection also reads, the follow-ups of the list answer the questions of owner and payer.
        Call::PutMarker => &[
            // A HEAD instead of a PUT, so that nothing is written to a bucket of another account.
            (
                Call::HeadWithoutOwner,
                is_unexplained && has_owner && !reads && head_is_forbidden,
            ),
            (Call::PutAsRequester, is_unexplained && !reads),
            (Call::PutWithAes256, may_require_encryption),
            (Call::PutWithKms, may_require_encryption),
        ],
        _ => &[],
    };
    candidates
        .iter()
        .filter(|(_, is_needed)| *is_needed)
        .map(|(call, _)| *call)
        .collect()
}

/// Returns whether another answer has already shown why `call` is refused, so that a retry is pointless.
pub(crate) fn is_explained(findings: &Findings, call: Call) -> bool {
    let explanations: &[Call] = match call {
        Call::AssumeRole => &[Call::AssumeWithoutId, Call::AssumeWithSimilarId],
        Call::ListObjects => &[Call::ListWithoutOwner, Call::ListAsRequester],
        Call::PutMarker => &[
            Call::HeadWithoutOwner,
            Call::ListWithoutOwner,
            Call::ListAsRequester,
            Call::PutAsRequester,
            Call::PutWithAes256,
            Call::PutWithKms,
        ],
        _ => &[],
    };
    explanations.iter().any(|call| findings.is_ok(*call))
}
