//! The valid connect links of one tenant, which the vendor can list and end.

use crate::error::Error;
use crate::service::Service;
use serde_json::json;
use store::{AuditAction, ConnectSession, TenantScope};

/// The number of links that a tenant's page shows.
const LINKS_PER_PAGE: usize = 20;

impl Service {
    /// Returns the tenant's valid links, and whether there are more of them.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn active_links(
        &self,
        scope: &TenantScope,
    ) -> Result<(Vec<ConnectSession>, bool), Error> {
        // One more than a page shows whether there are others.
        let limit = i64::try_from(LINKS_PER_PAGE + 1).unwrap_or(i64::MAX);
        let mut links = self.store.active_links(scope, self.now(), limit).await?;
        let has_more = links.len() > LINKS_PER_PAGE;
        links.truncate(LINKS_PER_PAGE);
        Ok((links, has_more))
    }

    /// Ends all links of a tenant, including forwarded links. Returns how many.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn end_links(&self, scope: &TenantScope) -> Result<u64, Error> {
        let event = self
            .event(&scope.environment, AuditAction::LinkEnded)
            .for_tenant(&scope.tenant, None);
        let event = |ended| event.with_detail(json!({ "links": ended }));
        Ok(self.store.end_links(scope, event, self.now()).await?)
    }
}
