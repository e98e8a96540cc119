//! The rotation of a tenant's external ID, and the import of an ID that a vendor already uses. An external ID never comes
//! from a browser.

use crate::error::Error;
use crate::random::external_id;
use crate::service::Service;
use domain::ExternalId;
use store::{AuditAction, Connection, NewAuditEvent, StoreError, Tenant, TenantScope};

impl Service {
    /// Begins a rotation: generates a new external ID. The previous ID stays valid until every connection that relies on
    /// it was checked with the new one, or until the rotation is cancelled. If no connection relies on it, the rotation is
    /// complete at once.
    ///
    /// # Errors
    /// - Returns [`Error::RotationInProgress`] if a rotation is already in progress.
    /// - Returns another error if the database fails.
    pub async fn rotate_external_id(&self, scope: &TenantScope) -> Result<Tenant, Error> {
        self.ensure_tenant(scope, None).await?;
        let event = self.external_id_event(scope, AuditAction::ExternalIdRotated);
        let ended = self.external_id_event(scope, AuditAction::ExternalIdRotationEnded);
        self.store
            .rotate_external_id(scope, &external_id()?, &event, &ended, self.now())
            .await?
            .ok_or(Error::RotationInProgress)
    }

    /// Cancels the rotation and restores the previous external ID.
    ///
    /// # Errors
    /// - Returns [`Error::NoRotation`] if no rotation is in progress.
    /// - Returns [`Error::NewExternalIdInUse`] if a connection already relies on the new ID.
    /// - Returns another error if the database fails.
    pub async fn cancel_rotation(&self, scope: &TenantScope) -> Result<Tenant, Error> {
        let before = self.ensure_tenant(scope, None).await?;
        let event = self.external_id_event(scope, AuditAction::ExternalIdRotationCancelled);
        let restored = self
            .store
            .cancel_rotation(scope, &event, self.now())
            .await?;
        // The database refuses both cases alike. The state from before tells them apart.
        restored.ok_or(if before.previous_external_id.is_some() {
            Error::NewExternalIdInUse
        } else {
            Error::NoRotation
        })
    }

    /// Sets the external ID to one that the vendor's customers already have in their trust policies.
    ///
    /// # Errors
    /// - Returns [`Error::Fields`] if the ID is or ever was another tenant's, ignoring case.
    /// - Returns [`Error::RotationInProgress`] if a rotation is in progress.
    /// - Returns another error if the database fails.
    pub async fn import_external_id(
        &self,
        scope: &TenantScope,
        imported: &ExternalId,
    ) -> Result<Tenant, Error> {
        let before = self.ensure_tenant(scope, None).await?;
        if before.external_id == *imported {
            return Ok(before);
        }
        let event = self.external_id_event(scope, AuditAction::ExternalIdImported);
        let result = self
            .store
            .import_external_id(scope, imported, &event, self.now())
            .await;
        match result {
            Ok(Some(tenant)) => Ok(tenant),
            // The same import may have been sent twice, and the other one was first.
            Ok(None) => {
                let tenant = self.find_tenant(scope).await?;
                if tenant.external_id == *imported {
                    Ok(tenant)
                } else {
                    Err(Error::RotationInProgress)
                }
            }
            Err(StoreError::ExternalIdTaken) => Err(Error::field(
                "external_id",
                "taken",
                "Another tenant, of this environment or another, has or had this external ID, or one that differs only in case. Every tenant needs its own. Otherwise, tenants could access each other’s buckets.",
            )),
            Err(other) => Err(other.into()),
        }
    }

    /// Returns an event about the tenant's external ID. It names no flow, because all flows share the ID.
    pub(crate) fn external_id_event(
        &self,
        scope: &TenantScope,
        action: AuditAction,
    ) -> NewAuditEvent {
        self.event(&scope.environment, action)
            .for_tenant(&scope.tenant, None)
    }
}

/// Returns the external IDs with which a saved role may be assumed, in the order in which to try them. The ID that the
/// role accepted last time comes first, because it most likely works again.
pub(crate) fn ids_to_try(connection: &Connection, tenant: &Tenant) -> Vec<ExternalId> {
    let mut ids: Vec<ExternalId> = connection.external_id.clone().into_iter().collect();
    for id in tenant.external_ids() {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}
