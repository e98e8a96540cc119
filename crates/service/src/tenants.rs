//! The tenants. A tenant is created by the first call that names it, and lives until the vendor deletes it.

use crate::error::Error;
use crate::random::external_id;
use crate::service::Service;
use domain::TenantId;
use store::{AuditAction, Tenant, TenantScope, TenantSummary};

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

    /// Returns an existing tenant as lists show it, with summaries of its connections and attempts.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownTenant`] if no call has named the tenant before.
    /// - Returns another error if the database fails.
    pub async fn tenant_summary(&self, scope: &TenantScope) -> Result<TenantSummary, Error> {
        let summary = self.store.tenant_summary(scope).await?;
        summary.ok_or_else(|| Error::UnknownTenant(scope.tenant.clone()))
    }

    /// Deletes the tenant with everything that belongs to it: connections and their secrets, what transfers remember,
    /// attempts and links. Its log stays, without the details that are the tenant's own data. Its external IDs never become
    /// another tenant's.
    ///
    /// Checks and other work that is under way for the tenant end with [`Error::UnknownTenant`], or with
    /// [`Error::UnknownLink`] if they began from a link.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownTenant`] if there is no such tenant.
    /// - Returns another error if the database fails.
    pub async fn delete_tenant(&self, scope: &TenantScope) -> Result<(), Error> {
        let event = self
            .event(&scope.environment, AuditAction::TenantDeleted)
            .for_tenant(&scope.tenant, None);
        if !self.store.delete_tenant(scope, &event, self.now()).await? {
            return Err(Error::UnknownTenant(scope.tenant.clone()));
        }
        self.sessions.forget_tenant(scope);
        Ok(())
    }
}
