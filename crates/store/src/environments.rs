//! The vendor's environments.

use crate::audit_log::{NewAuditEvent, record};
use crate::columns::Columns;
use crate::database::Store;
use crate::error::StoreError;
use domain::EnvironmentId;
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;

impl Store {
    /// Creates the environment if it does not exist. Returns whether it was created.
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
    /// environment stays as it is.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn create_environment(
        &self,
        event: &NewAuditEvent,
        now: i64,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let query = insert(&event.environment, now);
        if query.execute(&mut *transaction).await?.rows_affected() == 0 {
            return Ok(false);
        }
        record(&mut transaction, &[event], now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Returns all environments, sorted by ID.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn environments(&self) -> Result<Vec<EnvironmentId>, StoreError> {
        let rows = self
            .read_all(sqlx::query("SELECT environment FROM environments"))
            .await?;
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
