//! Records what was done with a connection that was read before.

use super::connection::Connection;
use crate::audit_log::{NewAuditEvent, record};
use crate::credential::{Credential, lock_credential};
use crate::database::Store;
use crate::error::StoreError;
use crate::tenants::lock_existing_tenant;

impl Store {
    /// Records an event about what was done with a connection, unless the connection was deleted or replaced since it was
    /// read. Returns whether the event was recorded.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownTenant`] if the tenant was deleted.
    /// - Returns [`StoreError::InvalidCredential`] if the credential of the request is not valid any more.
    /// - Returns another error if the database fails.
    pub async fn record_event_of_connection(
        &self,
        connection: &Connection,
        credential: Option<&Credential>,
        event: &NewAuditEvent,
        now: i64,
    ) -> Result<bool, StoreError> {
        const FIND: &str = "SELECT flow FROM connections \
             WHERE environment = $1 AND tenant = $2 AND flow = $3 AND created_at = $4 AND version = $5";
        let scope = &connection.scope;
        let mut transaction = self.begin().await?;
        // A deletion takes this lock too, so the connection stays until the event is recorded.
        lock_existing_tenant(&mut transaction, scope).await?;
        let find = sqlx::query(FIND)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(connection.flow.as_str())
            .bind(connection.created_at)
            .bind(connection.version);
        if find.fetch_optional(&mut *transaction).await?.is_none() {
            return Ok(false);
        }
        if !lock_credential(&mut transaction, credential, now).await? {
            return Err(StoreError::InvalidCredential);
        }
        record(&mut transaction, &[event], now).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
