//! The admin key, and the API keys of environments. Only their hashes are kept.

use crate::error::StoreError;
use crate::hashed::{Hashed, Purpose};
use crate::row::Columns;
use crate::store::Store;
use domain::EnvironmentId;
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

    /// # Errors
    /// When the database fails.
    pub async fn has_api_key(&self, environment: &EnvironmentId) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT lookup FROM api_keys WHERE environment = $1 LIMIT 1";
        Ok(self
            .read_one(sqlx::query(SQL).bind(environment.as_str()))
            .await?
            .is_some())
    }

    /// Adds a key to the environment's keys. Adding one that it has already changes nothing.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] without the environment, [`StoreError::ApiKeyTaken`] when the key is
    /// another environment's; else when the database fails.
    pub async fn add_api_key(
        &self,
        environment: &EnvironmentId,
        name: &str,
        key: &SecretString,
        now: i64,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO api_keys (hash, lookup, environment, name, created_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (hash) DO NOTHING";
        let hashed = Hashed::of(Purpose::ApiKey, key);
        let query = sqlx::query(SQL)
            .bind(hashed.text())
            .bind(hashed.lookup())
            .bind(environment.as_str())
            .bind(name)
            .bind(now);
        if self.write(query).await? == 0
            && self
                .find_api_key(key)
                .await?
                .is_none_or(|(of, _)| of != *environment)
        {
            return Err(StoreError::ApiKeyTaken);
        }
        Ok(())
    }

    /// Whose key this is, and what it is called; `None` for a key nobody has.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn find_api_key(
        &self,
        key: &SecretString,
    ) -> Result<Option<(EnvironmentId, String)>, StoreError> {
        const SQL: &str = "SELECT hash, environment, name FROM api_keys WHERE lookup = $1";
        let hashed = Hashed::of(Purpose::ApiKey, key);
        for row in self
            .read_all(sqlx::query(SQL).bind(hashed.lookup()))
            .await?
        {
            let row = Columns::new("api_keys", &row);
            if hashed
                .matches(&row.text("hash")?)
                .ok_or_else(|| row.corrupt("hash"))?
            {
                return Ok(Some((row.parsed("environment")?, row.text("name")?)));
            }
        }
        Ok(None)
    }
}
