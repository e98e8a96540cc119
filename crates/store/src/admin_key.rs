//! The admin key. Only its hash is kept.

use crate::error::StoreError;
use crate::hashed::{Hashed, Purpose};
use crate::row::Columns;
use crate::store::Store;
use secrecy::SecretString;

/// There is one admin key; a new one takes the old one's place.
const ADMIN_SLOT: &str = "admin";

impl Store {
    /// # Errors
    /// When the database fails.
    pub async fn has_admin_key(&self) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT slot FROM admin_keys WHERE slot = $1";
        Ok(self
            .read_one(sqlx::query(SQL).bind(ADMIN_SLOT))
            .await?
            .is_some())
    }

    /// Replaces the admin key; the one before it is no longer good.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_admin_key(&self, key: &SecretString, now: i64) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO admin_keys (slot, hash, created_at) VALUES ($1, $2, $3) \
             ON CONFLICT (slot) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at";
        let hash = Hashed::of(Purpose::AdminKey, key).text();
        self.write(sqlx::query(SQL).bind(ADMIN_SLOT).bind(hash).bind(now))
            .await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails or its row cannot be read.
    pub async fn is_admin_key(&self, key: &SecretString) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT hash FROM admin_keys WHERE slot = $1";
        let Some(row) = self.read_one(sqlx::query(SQL).bind(ADMIN_SLOT)).await? else {
            return Ok(false);
        };
        let row = Columns::new("admin_keys", &row);
        Hashed::of(Purpose::AdminKey, key)
            .matches(&row.text("hash")?)
            .ok_or_else(|| row.corrupt("hash"))
    }
}
