//! Runs one check of a draft against AWS, within the limits on concurrent checks.

use crate::error::Error;
use crate::service::Service;
use aws::ProbePlan;
use domain::{
    Cause, Direction, Draft, ExternalId, FlowId, Report, StepEvent, StepId, StepStatus, Warning,
};
use store::TenantScope;
use tracing::Instrument as _;

/// The number of checks of one tenant in the audit log. Checks that run at the same moment can exceed it.
const MAX_CHECKS_IN_LOG: i64 = 1_000;

/// What is known about a draft before the check.
pub enum PriorKnowledge {
    Nothing,
    /// The report of a recent attempt with the same draft. Steps that passed in it are not repeated.
    LastAttempt(Report),
    /// The last report of a saved connection.
    Connection(Report),
}

/// What to check.
pub(crate) struct CheckInput<'a> {
    pub draft: Draft,
    pub direction: Direction,
    pub scope: &'a TenantScope,
    pub flow: &'a FlowId,
    /// The external IDs that the tenant's role may require.
    pub external_ids: Vec<ExternalId>,
    pub prior: PriorKnowledge,
}

impl PriorKnowledge {
    /// Returns whether to check if the credentials allow far more than needed. One such check is enough. It is repeated
    /// only for a connection with that warning, so that the warning can disappear.
    fn needs_broad_access_check(&self) -> bool {
        match self {
            Self::Nothing => true,
            // If the credentials were valid in the last attempt, that attempt has checked this too.
            Self::LastAttempt(report) => !report.steps.iter().any(|step| {
                matches!(step.id, StepId::Credentials | StepId::AssumeRole)
                    && step.status == StepStatus::Passed
            }),
            Self::Connection(report) => {
                let is_broad = |warning: &Warning| warning.cause == Cause::BroadAccess;
                report.warnings.iter().any(is_broad)
            }
        }
    }
}

impl Service {
    /// Checks a draft. Dropping the future stops the check. Does not store the report, but deletes the oldest checks from
    /// the audit log.
    ///
    /// # Errors
    /// Returns [`Error::TooManyChecks`] or [`Error::TooManyChecksLately`] if a limit is reached. Whatever AWS answers is
    /// in the report.
    pub(crate) async fn check(
        &self,
        input: CheckInput<'_>,
        on_event: impl FnMut(StepEvent<'_>) + Send,
    ) -> Result<Report, Error> {
        let CheckInput {
            draft,
            direction,
            scope,
            flow,
            external_ids,
            prior,
        } = input;
        let plan = ProbePlan {
            draft,
            direction,
            tenant: scope.tenant.clone(),
            principal: self.principal(),
            external_ids,
            recheck: matches!(prior, PriorKnowledge::Connection(_)),
            check_broad_access: prior.needs_broad_access_check(),
            previous_report: match prior {
                PriorKnowledge::LastAttempt(report) => Some(report),
                PriorKnowledge::Nothing | PriorKnowledge::Connection(_) => None,
            },
        };
        let permit = self.check_limits.acquire(scope, self.link).await?;
        let span = tracing::info_span!(
            "check",
            tenant = scope.tenant.as_str(),
            flow = flow.as_str()
        );
        let report = self
            .aws
            .probe(&plan, on_event)
            .instrument(span.clone())
            .await;
        span.in_scope(|| log_report(&report));
        // The database work below does not need the permit, so the next check can begin.
        drop(permit);
        let deletion = self
            .store
            .delete_events_except_latest(scope, "check", MAX_CHECKS_IN_LOG);
        if let Err(error) = deletion.await {
            tracing::warn!(%error, "Could not delete old checks from the audit log.");
        }
        Ok(report)
    }
}

/// Logs one line per step that did not pass, and one for the whole check.
fn log_report(report: &Report) {
    for step in &report.steps {
        if let Some(cause) = step.cause {
            let (step, status) = (step.id.as_str(), step.status.as_str());
            tracing::info!(step, status, cause = cause.code(), "step ended");
        }
    }
    let duration_ms = report.duration_ms;
    tracing::info!(outcome = ?report.outcome, duration_ms, "check ended");
}
