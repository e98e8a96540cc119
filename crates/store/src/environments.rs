//! The vendor's environments.

use crate::error::StoreError;
use crate::row::Columns;
use crate::store::Store;
use domain::EnvironmentId;

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
        const SQL: &str = "INSERT INTO environments (environment, created_at) VALUES ($1, $2) ON CONFLICT (environment) DO NOTHING";
        let query = sqlx::query(SQL).bind(environment.as_str()).bind(now);
        Ok(self.write(query).await? > 0)
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
