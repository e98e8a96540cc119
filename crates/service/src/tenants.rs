//! Tenants come into being with the first call that names them.

use crate::random::external_id;
use crate::{Error, Service};
use domain::TenantId;
use store::{Tenant, TenantScope};

impl Service {
    /// The tenant with its external ID, which is minted now if the tenant is new.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn tenant(
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
}
