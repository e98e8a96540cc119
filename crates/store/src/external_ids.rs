//! The life of a tenant's external ID: replaced by a new one, which is taken back or takes over; or set to one
//! that a vendor brings along.

use crate::connections::Connection;
use crate::error::StoreError;
use crate::events::{NewEvent, record};
use crate::scope::TenantScope;
use crate::store::Store;
use crate::tenants::{Tenant, claim, columns, external_id_taken};
use domain::ExternalId;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Transaction};

impl Store {
    /// Gives the tenant a new external ID and keeps the one before it beside it. `None` comes back where that
    /// has been done already and is not over.
    ///
    /// # Errors
    /// [`StoreError::ExternalIdTaken`] when the candidate is, or ever was, another tenant's; else when the database
    /// fails.
    pub async fn rotate_external_id(
        &self,
        scope: &TenantScope,
        candidate: &ExternalId,
        event: &NewEvent,
        now: i64,
    ) -> Result<Option<Tenant>, StoreError> {
        const SQL: &str = concat!(
            "UPDATE tenants SET previous_external_id = external_id, previous_external_id_created_at = external_id_created_at, \
             external_id = $3, external_id_created_at = $4 \
             WHERE environment = $1 AND tenant = $2 AND previous_external_id IS NULL RETURNING ",
            columns!()
        );
        let mut transaction = self.begin().await?;
        claim(&mut transaction, scope, candidate, now).await?;
        let query = of(SQL, scope).bind(candidate.as_str()).bind(now);
        change(transaction, query, event, now).await
    }

    /// Goes back to the external ID before the new one. `None` comes back where no new one was made, or where a
    /// connection relies on it already.
    ///
    /// # Errors
    /// When the database fails or its row cannot be read.
    pub async fn call_off_rotation(
        &self,
        scope: &TenantScope,
        event: &NewEvent,
        now: i64,
    ) -> Result<Option<Tenant>, StoreError> {
        const SQL: &str = concat!(
            "UPDATE tenants SET external_id = previous_external_id, external_id_created_at = previous_external_id_created_at, \
             previous_external_id = NULL, previous_external_id_created_at = NULL \
             WHERE environment = $1 AND tenant = $2 AND previous_external_id IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM connections c WHERE c.environment = $1 AND c.tenant = $2 AND c.external_id = tenants.external_id) RETURNING ",
            columns!()
        );
        change(self.begin().await?, of(SQL, scope), event, now).await
    }

    /// Sets the external ID to one that the vendor brings along. Where connections rely on the present one it
    /// stays good beside it, as in a rotation. `None` comes back where a rotation is under way.
    ///
    /// # Errors
    /// [`StoreError::ExternalIdTaken`] when it is, or ever was, another tenant's, in this case or another; else when
    /// the database fails.
    pub async fn import_external_id(
        &self,
        scope: &TenantScope,
        imported: &ExternalId,
        event: &NewEvent,
        now: i64,
    ) -> Result<Option<Tenant>, StoreError> {
        const SQL: &str = concat!(
            "UPDATE tenants SET \
             previous_external_id = CASE WHEN EXISTS (SELECT 1 FROM connections c WHERE c.environment = $1 AND c.tenant = $2 \
               AND c.external_id = tenants.external_id) THEN external_id ELSE NULL END, \
             previous_external_id_created_at = external_id_created_at, external_id = $3, external_id_created_at = $4 \
             WHERE environment = $1 AND tenant = $2 AND previous_external_id IS NULL AND external_id <> $3 RETURNING ",
            columns!()
        );
        let mut transaction = self.begin().await?;
        claim(&mut transaction, scope, imported, now).await?;
        let query = of(SQL, scope).bind(imported.as_str()).bind(now);
        change(transaction, query, event, now).await
    }
}

/// Ends the rotation if this connection was checked with the new external ID and no other relies on the one before any
/// more. Returns whether it did.
pub(crate) async fn settle_rotation(
    transaction: &mut Transaction<'_, Any>,
    checked: &Connection,
) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE tenants SET previous_external_id = NULL, previous_external_id_created_at = NULL \
         WHERE environment = $1 AND tenant = $2 AND external_id = $3 AND previous_external_id IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM connections c WHERE c.environment = $1 AND c.tenant = $2 AND c.external_id = tenants.previous_external_id)";
    let Some(external_id) = &checked.external_id else {
        return Ok(false);
    };
    let query = of(SQL, &checked.scope).bind(external_id.as_str());
    Ok(query.execute(&mut **transaction).await?.rows_affected() > 0)
}

fn of<'q>(sql: &'static str, scope: &'q TenantScope) -> Query<'q, Any, AnyArguments> {
    sqlx::query(sql)
        .bind(scope.environment.as_str())
        .bind(scope.tenant.as_str())
}

/// The tenant as it is then, where anything is changed; that goes into the log. Else all that the transaction did
/// before is undone with it.
async fn change(
    mut transaction: Transaction<'_, Any>,
    query: Query<'_, Any, AnyArguments>,
    event: &NewEvent,
    now: i64,
) -> Result<Option<Tenant>, StoreError> {
    let rows: Vec<AnyRow> = query
        .fetch_all(&mut *transaction)
        .await
        .map_err(external_id_taken)?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let tenant = Tenant::from_row(row)?;
    record(&mut transaction, &[event], now).await?;
    transaction.commit().await?;
    Ok(Some(tenant))
}
