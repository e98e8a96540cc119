//! The rotation of a tenant's external ID, and the import of an ID that a vendor already uses.

use crate::audit_log::{NewAuditEvent, record};
use crate::database::Store;
use crate::error::StoreError;
use crate::tenant_scope::TenantScope;
use crate::tenants::{
    Tenant, claim_external_id, columns, lock_existing_tenant, map_unique_violation,
};
use domain::ExternalId;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Transaction};

/// Replaces the external ID. The present one becomes the previous one if a connection relies on it.
const REPLACE: &str = concat!(
    "UPDATE tenants SET \
     previous_external_id = CASE WHEN EXISTS (SELECT 1 FROM connections c WHERE c.environment = $1 AND c.tenant = $2 \
       AND c.external_id = tenants.external_id) THEN external_id ELSE NULL END, \
     previous_external_id_created_at = external_id_created_at, external_id = $3, external_id_created_at = $4 \
     WHERE environment = $1 AND tenant = $2 AND previous_external_id IS NULL AND external_id <> $3 RETURNING ",
    columns!()
);

impl Store {
    /// Begins a rotation: gives the tenant a new external ID, and keeps the previous one valid while a connection relies
    /// on it. If none does, the rotation is complete at once, and `ended` is recorded too. Returns `None` if a rotation is
    /// already in progress.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownTenant`] if the tenant was deleted.
    /// - Returns [`StoreError::ExternalIdTaken`] if the candidate is or ever was another tenant's.
    /// - Returns another error if the database fails.
    pub async fn rotate_external_id(
        &self,
        scope: &TenantScope,
        candidate: &ExternalId,
        event: &NewAuditEvent,
        ended: &NewAuditEvent,
        now: i64,
    ) -> Result<Option<Tenant>, StoreError> {
        let mut transaction = self.begin().await?;
        // Otherwise, in PostgreSQL, the update below would not see a connection that another transaction is saving.
        lock_existing_tenant(&mut transaction, scope).await?;
        claim_external_id(&mut transaction, scope, candidate, now).await?;
        let query = tenant_query(REPLACE, scope)
            .bind(candidate.as_str())
            .bind(now);
        let Some(tenant) = query_tenant(&mut transaction, query).await? else {
            return Ok(None);
        };
        let mut recorded = vec![event];
        if tenant.previous_external_id.is_none() {
            recorded.push(ended);
        }
        record(&mut transaction, &recorded, now).await?;
        transaction.commit().await?;
        Ok(Some(tenant))
    }

    /// Cancels a rotation: restores the previous external ID. Returns `None` if no rotation is in progress, or if a
    /// connection already relies on the new ID.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownTenant`] if the tenant was deleted.
    /// - Returns another error if the database fails or the row cannot be parsed.
    pub async fn cancel_rotation(
        &self,
        scope: &TenantScope,
        event: &NewAuditEvent,
        now: i64,
    ) -> Result<Option<Tenant>, StoreError> {
        const SQL: &str = concat!(
            "UPDATE tenants SET external_id = previous_external_id, external_id_created_at = previous_external_id_created_at, \
             previous_external_id = NULL, previous_external_id_created_at = NULL \
             WHERE environment = $1 AND tenant = $2 AND previous_external_id IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM connections c WHERE c.environment = $1 AND c.tenant = $2 AND c.external_id = tenants.external_id) RETURNING ",
            columns!()
        );
        let mut transaction = self.begin().await?;
        // Otherwise, in PostgreSQL, the update would not see a check that another transaction is recording.
        lock_existing_tenant(&mut transaction, scope).await?;
        update_tenant(transaction, tenant_query(SQL, scope), event, now).await
    }

    /// Sets the external ID to one that the vendor provides. If a connection relies on the present ID, that one stays
    /// valid as the previous ID, as in a rotation. Returns `None` if a rotation is in progress.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownTenant`] if the tenant was deleted.
    /// - Returns [`StoreError::ExternalIdTaken`] if the ID is or ever was another tenant's, ignoring case.
    /// - Returns another error if the database fails.
    pub async fn import_external_id(
        &self,
        scope: &TenantScope,
        imported: &ExternalId,
        event: &NewAuditEvent,
        now: i64,
    ) -> Result<Option<Tenant>, StoreError> {
        let mut transaction = self.begin().await?;
        lock_existing_tenant(&mut transaction, scope).await?;
        claim_external_id(&mut transaction, scope, imported, now).await?;
        let query = tenant_query(REPLACE, scope)
            .bind(imported.as_str())
            .bind(now);
        update_tenant(transaction, query, event, now).await
    }
}

/// Keeps the external ID that a role just accepted, if a rotation or an import replaced it while the role was checked. The
/// rotation is then in progress again, so the tenant learns that the role has to be changed.
pub(crate) async fn keep_accepted_id(
    transaction: &mut Transaction<'_, Any>,
    scope: &TenantScope,
    accepted: Option<&ExternalId>,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE tenants SET previous_external_id = $3, previous_external_id_created_at = COALESCE(\
         (SELECT since FROM external_id_owners WHERE lower_external_id = $4), created_at) \
         WHERE environment = $1 AND tenant = $2 AND external_id <> $3 AND previous_external_id IS NULL";
    if let Some(accepted) = accepted {
        let query = tenant_query(SQL, scope)
            .bind(accepted.as_str())
            .bind(accepted.as_str().to_ascii_lowercase());
        query.execute(&mut **transaction).await?;
    }
    Ok(())
}

/// Ends a rotation if no connection relies on the previous external ID any more. Returns whether it ended.
pub(crate) async fn end_rotation_if_complete(
    transaction: &mut Transaction<'_, Any>,
    scope: &TenantScope,
) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE tenants SET previous_external_id = NULL, previous_external_id_created_at = NULL \
         WHERE environment = $1 AND tenant = $2 AND previous_external_id IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM connections c WHERE c.environment = $1 AND c.tenant = $2 AND c.external_id = tenants.previous_external_id)";
    let query = tenant_query(SQL, scope);
    Ok(query.execute(&mut **transaction).await?.rows_affected() > 0)
}

/// Binds the first two parameters of a query about one tenant.
fn tenant_query<'q>(sql: &'static str, scope: &'q TenantScope) -> Query<'q, Any, AnyArguments> {
    sqlx::query(sql)
        .bind(scope.environment.as_str())
        .bind(scope.tenant.as_str())
}

/// Executes the update, records the event, commits, and returns the updated tenant. If the update matches no row, it
/// returns `None` and rolls back the whole transaction.
async fn update_tenant(
    mut transaction: Transaction<'_, Any>,
    query: Query<'_, Any, AnyArguments>,
    event: &NewAuditEvent,
    now: i64,
) -> Result<Option<Tenant>, StoreError> {
    let Some(tenant) = query_tenant(&mut transaction, query).await? else {
        // The rollback also releases an external ID that was claimed for this update.
        return Ok(None);
    };
    record(&mut transaction, &[event], now).await?;
    transaction.commit().await?;
    Ok(Some(tenant))
}

/// Executes an update that returns the tenant. Returns `None` if it matches no row.
async fn query_tenant(
    transaction: &mut Transaction<'_, Any>,
    query: Query<'_, Any, AnyArguments>,
) -> Result<Option<Tenant>, StoreError> {
    let rows: Vec<AnyRow> = query
        .fetch_all(&mut **transaction)
        .await
        .map_err(map_unique_violation)?;
    rows.first().map(Tenant::from_row).transpose()
}
