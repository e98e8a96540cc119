//! Re-encrypts secrets with the first key of the ring, so that an older key can be removed from it.

use super::connection::TABLE;
use super::secrets::{SECRET, VENDOR_FIELDS, row_identity};
use crate::columns::Columns;
use crate::database::Store;
use crate::error::StoreError;
use crate::sealed_column::SealedColumn;
use domain::FlowId;
use secrecy::ExposeSecret;
use sqlx::any::AnyRow;

/// How many connections are read at a time.
const PAGE: i64 = 500;

impl Store {
    /// Re-encrypts the secrets of all connections, of every tenant, that an older key encrypted. Returns how many
    /// connections it changed. Decrypted secrets never leave this function. It can be stopped and repeated at any time,
    /// and other processes can read and save connections meanwhile.
    ///
    /// # Errors
    /// - Returns [`StoreError::OtherMasterKey`] or [`StoreError::Tampered`] at the first secret that cannot be decrypted.
    /// - Returns another error if the database fails or a row cannot be parsed.
    pub async fn reseal(&self) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT environment, tenant, flow, version, created_at, sealed_secret, sealed_vendor_fields FROM connections \
             WHERE (environment, tenant, flow) > ($1, $2, $3) AND (sealed_secret IS NOT NULL OR sealed_vendor_fields IS NOT NULL) \
             ORDER BY environment, tenant, flow LIMIT $4";
        let mut changed = 0;
        // Every ID is greater than an empty one.
        let mut last = (String::new(), String::new(), String::new());
        loop {
            let query = sqlx::query(SQL).bind(&last.0).bind(&last.1).bind(&last.2);
            let rows = self.read_all(query.bind(PAGE)).await?;
            let Some(row) = rows.last() else {
                return Ok(changed);
            };
            let row = Columns::new(TABLE, row);
            let next = (
                row.text("environment")?,
                row.text("tenant")?,
                row.text("flow")?,
            );
            for row in &rows {
                changed += self.reseal_row(row).await?;
            }
            last = next;
        }
    }

    async fn reseal_row(&self, row: &AnyRow) -> Result<u64, StoreError> {
        // The version and the creation time make sure that this never overwrites a connection that was saved after the
        // row was read. Its secrets are newer, and already encrypted with the first key, because every server has to be
        // restarted with that key before this runs (see the README).
        const SQL: &str = "UPDATE connections SET sealed_secret = $6, sealed_vendor_fields = $7 \
             WHERE environment = $1 AND tenant = $2 AND flow = $3 AND version = $4 AND created_at = $5";
        let row = Columns::new(TABLE, row);
        let (scope, flow) = (row.scope()?, row.parsed::<FlowId>("flow")?);
        let identity = row_identity(&scope, &flow);
        let reseal_column = |column, sealed: Option<String>| match sealed {
            Some(old) if !self.keys.is_current(&old) => {
                let sealed_column = SealedColumn {
                    table: TABLE,
                    column,
                    row: &identity,
                };
                let plaintext = sealed_column.open(&self.keys, &old)?;
                sealed_column
                    .seal(&self.keys, plaintext.expose_secret())
                    .map(|new| (Some(new), true))
            }
            current => Ok((current, false)),
        };
        let (secret, secret_changed) = reseal_column(SECRET, row.text_or_null(SECRET)?)?;
        let (fields, fields_changed) =
            reseal_column(VENDOR_FIELDS, row.text_or_null(VENDOR_FIELDS)?)?;
        if !secret_changed && !fields_changed {
            return Ok(0);
        }
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(flow.as_str())
            .bind(row.int("version")?)
            .bind(row.int("created_at")?)
            .bind(secret)
            .bind(fields);
        self.write(query).await
    }
}
