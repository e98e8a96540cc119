//! One check of one draft against AWS, within the limit of how many run at once.

use crate::random::external_id;
use crate::{Error, Service};
use aws::Plan;
use domain::{Direction, Draft, ExternalId, Report, StepEvent, TenantId};

impl Service {
    /// Dropping the future stops the check; nothing is stored here.
    pub(crate) async fn check(
        &self,
        draft: Draft,
        direction: Direction,
        tenant: &TenantId,
        external_id_of_tenant: ExternalId,
        recheck: bool,
        on_event: impl FnMut(StepEvent<'_>) + Send,
    ) -> Result<Report, Error> {
        let plan = Plan {
            draft,
            direction,
            tenant: tenant.clone(),
            principal: self.principal(),
            external_ids: vec![external_id_of_tenant],
            stranger: external_id()?,
            recheck,
            earlier: None,
        };
        // The semaphore is never closed, so waiting for it cannot fail; without a permit one more runs.
        let _permit = self.checks.acquire().await.ok();
        Ok(self.aws.probe(&plan, on_event).await)
    }
}
