//! The tenants. A tenant is created by the first call that names it.

use crate::error::Error;
use crate::random::external_id;
use crate::service::Service;
use domain::TenantId;
use store::{Tenant, TenantScope};

impl Service {
    /// Returns the tenant. Creates it with a new external ID if it does not exist.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn ensure_tenant(
        &self,
        scope: &TenantScope,
        root: Option<&TenantId>,
    ) -> Result<Tenant, Error> {
        if root.is_none()
            && let Some(tenant) = self.store.tenant(scope).await?
        {
            return Ok(tenant);
        }
        Ok(self
            .store
            .ensure_tenant(scope, root, external_id()?, self.now())
            .await?)
    }

    /// Returns an existing tenant.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownTenant`] if no call has named the tenant before.
    /// - Returns another error if the database fails.
    pub async fn find_tenant(&self, scope: &TenantScope) -> Result<Tenant, Error> {
        let tenant = self.store.tenant(scope).await?;
        tenant.ok_or_else(|| Error::UnknownTenant(scope.tenant.clone()))
    }
}
