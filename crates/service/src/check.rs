//! One check of one draft against AWS, within the limit of how many run at once.

use crate::random::external_id;
use crate::{Error, Service};
use aws::Plan;
use domain::{Cause, Direction, Draft, ExternalId, Report, Status, StepEvent, StepId, Warning};
use store::TenantScope;

/// How many checks of one tenant the audit log holds at most, give or take those under way.
const CHECKS_KEPT: i64 = 1_000;

/// What is known of a draft before AWS is asked.
pub enum Before {
    Nothing,
    /// What passed in this report of the very same draft need not be asked again.
    Tried(Report),
    /// It is a saved connection, and this is its last report.
    Connected(Report),
}

impl Before {
    /// Whether the credentials can do far more than asked is looked at once, and again while they could.
    fn leaves_room_for_doubt(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Tried(report) => !report.steps.iter().any(|step| {
                matches!(step.id, StepId::Credentials | StepId::AssumeRole)
                    && step.status == Status::Passed
            }),
            Self::Connected(report) => {
                let broad = |warning: &Warning| warning.cause == Cause::BroadAccess;
                report.warnings.iter().any(broad)
            }
        }
    }
}

impl Service {
    /// Dropping the future stops the check. Its result is not stored here; only the oldest checks leave the audit log.
    ///
    /// # Errors
    /// [`Error::TooManyChecks`] and [`Error::TooManyChecksLately`]; what AWS says is in the report.
    pub(crate) async fn check(
        &self,
        draft: Draft,
        direction: Direction,
        scope: &TenantScope,
        external_ids: Vec<ExternalId>,
        before: Before,
        on_event: impl FnMut(StepEvent<'_>) + Send,
    ) -> Result<Report, Error> {
        let plan = Plan {
            draft,
            direction,
            tenant: scope.tenant.clone(),
            principal: self.principal(),
            external_ids,
            stranger: external_id()?,
            recheck: matches!(before, Before::Connected(_)),
            look_around: before.leaves_room_for_doubt(),
            earlier: match before {
                Before::Tried(report) => Some(report),
                Before::Nothing | Before::Connected(_) => None,
            },
        };
        let turn = self.turns.wait(scope, self.link).await?;
        let report = self.aws.probe(&plan, on_event).await;
        drop(turn);
        let older = self.store.keep_latest_events(scope, "check", CHECKS_KEPT);
        if let Err(error) = older.await {
            tracing::warn!(%error, "older checks could not be deleted from the audit log");
        }
        Ok(report)
    }
}
