//! Which calls can be made now: each as soon as what it needs is known, and no sooner.

use super::findings::{Call, Findings, Target};
use super::plan::Plan;

/// The calls whose time has come, those already made among them.
pub(crate) fn due(plan: &Plan, findings: &Findings) -> Vec<Call> {
    let mut calls = Vec::new();
    let mut may_ask_the_bucket = true;
    if plan.has_role() {
        calls.extend([Call::Assume, Call::AssumeBare, Call::AssumeStranger]);
        may_ask_the_bucket = findings.ok(Call::Assume);
    } else if plan.has_sts() {
        calls.push(Call::Caller);
    }
    if !may_ask_the_bucket {
        return calls;
    }
    calls.extend(Findings::first_round(plan));
    let target = if plan.direction.reads() {
        findings.target(plan)
    } else {
        Target::None
    };
    if matches!(target, Target::Object(_) | Target::Marker) {
        calls.push(Call::Get);
    }
    let marker_is_free = match target {
        Target::NotYet => false,
        Target::Marker => findings.get(Call::Get).is_some(),
        Target::Object(_) | Target::None => true,
    };
    if findings.has_written() && marker_is_free {
        calls.push(Call::Delete);
    }
    calls
}
