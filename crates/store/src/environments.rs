//! The vendor's environments. A deleted one keeps its row: its log and the owners of its external IDs stay on record.

use crate::audit_log::{NewAuditEvent, record};
use crate::columns::Columns;
use crate::database::Store;
use crate::error::StoreError;
use crate::server_log::{NewServerEvent, record_server_event};
use domain::EnvironmentId;
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, Transaction};

/// What a deletion of an environment did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvironmentDeletion {
    Deleted,
    UnknownEnvironment,
    /// The environment has a flow, so nothing was deleted.
    HasFlows,
}

impl Store {
    /// Creates the environment if it does not exist. Returns whether it was created. A deleted one stays deleted.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn ensure_environment(
        &self,
        environment: &EnvironmentId,
        now: i64,
    ) -> Result<bool, StoreError> {
        Ok(self.write(insert(environment, now)).await? > 0)
    }

    /// Creates the environment that the event names, and records the event. Returns whether it was created; an existing
    /// environment stays as it is. One that was deleted comes back with its tenants and its log.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn create_environment(
        &self,
        event: &NewAuditEvent,
        now: i64,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "INSERT INTO environments (environment, created_at) VALUES ($1, $2) \
             ON CONFLICT (environment) DO UPDATE SET deleted_at = NULL, created_at = excluded.created_at \
             WHERE environments.deleted_at IS NOT NULL";
        let mut transaction = self.begin().await?;
        let query = sqlx::query(SQL).bind(event.environment.as_str()).bind(now);
        if query.execute(&mut *transaction).await?.rows_affected() == 0 {
            return Ok(false);
        }
        record(&mut transaction, &[event], now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Deletes the environment that the event names, if it has no flow. Revokes its API keys, removes its settings and
    /// stored answers, and records the event in its log and in the server's.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn delete_environment(
        &self,
        event: &NewAuditEvent,
        server_event: &NewServerEvent,
        now: i64,
    ) -> Result<EnvironmentDeletion, StoreError> {
        const FIND_FLOW: &str = "SELECT flow FROM connectors WHERE environment = $1 LIMIT 1";
        const REVOKE_KEYS: &str =
            "UPDATE api_keys SET revoked_at = $2 WHERE environment = $1 AND revoked_at IS NULL";
        const DELETE_SETTINGS: &str = "DELETE FROM environment_settings WHERE environment = $1";
        // Otherwise, somebody who creates the environment again could get answers from before.
        const DELETE_ANSWERS: &str = "DELETE FROM idempotency_keys WHERE environment = $1";
        const DELETE: &str = "UPDATE environments SET deleted_at = $2 WHERE environment = $1";
        let environment = &event.environment;
        let for_environment = |sql: &'static str| sqlx::query(sql).bind(environment.as_str());
        let mut transaction = self.begin().await?;
        // Whoever adds a flow takes this lock too, so none can be added from here on.
        if !lock_environment(&mut transaction, environment).await? {
            return Ok(EnvironmentDeletion::UnknownEnvironment);
        }
        let flow = for_environment(FIND_FLOW);
        if flow.fetch_optional(&mut *transaction).await?.is_some() {
            return Ok(EnvironmentDeletion::HasFlows);
        }
        for query in [
            for_environment(REVOKE_KEYS).bind(now),
            for_environment(DELETE_SETTINGS),
            for_environment(DELETE_ANSWERS),
            for_environment(DELETE).bind(now),
        ] {
            query.execute(&mut *transaction).await?;
        }
        record(&mut transaction, &[event], now).await?;
        record_server_event(&mut transaction, server_event, now).await?;
        transaction.commit().await?;
        Ok(EnvironmentDeletion::Deleted)
    }

    /// Returns all environments except the deleted ones, sorted by ID.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn environments(&self) -> Result<Vec<EnvironmentId>, StoreError> {
        const SQL: &str = "SELECT environment FROM environments WHERE deleted_at IS NULL";
        let rows = self.read_all(sqlx::query(SQL)).await?;
        let mut all = rows
            .iter()
            .map(|row| Columns::new("environments", row).parsed("environment"))
            .collect::<Result<Vec<EnvironmentId>, _>>()?;
        // Sorted here and not in SQL, because the two databases can order text differently.
        all.sort();
        Ok(all)
    }
}

fn insert(environment: &EnvironmentId, now: i64) -> Query<'_, Any, AnyArguments> {
    const SQL: &str = "INSERT INTO environments (environment, created_at) VALUES ($1, $2) ON CONFLICT (environment) DO NOTHING";
    sqlx::query(SQL).bind(environment.as_str()).bind(now)
}

/// Locks the environment's row until the transaction ends. Returns whether the environment exists.
///
/// SQLite has no SELECT FOR UPDATE. An update that changes nothing locks the row in both databases.
pub(crate) async fn lock_environment(
    transaction: &mut Transaction<'_, Any>,
    environment: &EnvironmentId,
) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE environments SET created_at = created_at WHERE environment = $1 AND deleted_at IS NULL";
    let query = sqlx::query(SQL).bind(environment.as_str());
    Ok(query.execute(&mut **transaction).await?.rows_affected() > 0)
}
