//! The links of one tenant that are out: seen, and ended by the vendor.

use crate::{Error, Service};
use serde_json::json;
use store::{ConnectSession, Tenant, TenantScope};

/// A tenant's page shows no more.
const SHOWN: i64 = 20;

impl Service {
    /// A tenant that was named before.
    ///
    /// # Errors
    /// [`Error::UnknownTenant`]; else when the store fails.
    pub async fn known_tenant(&self, scope: &TenantScope) -> Result<Tenant, Error> {
        let tenant = self.store.tenant(scope).await?;
        tenant.ok_or_else(|| Error::UnknownTenant(scope.tenant.clone()))
    }

    /// Those that are still good, and whether there are more of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn open_links(
        &self,
        scope: &TenantScope,
    ) -> Result<(Vec<ConnectSession>, bool), Error> {
        let mut links = self.store.open_links(scope, self.now(), SHOWN + 1).await?;
        let shown = usize::try_from(SHOWN).unwrap_or_default();
        let more = links.len() > shown;
        links.truncate(shown);
        Ok((links, more))
    }

    /// Ends every link of a tenant, also those that the tenant handed on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_links(&self, scope: &TenantScope) -> Result<u64, Error> {
        let event = self
            .event(&scope.environment, "link.ended")
            .on(&scope.tenant, None);
        let event = |ended| event.with(json!({ "links": ended }));
        Ok(self.store.end_links(scope, event, self.now()).await?)
    }
}
