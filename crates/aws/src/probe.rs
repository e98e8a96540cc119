//! The probe: every call a connection will need, made with the tenant's own credentials.
//!
//! Calls run side by side. As each answer comes in, [`schedule`] says what can be asked now and [`judge`]
//! which steps are decided; both are plain functions of what was found so far. A refusal that a fresh change
//! in IAM explains is asked again for a while, as long as everything else may still pass.

mod calls;
mod findings;
mod judge;
mod plan;
mod run;
mod schedule;
mod words;

pub use plan::{Plan, marker};

use crate::clients::Aws;
use domain::{Outcome, Report, Status, StepEvent};
use run::{Next, Run};
use std::time::Instant;

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
        let mut steps = judge::kept(plan);
        for step in &steps {
            on_event(StepEvent::Ended(step));
        }
        loop {
            run.start_what_is_due();
            for step in judge::newly_decided(plan, &run.findings, &steps) {
                on_event(StepEvent::Ended(&step));
                steps.push(step);
            }
            if steps.len() == plan.steps().len() && !run.findings.is_cleaning_up() {
                break;
            }
            let lost = steps.iter().any(|step| step.status == Status::Failed);
            if lost && run.stop_waiting() {
                continue;
            }
            match run.next(deadline).await {
                Next::Answered(done) => {
                    let waiting = run.take(*done);
                    if let Some(step) =
                        waiting.and_then(|call| judge::so_far(plan, &run.findings, call))
                    {
                        on_event(StepEvent::Waiting(&step));
                    }
                }
                Next::Again => run.ask_again(),
                Next::Nothing if run.give_up_lost() => {}
                Next::Nothing => break,
                Next::TimeIsUp => {
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
            external_id: run.findings.external_id.clone(),
            duration_ms: judge::millis(begun.elapsed()),
            steps,
            residue: judge::residue(plan, &run.findings),
            warnings: judge::warnings(plan, &run.findings),
        }
    }
}
