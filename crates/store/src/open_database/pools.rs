//! The connection pools, and the steps that opening SQLite and opening PostgreSQL have in common.

use crate::error::StoreError;
use sqlx::any::AnyConnectOptions;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{AnyConnection, AnyPool, Connection};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// The pools to read from and to write to. SQLite allows one writer at a time, so its write pool has one connection and
/// the connections of its read pool are read-only. For PostgreSQL, both are the same pool.
#[derive(Clone)]
pub struct Pools {
    pub read: AnyPool,
    pub write: AnyPool,
}

pub fn parse_options(url: &str, database: &str) -> Result<AnyConnectOptions, StoreError> {
    url.parse().map_err(|error| open_error(database, &error))
}

/// Runs the migrations.
pub async fn migrate(pool: &AnyPool, database: &str) -> Result<(), StoreError> {
    // This uses a pool instead of the first connection. sqlx's future over a borrowed connection is not `Send`.
    MIGRATIONS
        .run(pool)
        .await
        .map_err(|error| StoreError::Migrate {
            database: database.to_owned(),
            reason: match error {
                MigrateError::VersionMissing(_) => {
                    "a newer version of this program has used it".to_owned()
                }
                MigrateError::VersionMismatch(version) => {
                    format!("its migration {version} differs from the one in this program")
                }
                other => other.to_string(),
            },
        })
}

/// Describes why the database cannot be opened.
pub fn open_error(database: &str, error: &sqlx::Error) -> StoreError {
    let reason = match error {
        // sqlx's own text can quote the URL, and with it a password.
        sqlx::Error::Configuration(_) => "its URL or one of its parameters is not valid".to_owned(),
        sqlx::Error::Io(error) => format!("it cannot be reached ({error})"),
        sqlx::Error::Tls(error) => format!("the TLS connection to it failed ({error})"),
        sqlx::Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    };
    StoreError::Open {
        database: database.to_owned(),
        reason,
    }
}

pub async fn close(connection: AnyConnection) {
    // The connection has done its work, so an error while it closes loses nothing.
    let _ = connection.close().await;
}
