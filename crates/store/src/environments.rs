//! The vendor's environments.

use crate::error::StoreError;
use crate::store::Store;
use domain::EnvironmentId;

impl Store {
    /// Makes the environment unless it is there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ensure_environment(
        &self,
        environment: &EnvironmentId,
        now: i64,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO environments (environment, created_at) VALUES ($1, $2) ON CONFLICT (environment) DO NOTHING";
        self.write(sqlx::query(SQL).bind(environment.as_str()).bind(now))
            .await?;
        Ok(())
    }
}
