//! What one tenant may learn of the others: which prefixes of the same bucket are taken. Never by whom.

use crate::error::StoreError;
use crate::row::Columns;
use crate::scope::TenantScope;
use crate::store::Store;
use domain::{BucketName, Endpoint, FlowId, PathTemplate};

impl Store {
    /// The path prefixes, each once, of the other tenants' connections of the same flow to this bucket.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prefixes_of_others(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        bucket: &BucketName,
        endpoint: Option<&Endpoint>,
    ) -> Result<Vec<PathTemplate>, StoreError> {
        const SQL: &str = "SELECT DISTINCT path_prefix FROM connections \
             WHERE environment = $1 AND flow = $2 AND bucket = $3 AND COALESCE(endpoint, '') = $4 AND tenant <> $5";
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(flow.as_str())
            .bind(bucket.as_str())
            .bind(endpoint.map_or("", Endpoint::as_str))
            .bind(scope.tenant.as_str());
        let rows = self.read_all(query).await?;
        // One that cannot be read is its own tenant's trouble, not this one's.
        Ok(rows
            .iter()
            .filter_map(|row| {
                Columns::new(super::read::TABLE, row)
                    .parsed("path_prefix")
                    .ok()
            })
            .collect())
    }
}
