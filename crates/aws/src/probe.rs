//! The probe: every call a connection will need, made with the tenant's own credentials.
//!
//! Calls run side by side. As each answer comes in, [`schedule`] says what can be asked now and [`judge`]
//! which steps are decided; both are plain functions of what was found so far.

mod calls;
mod findings;
mod judge;
mod plan;
mod run;
mod schedule;
mod words;

pub use plan::Plan;

use crate::clients::Aws;
use domain::{Outcome, Report, Step, StepEvent};
use futures::StreamExt;
use run::Run;
use std::time::Instant;
use tokio::time::timeout_at;

impl Aws {
    /// Asks AWS everything the plan's connection will need, and hands out each step as it ends. Dropping
    /// the future stops it; a test file already written then stays.
    pub async fn probe(
        &self,
        plan: &Plan,
        mut on_event: impl FnMut(StepEvent<'_>) + Send,
    ) -> Report {
        let begun = Instant::now();
        let deadline = tokio::time::Instant::now() + self.settings().probe_timeout;
        let mut run = Run::new(self, plan);
        let mut steps: Vec<Step> = Vec::new();
        loop {
            run.start_what_is_due();
            for step in judge::newly_decided(plan, &run.findings, &steps) {
                on_event(StepEvent::Ended(&step));
                steps.push(step);
            }
            match timeout_at(deadline, run.calls.next()).await {
                Ok(Some(done)) => run.take(done),
                Ok(None) if run.give_up_lost() => {}
                Ok(None) => break,
                Err(_) => {
                    run.give_up_all(begun.elapsed());
                    break;
                }
            }
        }
        for step in judge::rest(plan, &run.findings, &steps) {
            on_event(StepEvent::Ended(&step));
            steps.push(step);
        }
        steps.sort_by_key(|step| step.id);
        Report {
            outcome: Outcome::of(&steps),
            account: judge::account(plan, &run.findings),
            region: judge::region(&run.findings, &steps),
            duration_ms: judge::millis(begun.elapsed()),
            steps,
            residue: judge::residue(plan, &run.findings),
            warnings: Vec::new(),
        }
    }
}
