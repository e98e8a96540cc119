//! Reads a saved connection, with or without its secrets.

use super::connection::{Connection, columns};
use super::secrets::read_draft;
use crate::database::Store;
use crate::error::StoreError;
use crate::tenant_scope::TenantScope;
use domain::{Draft, FlowId};
use sqlx::any::AnyRow;

impl Store {
    /// Returns the connection of a flow.
    ///
    /// # Errors
    /// Returns an error if the database fails or the row cannot be parsed.
    pub async fn connection(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<Option<Connection>, StoreError> {
        let row = self.connection_row(scope, flow).await?;
        row.as_ref().map(Connection::from_row).transpose()
    }

    /// Returns the connection and the draft that it was saved from, including the secrets. A new check or a transfer
    /// needs them.
    ///
    /// # Errors
    /// - Returns [`StoreError::OtherMasterKey`] if no key of the ring encrypted the secrets.
    /// - Returns [`StoreError::Tampered`] if the secrets were changed or moved.
    /// - Returns another error if the database fails or the row cannot be parsed.
    pub async fn connection_draft(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<Option<(Connection, Draft)>, StoreError> {
        let Some(row) = self.connection_row(scope, flow).await? else {
            return Ok(None);
        };
        let connection = Connection::from_row(&row)?;
        let draft = read_draft(&self.keys, &row, &connection)?;
        Ok(Some((connection, draft)))
    }

    async fn connection_row(
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
