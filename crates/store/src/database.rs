//! The open database.

use crate::error::StoreError;
use crate::key_ring::KeyRing;
use crate::open_database::{Pools, open};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Transaction};
use std::sync::Arc;

/// An open database, together with the keys that encrypt its secrets. Clones share both.
#[derive(Clone)]
pub struct Store {
    pub(crate) pools: Pools,
    pub(crate) keys: Arc<KeyRing>,
}

impl Store {
    /// Connects to the database and runs the migrations. Creates a missing SQLite file and its folder.
    ///
    /// # Errors
    /// Returns an error if the URL is not valid, the database cannot be reached, or a migration fails.
    pub async fn open(database_url: &str, keys: KeyRing) -> Result<Self, StoreError> {
        let pools = open(database_url).await?;
        Ok(Self {
            pools,
            keys: Arc::new(keys),
        })
    }

    /// Checks that the database answers.
    ///
    /// # Errors
    /// Returns an error if the database does not answer.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pools.read).await?;
        Ok(())
    }

    /// Waits for running queries and closes every connection.
    pub async fn close(&self) {
        self.pools.read.close().await;
        self.pools.write.close().await;
    }

    pub(crate) async fn read_one(
        &self,
        query: Query<'_, Any, AnyArguments>,
    ) -> Result<Option<AnyRow>, StoreError> {
        Ok(query.fetch_optional(&self.pools.read).await?)
    }

    pub(crate) async fn read_all(
        &self,
        query: Query<'_, Any, AnyArguments>,
    ) -> Result<Vec<AnyRow>, StoreError> {
        Ok(query.fetch_all(&self.pools.read).await?)
    }

    /// Executes a statement and returns the number of rows it changed.
    pub(crate) async fn write(
        &self,
        query: Query<'_, Any, AnyArguments>,
    ) -> Result<u64, StoreError> {
        Ok(query.execute(&self.pools.write).await?.rows_affected())
    }

    /// Begins a transaction. Dropping it without a commit rolls it back.
    ///
    /// Its first statement must write. SQLite cannot always upgrade a transaction that began with a read.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Any>, StoreError> {
        Ok(self.pools.write.begin().await?)
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}
