//! The probe: makes every call that a connection will need, with the tenant's own credentials.
//!
//! Calls run concurrently. After each answer, [`schedule`] decides which calls can be made now, and [`evaluation`]
//! decides which steps are complete. Both depend only on the plan and the answers so far. A refusal that a recent
//! change in IAM may explain is retried for a while, as long as no step has failed for good.

mod call;
mod call_runner;
mod evaluation;
mod findings;
mod probe_plan;
mod s3_calls;
mod schedule;
mod step_details;

pub use probe_plan::{ProbePlan, marker_key};

use crate::sdk_clients::Aws;
use call::Call;
use call_runner::{CallRunner, RunnerEvent};
use domain::{Outcome, Report, StepEvent, StepStatus};
use std::time::{Duration, Instant};

/// How long the probe waits for its only call that decides no step, when everything else has an answer.
const BROAD_ACCESS_WAIT: Duration = Duration::from_secs(2);

impl Aws {
    /// Makes every call that the plan's connection will need, and reports each step as soon as it is decided.
    ///
    /// Dropping the future stops the probe. A marker that was written before then stays in the bucket.
    pub async fn probe(
        &self,
        plan: &ProbePlan,
        mut on_event: impl FnMut(StepEvent<'_>) + Send,
    ) -> Report {
        let started = Instant::now();
        let mut deadline = tokio::time::Instant::now() + self.settings().probe_timeout;
        let mut runner = CallRunner::new(self, plan);
        let mut steps = evaluation::reused_steps(plan);
        for step in &steps {
            on_event(StepEvent::Ended(step));
        }
        loop {
            runner.start_due_calls();
            for step in evaluation::newly_decided_steps(plan, &runner.findings, &steps) {
                on_event(StepEvent::Ended(&step));
                steps.push(step);
            }
            let has_failed = steps.iter().any(|step| step.status == StepStatus::Failed);
            // Every step can be decided while a write is still in flight. Its marker must be deleted as well.
            if steps.len() == plan.steps().len() && !runner.findings.has_unfinished_cleanup() {
                // Only a connection that works shows warnings.
                if has_failed || !runner.findings.is_in_flight(Call::ListBuckets) {
                    break;
                }
                deadline = deadline.min(tokio::time::Instant::now() + BROAD_ACCESS_WAIT);
            }
            // One failed step fails the whole probe. Waiting for IAM cannot change that.
            if has_failed && runner.accept_refusals() {
                continue;
            }
            match runner.next_event(deadline).await {
                RunnerEvent::CallFinished(finished) => {
                    let refused_call = runner.record(*finished);
                    if let Some(step) = refused_call
                        .and_then(|call| evaluation::pending_step(plan, &runner.findings, call))
                    {
                        on_event(StepEvent::Waiting(&step));
                    }
                }
                RunnerEvent::RetryDue => runner.retry_due_calls(),
                // No call is left that could name the bucket's region, so the redirects are the result.
                RunnerEvent::Idle if runner.accept_misdirected() => {}
                RunnerEvent::Idle => break,
                RunnerEvent::DeadlineReached => {
                    runner.time_out_all(started.elapsed());
                    break;
                }
            }
        }
        for step in evaluation::remaining_steps(plan, &runner.findings, &steps) {
            on_event(StepEvent::Ended(&step));
            steps.push(step);
        }
        steps.sort_by_key(|step| step.id);
        Report {
            outcome: Outcome::from_steps(&steps),
            account: evaluation::account(plan, &runner.findings),
            region: evaluation::region(&runner.findings, &steps),
            external_id: runner.findings.external_id.clone(),
            duration_ms: evaluation::millis(started.elapsed()),
            steps,
            residue: evaluation::residue(plan, &runner.findings),
            warnings: evaluation::warnings(plan, &runner.findings),
        }
    }
}
