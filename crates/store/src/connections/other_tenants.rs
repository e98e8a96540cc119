//! What one tenant is allowed to learn about the others: which prefixes of the same bucket they use, but never who they
//! are.

use super::connection::TABLE;
use crate::columns::Columns;
use crate::database::Store;
use crate::error::StoreError;
use crate::tenant_scope::TenantScope;
use domain::{BucketAddress, Endpoint, FlowId, PathTemplate};

impl Store {
    /// Returns the path prefixes, without duplicates, of other tenants' connections of the same flow to this bucket.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn other_tenants_prefixes(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        bucket: &BucketAddress,
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
        // A prefix that cannot be parsed is skipped. Another tenant's broken row must not fail this tenant's check.
        Ok(rows
            .iter()
            .filter_map(|row| Columns::new(TABLE, row).parsed("path_prefix").ok())
            .collect())
    }
}
