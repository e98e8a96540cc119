//! The life of a tenant's external ID: minted, replaced while the one before stays good, or brought along by a
//! vendor who migrates. Never taken from a browser.

use crate::random::external_id;
use crate::{Error, Service};
use domain::ExternalId;
use store::{NewEvent, StoreError, Tenant, TenantScope};

impl Service {
    /// Mints a new external ID. The one before stays good until every connection that relies on it was checked
    /// with the new one, or until this is called off.
    ///
    /// # Errors
    /// [`Error::RotationUnderWay`]; else when the store fails.
    pub async fn rotate_external_id(&self, scope: &TenantScope) -> Result<Tenant, Error> {
        self.tenant(scope, None).await?;
        let event = self.external_id_event(scope, "external_id.rotated");
        self.store
            .rotate_external_id(scope, &external_id()?, &event, self.now())
            .await?
            .ok_or(Error::RotationUnderWay)
    }

    /// Goes back to the external ID before the new one.
    ///
    /// # Errors
    /// [`Error::NoRotation`], or [`Error::RotationTakenUp`] when a connection relies on the new one already;
    /// else when the store fails.
    pub async fn call_off_rotation(&self, scope: &TenantScope) -> Result<Tenant, Error> {
        let before = self.tenant(scope, None).await?;
        let event = self.external_id_event(scope, "external_id.called_off");
        let done = self
            .store
            .call_off_rotation(scope, &event, self.now())
            .await?;
        done.ok_or(if before.previous_external_id.is_some() {
            Error::RotationTakenUp
        } else {
            Error::NoRotation
        })
    }

    /// Sets the external ID to one that the vendor's customers have in their trust policies already.
    ///
    /// # Errors
    /// [`Error::Fields`] when it is, or ever was, another tenant's, in this case or another, [`Error::RotationUnderWay`]; else when the
    /// store fails.
    pub async fn import_external_id(
        &self,
        scope: &TenantScope,
        imported: &ExternalId,
    ) -> Result<Tenant, Error> {
        let before = self.tenant(scope, None).await?;
        if before.external_id == *imported {
            return Ok(before);
        }
        let event = self.external_id_event(scope, "external_id.imported");
        let done = self
            .store
            .import_external_id(scope, imported, &event, self.now())
            .await;
        match done {
            Ok(tenant) => tenant.ok_or(Error::RotationUnderWay),
            Err(StoreError::ExternalIdTaken) => Err(Error::field(
                "external_id",
                "taken",
                "Another tenant, of this environment or another, has this external ID, or had it, be it in other capitals. Each needs one of its own, or they could reach each other’s buckets.",
            )),
            Err(other) => Err(other.into()),
        }
    }

    /// An external ID belongs to a tenant, whatever the flow.
    pub(crate) fn external_id_event(&self, scope: &TenantScope, action: &'static str) -> NewEvent {
        self.event(&scope.environment, action)
            .on(&scope.tenant, None)
    }
}
