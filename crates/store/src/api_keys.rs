//! The API keys of environments. Only their hashes are stored. Revoked keys stay, as a record.

use crate::audit_log::{Actor, NewAuditEvent, record};
use crate::columns::Columns;
use crate::database::Store;
use crate::environments::lock_environment;
use crate::error::StoreError;
use crate::new_row::NewRow;
use crate::secret_hash::{Purpose, SecretHash};
use crate::time_ordered_id::new_time_ordered_id;
use domain::EnvironmentId;
use secrecy::SecretString;
use sqlx::any::AnyRow;
use std::collections::HashSet;

macro_rules! columns {
    () => {
        "id, hash, environment, name, created_at, actor, actor_name, last_used_at, revoked_at"
    };
}

/// What the database knows about an API key. The key itself is not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    pub id: String,
    pub environment: EnvironmentId,
    pub name: String,
    pub created_at: i64,
    pub created_by: Actor,
    /// When the key was last used, accurate to about a minute.
    pub last_used_at: Option<i64>,
    /// When the key was revoked. It is not valid any more.
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
            created_by: Actor::from_columns(row)?,
            last_used_at: row.int_or_null("last_used_at")?,
            revoked_at: row.int_or_null("revoked_at")?,
        })
    }
}

impl Store {
    /// Returns whether the environment has or ever had an API key.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn has_ever_had_api_key(
        &self,
        environment: &EnvironmentId,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT lookup FROM api_keys WHERE environment = $1 LIMIT 1";
        Ok(self
            .read_one(sqlx::query(SQL).bind(environment.as_str()))
            .await?
            .is_some())
    }

    /// Adds a key to the environment. Adding an existing key changes nothing; in particular, a revoked key stays revoked.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownOwner`] if the environment does not exist.
    /// - Returns [`StoreError::ApiKeyTaken`] if the key belongs to another environment.
    /// - Returns another error if the database fails.
    pub async fn add_api_key(
        &self,
        environment: &EnvironmentId,
        name: &str,
        key: &SecretString,
        created_by: &Actor,
        now: i64,
    ) -> Result<ApiKey, StoreError> {
        let row = new_row(environment, name, key, created_by, now)?;
        self.write(row.into_query("ON CONFLICT (hash) DO NOTHING")?)
            .await?;
        self.find_api_key(key)
            .await?
            .filter(|key| key.environment == *environment)
            .ok_or(StoreError::ApiKeyTaken)
    }

    /// Adds a new key to the environment that the event names, created by the event's actor. Records the event.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownEnvironment`] if the environment does not exist, or was deleted.
    /// - Returns [`StoreError::ApiKeyTaken`] if the key already exists.
    /// - Returns another error if the database fails.
    pub async fn create_api_key(
        &self,
        name: &str,
        key: &SecretString,
        event: &NewAuditEvent,
        now: i64,
    ) -> Result<ApiKey, StoreError> {
        const ON_CONFLICT: &str = concat!("ON CONFLICT (hash) DO NOTHING RETURNING ", columns!());
        let row = new_row(&event.environment, name, key, &event.actor, now)?;
        let query = row.into_query(ON_CONFLICT)?;
        let mut transaction = self.begin().await?;
        // A deletion of the environment revokes its keys, so none is added after it.
        if !lock_environment(&mut transaction, &event.environment).await? {
            return Err(StoreError::UnknownEnvironment(event.environment.clone()));
        }
        let row = query.fetch_all(&mut *transaction).await?.pop();
        let created = ApiKey::from_row(&row.ok_or(StoreError::ApiKeyTaken)?)?;
        record(&mut transaction, &[event], now).await?;
        transaction.commit().await?;
        Ok(created)
    }

    /// Returns the lookup values of all keys, of every environment and including revoked keys; see [`api_key_lookup`].
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn api_key_lookups(&self) -> Result<HashSet<String>, StoreError> {
        let rows = self.read_all(sqlx::query("SELECT lookup FROM api_keys"));
        let rows = rows.await?;
        rows.iter()
            .map(|row| Columns::new("api_keys", row).text("lookup"))
            .collect()
    }

    /// Finds a key, including revoked keys. Returns `None` if the key was never issued.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn find_api_key(&self, key: &SecretString) -> Result<Option<ApiKey>, StoreError> {
        const SQL: &str = concat!("SELECT ", columns!(), " FROM api_keys WHERE lookup = $1");
        let hash = SecretHash::new(Purpose::ApiKey, key);
        // Several keys can share the short lookup value. Only the whole hash identifies one.
        for row in self.read_all(sqlx::query(SQL).bind(hash.lookup())).await? {
            let columns = Columns::new("api_keys", &row);
            if hash
                .matches(&columns.text("hash")?)
                .ok_or_else(|| columns.corrupt("hash"))?
            {
                return ApiKey::from_row(&row).map(Some);
            }
        }
        Ok(None)
    }

    /// Returns all keys that the environment has or ever had, newest first.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
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

    /// Revokes a key of the environment and records the event that `event` builds from the key. Returns `None` if the
    /// environment has no such key, or if the key was already revoked.
    ///
    /// # Errors
    /// Returns an error if the database fails or the row cannot be parsed.
    pub async fn revoke_api_key(
        &self,
        environment: &EnvironmentId,
        id: &str,
        event: impl FnOnce(&ApiKey) -> NewAuditEvent + Send,
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
        let mut transaction = self.begin().await?;
        let Some(row) = query.fetch_all(&mut *transaction).await?.pop() else {
            return Ok(None);
        };
        let key = ApiKey::from_row(&row)?;
        record(&mut transaction, &[&event(&key)], now).await?;
        transaction.commit().await?;
        Ok(Some(key))
    }

    /// Records that a key was used at `now`.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn record_api_key_use(&self, key: &ApiKey, now: i64) -> Result<(), StoreError> {
        // Concurrent writes can arrive out of order, so an earlier time never overwrites a later one.
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

/// Returns the short part of a key's hash by which the database looks the key up. Two keys can have the same one, by an
/// unlikely chance.
pub fn api_key_lookup(key: &SecretString) -> String {
    SecretHash::new(Purpose::ApiKey, key).lookup()
}

fn new_row(
    environment: &EnvironmentId,
    name: &str,
    key: &SecretString,
    created_by: &Actor,
    now: i64,
) -> Result<NewRow, StoreError> {
    let hash = SecretHash::new(Purpose::ApiKey, key);
    Ok(NewRow::new("api_keys")
        .set("hash", hash.to_text())
        .set("lookup", hash.lookup())
        .set("environment", environment.as_str())
        .set("name", name)
        .set("created_at", now)
        .set("id", new_time_ordered_id(now)?)
        .set("actor", created_by.kind())
        .set("actor_name", created_by.name()))
}
