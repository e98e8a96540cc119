//! Deletes a tenant with everything that belongs to it.

use crate::audit_log::{NewAuditEvent, record};
use crate::columns::Columns;
use crate::connectors::lock_flow;
use crate::database::Store;
use crate::erase_details::erase_details;
use crate::error::StoreError;
use crate::tenant_scope::TenantScope;
use crate::tenants::lock_tenant;
use domain::FlowId;
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, Transaction};

impl Store {
    /// Deletes the tenant: its connections with their secrets and ledgers, its attempts, its links and
    /// the answers of its idempotent requests. Its events stay in
    /// the log, without their details as far as those are the tenant's own data, and `deleted` is recorded. The tenant
    /// keeps its external IDs: they stay in `external_id_owners`, so that they never become another tenant's.
    ///
    /// Returns `false` and changes nothing if there is no such tenant.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn delete_tenant(
        &self,
        scope: &TenantScope,
        deleted: &NewAuditEvent,
        now: i64,
    ) -> Result<bool, StoreError> {
        const DELETE_LINKS: &str = "DELETE FROM sessions WHERE environment = $1 AND tenant = $2";
        const DELETE_ATTEMPTS: &str = "DELETE FROM attempts WHERE environment = $1 AND tenant = $2";
        // The ledgers and what they record go with their connection.
        const DELETE_CONNECTIONS: &str =
            "DELETE FROM connections WHERE environment = $1 AND tenant = $2";
        const DELETE_ANSWERS: &str =
            "DELETE FROM idempotency_keys WHERE environment = $1 AND tenant = $2";
        const DELETE_TENANT: &str = "DELETE FROM tenants WHERE environment = $1 AND tenant = $2";
        let mut transaction = self.begin().await?;
        // Everything that adds a row of the tenant takes this lock too, and finds no tenant once we are done.
        if !lock_tenant(&mut transaction, scope).await? {
            return Ok(false);
        }
        lock_flows_of_tenant(&mut transaction, scope).await?;
        // Links before attempts, as in the deletion of a flow.
        for sql in [
            DELETE_LINKS,
            DELETE_ATTEMPTS,
            DELETE_CONNECTIONS,
            DELETE_ANSWERS,
            DELETE_TENANT,
        ] {
            for_tenant(sql, scope).execute(&mut *transaction).await?;
        }
        erase_details(&mut transaction, scope).await?;
        record(&mut transaction, &[deleted], now).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// Locks the flows that the tenant has rows of. Otherwise, the deletion of a flow could lock the same links in another
/// order, and the two transactions would wait for each other forever.
async fn lock_flows_of_tenant(
    transaction: &mut Transaction<'_, Any>,
    scope: &TenantScope,
) -> Result<(), StoreError> {
    const FLOWS: &str = "SELECT flow FROM sessions WHERE environment = $1 AND tenant = $2 \
         UNION SELECT flow FROM attempts WHERE environment = $1 AND tenant = $2 \
         UNION SELECT flow FROM connections WHERE environment = $1 AND tenant = $2";
    let rows = for_tenant(FLOWS, scope)
        .fetch_all(&mut **transaction)
        .await?;
    let flows = rows
        .iter()
        .map(|row| Columns::new("connectors", row).parsed("flow"));
    let mut flows = flows.collect::<Result<Vec<FlowId>, _>>()?;
    // The deletions of two tenants lock the flows that they share in the same order.
    flows.sort();
    for flow in flows {
        // A flow that was deleted has no row to lock, and nobody deletes it again.
        lock_flow(transaction, &scope.environment, &flow).await?;
    }
    Ok(())
}

fn for_tenant<'q>(sql: &'static str, scope: &'q TenantScope) -> Query<'q, Any, AnyArguments> {
    sqlx::query(sql)
        .bind(scope.environment.as_str())
        .bind(scope.tenant.as_str())
}
