//! The admin key. Only its hash is stored.

use crate::columns::Columns;
use crate::database::Store;
use crate::error::StoreError;
use crate::secret_hash::{Purpose, SecretHash};
use secrecy::SecretString;

/// The primary key of the only row: there is one admin key, and a new key overwrites it.
const ADMIN_SLOT: &str = "admin";

impl Store {
    /// Returns whether an admin key was set.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn has_admin_key(&self) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT slot FROM admin_keys WHERE slot = $1";
        Ok(self
            .read_one(sqlx::query(SQL).bind(ADMIN_SLOT))
            .await?
            .is_some())
    }

    /// Sets the admin key. The previous key stops working.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn set_admin_key(&self, key: &SecretString, now: i64) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO admin_keys (slot, hash, created_at) VALUES ($1, $2, $3) \
             ON CONFLICT (slot) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at";
        let hash = SecretHash::new(Purpose::AdminKey, key).to_text();
        self.write(sqlx::query(SQL).bind(ADMIN_SLOT).bind(hash).bind(now))
            .await?;
        Ok(())
    }

    /// Returns whether this is the admin key.
    ///
    /// # Errors
    /// Returns an error if the database fails or the row cannot be parsed.
    pub async fn is_admin_key(&self, key: &SecretString) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT hash FROM admin_keys WHERE slot = $1";
        let Some(row) = self.read_one(sqlx::query(SQL).bind(ADMIN_SLOT)).await? else {
            return Ok(false);
        };
        let row = Columns::new("admin_keys", &row);
        SecretHash::new(Purpose::AdminKey, key)
            .matches(&row.text("hash")?)
            .ok_or_else(|| row.corrupt("hash"))
    }
}
