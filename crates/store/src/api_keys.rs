//! The API keys of environments. Only their hashes are kept; revoked ones too, for the record.

use crate::error::StoreError;
use crate::events::{Actor, new_id};
use crate::hashed::{Hashed, Purpose};
use crate::row::Columns;
use crate::store::Store;
use domain::EnvironmentId;
use secrecy::SecretString;
use sqlx::any::AnyRow;

macro_rules! columns {
    () => {
        "id, hash, environment, name, created_at, actor, actor_name, last_used_at, revoked_at"
    };
}

/// What is known of an API key, which is not the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    pub id: String,
    pub environment: EnvironmentId,
    pub name: String,
    pub created_at: i64,
    pub made_by: Actor,
    /// To about a minute.
    pub last_used_at: Option<i64>,
    /// Good for nothing since then.
    pub revoked_at: Option<i64>,
}

impl ApiKey {
    fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        let row = Columns::new("api_keys", row);
        Ok(Self {
            id: row.text("id")?,
            environment: row.parsed("environment")?,
            name: row.text("name")?,
            created_at: row.int("created_at")?,
            made_by: Actor::from_columns(row)?,
            last_used_at: row.int_or_null("last_used_at")?,
            revoked_at: row.int_or_null("revoked_at")?,
        })
    }
}

impl Store {
    /// Whether the environment ever had a key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn had_api_key(&self, environment: &EnvironmentId) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT lookup FROM api_keys WHERE environment = $1 LIMIT 1";
        Ok(self
            .read_one(sqlx::query(SQL).bind(environment.as_str()))
            .await?
            .is_some())
    }

    /// Adds a key to the environment's keys. Adding one that it has already changes nothing, and makes no
    /// revoked key good again.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] without the environment, [`StoreError::ApiKeyTaken`] when the key is
    /// another environment's; else when the database fails.
    pub async fn add_api_key(
        &self,
        environment: &EnvironmentId,
        name: &str,
        key: &SecretString,
        made_by: &Actor,
        now: i64,
    ) -> Result<ApiKey, StoreError> {
        const SQL: &str = "INSERT INTO api_keys (hash, lookup, environment, name, created_at, id, actor, actor_name) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (hash) DO NOTHING";
        let hashed = Hashed::of(Purpose::ApiKey, key);
        let query = sqlx::query(SQL)
            .bind(hashed.text())
            .bind(hashed.lookup())
            .bind(environment.as_str())
            .bind(name)
            .bind(now)
            .bind(new_id(now)?)
            .bind(made_by.kind())
            .bind(made_by.name());
        self.write(query).await?;
        self.find_api_key(key)
            .await?
            .filter(|key| key.environment == *environment)
            .ok_or(StoreError::ApiKeyTaken)
    }

    /// Whose key this is, revoked or not; `None` for a key nobody was given.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn find_api_key(&self, key: &SecretString) -> Result<Option<ApiKey>, StoreError> {
        const SQL: &str = concat!("SELECT ", columns!(), " FROM api_keys WHERE lookup = $1");
        let hashed = Hashed::of(Purpose::ApiKey, key);
        for row in self
            .read_all(sqlx::query(SQL).bind(hashed.lookup()))
            .await?
        {
            let columns = Columns::new("api_keys", &row);
            if hashed
                .matches(&columns.text("hash")?)
                .ok_or_else(|| columns.corrupt("hash"))?
            {
                return ApiKey::from_row(&row).map(Some);
            }
        }
        Ok(None)
    }

    /// All that the environment ever had, the newest first.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn api_keys(&self, environment: &EnvironmentId) -> Result<Vec<ApiKey>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            columns!(),
            " FROM api_keys WHERE environment = $1 ORDER BY created_at DESC, id DESC"
        );
        let query = sqlx::query(SQL).bind(environment.as_str());
        let rows = self.read_all(query).await?;
        rows.iter().map(ApiKey::from_row).collect()
    }

    /// Makes a key of the environment good for nothing from now on. `None` where there is none that was good.
    ///
    /// # Errors
    /// When the database fails or its row cannot be read.
    pub async fn revoke_api_key(
        &self,
        environment: &EnvironmentId,
        id: &str,
        now: i64,
    ) -> Result<Option<ApiKey>, StoreError> {
        const SQL: &str = concat!(
            "UPDATE api_keys SET revoked_at = $3 WHERE environment = $1 AND id = $2 AND revoked_at IS NULL RETURNING ",
            columns!()
        );
        let query = sqlx::query(SQL)
            .bind(environment.as_str())
            .bind(id)
            .bind(now);
        let row = self.write_one(query).await?;
        row.as_ref().map(ApiKey::from_row).transpose()
    }

    /// Keeps when a key was last used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_api_key(&self, key: &ApiKey, now: i64) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE api_keys SET last_used_at = $3 \
             WHERE environment = $1 AND id = $2 AND COALESCE(last_used_at, 0) < $3";
        let query = sqlx::query(SQL)
            .bind(key.environment.as_str())
            .bind(&key.id)
            .bind(now);
        self.write(query).await?;
        Ok(())
    }
}
