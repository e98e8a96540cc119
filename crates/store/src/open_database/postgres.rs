//! Opens a PostgreSQL database.

use super::pools::{Pools, close, migrate, open_error, parse_options};
use crate::error::StoreError;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, Connection, Executor};
use std::time::Duration;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
const MAX_CONNECTIONS: u32 = 10;
/// How long a statement waits for a row that another transaction has locked. Otherwise, a few requests that wait for one
/// long deletion would hold every connection of the pool.
const LOCK_TIMEOUT: &str = "SET lock_timeout = '5s'";
/// Creates a collation that orders text by its bytes, under the name that SQLite uses for the same order. So the same
/// SQL works in both databases.
const CREATE_BINARY_COLLATION: &str = r#"CREATE COLLATION "binary" FROM "C""#;
const FIND_BINARY_COLLATION: &str =
    "SELECT 1 FROM pg_collation WHERE collname = 'binary' AND pg_collation_is_visible(oid)";

/// Opens the database and runs its migrations.
///
/// # Errors
/// Returns an error if the database cannot be reached, refuses the connection, or cannot be migrated.
pub async fn open(url: &str, database: &str) -> Result<Pools, StoreError> {
    let options = parse_options(url, database)?;
    // A pool would retry silently. A single connection fails at once, with the reason.
    let connecting = AnyConnection::connect_with(&options);
    let mut connection = tokio::time::timeout(CONNECT_TIMEOUT, connecting)
        .await
        .map_err(|_| StoreError::Open {
            database: database.to_owned(),
            reason: format!(
                "it did not answer within {} seconds",
                CONNECT_TIMEOUT.as_secs()
            ),
        })?
        .map_err(|error| open_error(database, &error))?;
    let binary_collation = connection.fetch_optional(FIND_BINARY_COLLATION).await;
    if binary_collation
        .map_err(|error| open_error(database, &error))?
        .is_none()
    {
        // This may fail because another process creates the collation at the same moment. If the collation is really
        // missing, the migration that uses it reports that.
        let _ = connection.execute(CREATE_BINARY_COLLATION).await;
    }
    close(connection).await;
    // If several processes start together, sqlx holds an advisory lock, so they migrate one after another. That can take
    // longer than `LOCK_TIMEOUT`, so the migration has a pool of its own.
    let migrating = AnyPoolOptions::new()
        .max_connections(1)
        .connect_lazy_with(options.clone());
    migrate(&migrating, database).await?;
    migrating.close().await;
    let pool = AnyPoolOptions::new()
        .max_connections(MAX_CONNECTIONS)
        .after_connect(|connection, _| {
            Box::pin(async move { connection.execute(LOCK_TIMEOUT).await.map(drop) })
        })
        .connect_lazy_with(options);
    Ok(Pools {
        read: pool.clone(),
        write: pool,
    })
}
