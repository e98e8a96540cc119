//! A row of `connections`, read back.

use super::Connection;
use crate::error::StoreError;
use crate::row::Columns;
use crate::scope::TenantScope;
use crate::store::Store;
use domain::{AccessMode, FlowId};
use sqlx::any::AnyRow;

pub(super) const TABLE: &str = "connections";

impl Store {
    pub(super) async fn connection_row(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<Option<AnyRow>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            columns!(),
            " FROM connections WHERE environment = $1 AND tenant = $2 AND flow = $3"
        );
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(flow.as_str());
        self.read_one(query).await
    }
}

pub(super) fn connection(row: &AnyRow) -> Result<Connection, StoreError> {
    from_columns(Columns::new(TABLE, row))
}

pub(crate) fn from_columns(row: Columns<'_>) -> Result<Connection, StoreError> {
    Ok(Connection {
        scope: row.scope()?,
        flow: row.parsed("flow")?,
        mode: AccessMode::parse(&row.text("mode")?).ok_or_else(|| row.corrupt("mode"))?,
        bucket: row.parsed("bucket")?,
        path_prefix: row.parsed("path_prefix")?,
        region: row.parsed_or_null("region")?,
        account: row.text_or_null("account")?,
        access_key_id: row.parsed_or_null("access_key_id")?,
        secret_last_four: row.text_or_null("secret_last_four")?,
        role_arn: row.parsed_or_null("role_arn")?,
        external_id: row.parsed_or_null("external_id")?,
        endpoint: row.parsed_or_null("endpoint")?,
        kms_key: row.parsed_or_null("kms_key")?,
        bucket_owner: row.parsed_or_null("bucket_owner")?,
        vendor_fields: row.json("vendor_fields")?,
        report: row.report("report")?,
        created_at: row.int("created_at")?,
        updated_at: row.int("updated_at")?,
        last_checked_at: row.int("last_checked_at")?,
        version: row.int("version")?,
    })
}
