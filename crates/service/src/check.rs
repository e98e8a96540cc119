//! One check of one draft against AWS, within the limit of how many run at once.

use crate::random::external_id;
use crate::{Error, Service};
use aws::Plan;
use domain::{Direction, Draft, ExternalId, Report, StepEvent, TenantId};

/// What is known of a draft before AWS is asked.
pub enum Before {
    Nothing,
    /// What passed in this report of the very same draft need not be asked again.
    Tried(Report),
    /// It is a saved connection.
    Connected,
}

impl Service {
    /// Dropping the future stops the check; nothing is stored here.
    pub(crate) async fn check(
        &self,
        draft: Draft,
        direction: Direction,
        tenant: &TenantId,
        external_id_of_tenant: ExternalId,
        before: Before,
        on_event: impl FnMut(StepEvent<'_>) + Send,
    ) -> Result<Report, Error> {
        let plan = Plan {
            draft,
            direction,
            tenant: tenant.clone(),
            principal: self.principal(),
            external_ids: vec![external_id_of_tenant],
            stranger: external_id()?,
            recheck: matches!(before, Before::Connected),
            earlier: match before {
                Before::Tried(report) => Some(report),
                Before::Nothing | Before::Connected => None,
            },
        };
        // The semaphore is never closed, so waiting for it cannot fail; without a permit one more runs.
        let _permit = self.checks.acquire().await.ok();
        Ok(self.aws.probe(&plan, on_event).await)
    }
}
