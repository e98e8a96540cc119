//! The vendor's environments.

use crate::error::StoreError;
use crate::events::{NewEvent, record};
use crate::row::Columns;
use crate::store::Store;
use domain::EnvironmentId;
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;

impl Store {
    /// Makes the environment unless it is there, and says whether it did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ensure_environment(
        &self,
        environment: &EnvironmentId,
        now: i64,
    ) -> Result<bool, StoreError> {
        Ok(self.write(insert(environment, now)).await? > 0)
    }

    /// Makes the environment of the event, which is recorded, and says whether it did: one that is there already stays
    /// as it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_environment(&self, event: &NewEvent, now: i64) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let query = insert(&event.environment, now);
        if query.execute(&mut *transaction).await?.rows_affected() == 0 {
            return Ok(false);
        }
        record(&mut transaction, &[event], now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// All of them, by id.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn environments(&self) -> Result<Vec<EnvironmentId>, StoreError> {
        let rows = self
            .read_all(sqlx::query("SELECT environment FROM environments"))
            .await?;
        let mut all = rows
            .iter()
            .map(|row| Columns::new("environments", row).parsed("environment"))
            .collect::<Result<Vec<EnvironmentId>, _>>()?;
        all.sort();
        Ok(all)
    }
}

fn insert(environment: &EnvironmentId, now: i64) -> Query<'_, Any, AnyArguments> {
    const SQL: &str = "INSERT INTO environments (environment, created_at) VALUES ($1, $2) ON CONFLICT (environment) DO NOTHING";
    sqlx::query(SQL).bind(environment.as_str()).bind(now)
}
