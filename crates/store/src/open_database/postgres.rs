//! Opens a PostgreSQL database.

use super::pools::{Pools, close, migrate, open_error, parse_options};
use crate::error::StoreError;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, Connection, Executor};
use std::time::Duration;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
const MAX_CONNECTIONS: u32 = 10;
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
    let pool = AnyPoolOptions::new()
        .max_connections(MAX_CONNECTIONS)
        .connect_lazy_with(options);
    // If several processes start together, sqlx holds an advisory lock, so they migrate one after another.
    migrate(
        Pools {
            read: pool.clone(),
            write: pool,
        },
        database,
    )
    .await
}
