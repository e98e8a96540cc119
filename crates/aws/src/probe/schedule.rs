//! Which calls can be made now: each as soon as what it needs is known, and no sooner.

use super::findings::{Call, Findings, Target};
use super::plan::Plan;
use crate::classify;
use domain::StepId;

/// The calls whose time has come, those already made among them.
pub(crate) fn due(plan: &Plan, findings: &Findings) -> Vec<Call> {
    let mut calls = Vec::new();
    if plan.has_role() {
        calls.push(Call::Assume);
        // Not before: a role that is not known everywhere yet refuses everybody, which proves nothing.
        if findings.seen(Call::Assume).is_some() {
            calls.extend([Call::AssumeBare, Call::AssumeStranger]);
        }
        if !findings.ok(Call::Assume) {
            return calls;
        }
    } else if plan.has_sts() {
        calls.push(Call::Caller);
    }
    calls.extend(Findings::first_round(plan));
    if plan.look_around && plan.has_sts() {
        calls.push(Call::Buckets);
    }
    if put_is_due(plan, findings) {
        calls.push(Call::Put);
    }
    let doubts: Vec<Call> = [Call::List, Call::Put]
        .into_iter()
        .flat_map(|call| second_looks(plan, findings, call))
        .collect();
    let target = if plan.direction.reads() && !plan.keeps(StepId::Get) {
        findings.target(plan)
    } else {
        Target::None
    };
    if matches!(target, Target::Object(_) | Target::Marker) {
        calls.push(Call::Get);
    }
    let marker_is_free = match target {
        Target::NotYet => false,
        // Read before it goes: that an object is gone says nothing of the key that encrypted it.
        Target::Marker => findings.get(Call::Get).is_some(),
        Target::Object(_) | Target::None => true,
    };
    if findings.has_written() && marker_is_free && !findings.is_writing() {
        calls.push(Call::Delete);
    }
    calls.extend(doubts);
    calls
}

/// Always on a first check; afterwards only where there is nothing else to read.
pub(crate) fn put_is_due(plan: &Plan, findings: &Findings) -> bool {
    let needed_to_read = plan.direction.reads()
        && !plan.keeps(StepId::Get)
        && findings.get(Call::List).is_some()
        && findings.listed().is_none();
    plan.direction.writes() && (!plan.keeps(StepId::Put) || needed_to_read)
}

/// What is asked once more in another way, because `call` was refused without a reason that is enough.
pub(crate) fn second_looks(plan: &Plan, findings: &Findings, call: Call) -> Vec<Call> {
    let Some(answer) = findings.seen(call).filter(|_| plan.has_sts()) else {
        return Vec::new();
    };
    let in_doubt = classify::is_in_doubt(answer);
    let pinned = plan.draft.bucket_owner.is_some();
    let reads = plan.direction.reads();
    let encrypted = plan.draft.kms_key.is_some();
    let shut_out = findings.get(Call::Head).and_then(|head| head.http_status) == Some(403);
    let encryption = classify::may_ask_for_encryption(answer) && !encrypted;
    let looks: &[(Call, bool)] = match call {
        Call::List => &[
            (Call::ListUnpinned, in_doubt && pinned),
            (Call::ListPaying, in_doubt),
        ],
        Call::Put => &[
            (Call::HeadUnpinned, in_doubt && pinned && !reads && shut_out),
            (Call::PutPaying, in_doubt && !reads),
            (Call::PutAes, encryption),
            (Call::PutKms, encryption),
        ],
        _ => &[],
    };
    looks
        .iter()
        .filter(|(_, is)| *is)
        .map(|(call, _)| *call)
        .collect()
}

/// Something else has shown why `call` is refused, so that asking it again is of no use.
pub(crate) fn is_explained(findings: &Findings, call: Call) -> bool {
    let by: &[Call] = match call {
        Call::Assume => &[Call::AssumeBare, Call::AssumeStranger],
        Call::List => &[Call::ListUnpinned, Call::ListPaying],
        Call::Put => &[
            Call::HeadUnpinned,
            Call::ListUnpinned,
            Call::ListPaying,
            Call::PutPaying,
            Call::PutAes,
            Call::PutKms,
        ],
        _ => &[],
    };
    by.iter().any(|call| findings.ok(*call))
}
