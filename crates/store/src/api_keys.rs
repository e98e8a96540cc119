//! The API keys of environments. Only their hashes are kept; revoked ones too, for the record.

use crate::error::StoreError;
use crate::events::{Actor, NewEvent, new_id, record};
use crate::hashed::{Hashed, Purpose};
use crate::row::Columns;
use crate::store::Store;
use domain::EnvironmentId;
use secrecy::SecretString;
use sqlx::Any;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;

macro_rules! columns {
    () => {
        "id, hash, environment, name, created_at, actor, actor_name, last_used_at, revoked_at"
    };
}

macro_rules! insert {
    () => {
        "INSERT INTO api_keys (hash, lookup, environment, name, created_at, id, actor, actor_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (hash) DO NOTHING"
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
        self.write(insert(insert!(), environment, name, key, made_by, now)?)
            .await?;
        self.find_api_key(key)
            .await?
            .filter(|key| key.environment == *environment)
            .ok_or(StoreError::ApiKeyTaken)
    }

    /// Adds a new key to the keys of the event's environment, as its actor's, and records the event.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] without the environment, [`StoreError::ApiKeyTaken`] when the key is there already;
    /// else when the database fails.
    pub async fn create_api_key(
        &self,
        name: &str,
        key: &SecretString,
        event: &NewEvent,
        now: i64,
    ) -> Result<ApiKey, StoreError> {
        const SQL: &str = concat!(insert!(), " RETURNING ", columns!());
        let query = insert(SQL, &event.environment, name, key, &event.actor, now)?;
        let mut transaction = self.begin().await?;
        let row = query.fetch_all(&mut *transaction).await?.pop();
        let created = ApiKey::from_row(&row.ok_or(StoreError::ApiKeyTaken)?)?;
        record(&mut transaction, &[event], now).await?;
        transaction.commit().await?;
        Ok(created)
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

    /// Makes a key of the environment good for nothing from now on, and records `event`, which is told which key it was.
    /// `None` where there is none that was good.
    ///
    /// # Errors
    /// When the database fails or its row cannot be read.
    pub async fn revoke_api_key(
        &self,
        environment: &EnvironmentId,
        id: &str,
        event: impl FnOnce(&ApiKey) -> NewEvent + Send,
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

fn insert<'q>(
    sql: &'static str,
    environment: &'q EnvironmentId,
    name: &'q str,
    key: &SecretString,
    made_by: &'q Actor,
    now: i64,
) -> Result<Query<'q, Any, AnyArguments>, StoreError> {
    let hashed = Hashed::of(Purpose::ApiKey, key);
    Ok(sqlx::query(sql)
        .bind(hashed.text())
        .bind(hashed.lookup())
        .bind(environment.as_str())
        .bind(name)
        .bind(now)
        .bind(new_id(now)?)
        .bind(made_by.kind())
        .bind(made_by.name()))
}
