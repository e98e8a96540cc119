//! Encrypts again, with the first key of the ring, what an older key encrypted, so that the older one can go.

use super::read::TABLE;
use super::secrets::{SECRET, VENDOR_FIELDS};
use crate::error::StoreError;
use crate::row::Columns;
use crate::seal::Place;
use crate::store::Store;
use domain::FlowId;
use secrecy::ExposeSecret;
use sqlx::any::AnyRow;

impl Store {
    /// Goes over the connections of every tenant and says how many were encrypted again. Nothing that is
    /// decrypted leaves this function. It can be stopped at any time and run again.
    ///
    /// # Errors
    /// [`StoreError::OtherMasterKey`] or [`StoreError::Tampered`] at the first secret that does not open;
    /// else when the database fails or a row cannot be read.
    pub async fn reseal(&self) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT environment, tenant, flow, version, created_at, sealed_secret, sealed_vendor_fields FROM connections \
             WHERE sealed_secret IS NOT NULL OR sealed_vendor_fields IS NOT NULL";
        let mut changed = 0;
        for row in self.read_all(sqlx::query(SQL)).await? {
            changed += self.reseal_row(&row).await?;
        }
        Ok(changed)
    }

    async fn reseal_row(&self, row: &AnyRow) -> Result<u64, StoreError> {
        // A connection saved in the meantime has its secrets from a newer key than those read here.
        const SQL: &str = "UPDATE connections SET sealed_secret = $6, sealed_vendor_fields = $7 \
             WHERE environment = $1 AND tenant = $2 AND flow = $3 AND version = $4 AND created_at = $5";
        let row = Columns::new(TABLE, row);
        let (scope, flow) = (row.scope()?, row.parsed::<FlowId>("flow")?);
        let again = |column, sealed: Option<String>| match sealed {
            Some(old) if !self.keys.is_current(&old) => {
                let place = Place {
                    table: TABLE,
                    column,
                    scope: &scope,
                    flow: &flow,
                };
                let plain = place.open(&self.keys, &old)?;
                place
                    .seal(&self.keys, plain.expose_secret())
                    .map(|new| (Some(new), true))
            }
            current => Ok((current, false)),
        };
        let (secret, secret_changed) = again(SECRET, row.text_or_null(SECRET)?)?;
        let (fields, fields_changed) = again(VENDOR_FIELDS, row.text_or_null(VENDOR_FIELDS)?)?;
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
