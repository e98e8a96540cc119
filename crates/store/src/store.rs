//! The open database.

use crate::error::StoreError;
use crate::key_ring::KeyRing;
use crate::open::{self, Pools};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Transaction};
use std::sync::Arc;

/// A database and the keys for what is sealed in it. Clones share both.
#[derive(Clone)]
pub struct Store {
    pub(crate) pools: Pools,
    pub(crate) keys: Arc<KeyRing>,
}

impl Store {
    /// Connects, makes what is missing (an SQLite file and its folder too) and runs the migrations.
    ///
    /// # Errors
    /// When the address is not understood, the database cannot be reached, or it cannot be migrated.
    pub async fn open(database_url: &str, keys: KeyRing) -> Result<Self, StoreError> {
        let pools = open::open(database_url).await?;
        Ok(Self {
            pools,
            keys: Arc::new(keys),
        })
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pools.read).await?;
        Ok(())
    }

    /// Waits for what is under way and closes every connection.
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

    /// How many rows it changed.
    pub(crate) async fn write(
        &self,
        query: Query<'_, Any, AnyArguments>,
    ) -> Result<u64, StoreError> {
        Ok(query.execute(&self.pools.write).await?.rows_affected())
    }

    /// For statements that belong together. Dropped, it undoes them.
    ///
    /// The first of them writes: SQLite cannot always make a writer of a transaction that began by reading.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Any>, StoreError> {
        Ok(self.pools.write.begin().await?)
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}
