//! Opens a PostgreSQL database.

use super::{Pools, cannot_open, close, migrate, options};
use crate::error::StoreError;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, Connection, Executor};
use std::time::Duration;

const CONNECT_WITHIN: Duration = Duration::from_secs(15);
const CONNECTIONS: u32 = 10;
/// SQLite's own order of text, by its bytes, under the name that it has there.
const BINARY: &str = r#"CREATE COLLATION "binary" FROM "C""#;
const HAS_BINARY: &str =
    "SELECT 1 FROM pg_collation WHERE collname = 'binary' AND pg_collation_is_visible(oid)";

/// # Errors
/// When it cannot be reached, does not let us in, or cannot be migrated.
pub async fn open(url: &str, place: &str) -> Result<Pools, StoreError> {
    let options = options(url, place)?;
    // A pool would go on trying without a word; one connection tells at once what is wrong.
    let connecting = AnyConnection::connect_with(&options);
    let mut connection = tokio::time::timeout(CONNECT_WITHIN, connecting)
        .await
        .map_err(|_| StoreError::Open {
            place: place.to_owned(),
            reason: format!(
                "it did not answer within {} seconds",
                CONNECT_WITHIN.as_secs()
            ),
        })?
        .map_err(|error| cannot_open(place, &error))?;
    let has_binary = connection.fetch_optional(HAS_BINARY).await;
    if has_binary
        .map_err(|error| cannot_open(place, &error))?
        .is_none()
    {
        // Another process may make it at the same moment. If it is missing all the same, the migration says so.
        let _ = connection.execute(BINARY).await;
    }
    close(connection).await;
    let pool = AnyPoolOptions::new()
        .max_connections(CONNECTIONS)
        .connect_lazy_with(options);
    // Processes that start together take turns at migrating: sqlx holds an advisory lock meanwhile.
    migrate(
        Pools {
            read: pool.clone(),
            write: pool,
        },
        place,
    )
    .await
}
