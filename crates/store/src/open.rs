//! Opens either database: one connection first, which tells plainly what is wrong, then the pools, then the migrations.

mod postgres;
mod sqlite;

use crate::address::Address;
use crate::error::StoreError;
use sqlx::AnyPool;
use sqlx::any::{AnyConnectOptions, install_default_drivers};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{AnyConnection, Connection};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Where to read and where to write. SQLite has one writer at a time, so one connection writes and the
/// others may not; with PostgreSQL both are the same pool.
#[derive(Clone)]
pub struct Pools {
    pub read: AnyPool,
    pub write: AnyPool,
}

/// # Errors
/// When the address is not understood, or the database cannot be opened or migrated.
pub async fn open(database_url: &str) -> Result<Pools, StoreError> {
    install_default_drivers();
    let address = Address::parse(database_url)?;
    let place = address.place();
    match &address {
        Address::Sqlite { file } => sqlite::open(file, &place).await,
        Address::Postgres { url } => postgres::open(url, &place).await,
    }
}

fn options(url: &str, place: &str) -> Result<AnyConnectOptions, StoreError> {
    url.parse().map_err(|error| cannot_open(place, &error))
}

/// From a pool and not from the connection that was tried: sqlx's future over a borrowed connection cannot
/// be sent to another thread.
async fn migrate(pools: Pools, place: &str) -> Result<Pools, StoreError> {
    MIGRATIONS
        .run(&pools.write)
        .await
        .map_err(|error| StoreError::Migrate {
            place: place.to_owned(),
            reason: match error {
                MigrateError::VersionMissing(_) => {
                    "a newer version of this program has used it".to_owned()
                }
                MigrateError::VersionMismatch(version) => {
                    format!("its migration {version} is not the one this program has")
                }
                other => other.to_string(),
            },
        })?;
    Ok(pools)
}

/// The errors of an address are put into other words: the address may hold a password.
fn cannot_open(place: &str, error: &sqlx::Error) -> StoreError {
    let reason = match error {
        sqlx::Error::Configuration(_) => {
            "its address or one of its parameters is not understood".to_owned()
        }
        sqlx::Error::Io(error) => format!("it cannot be reached ({error})"),
        sqlx::Error::Tls(error) => format!("no secure connection to it could be made ({error})"),
        sqlx::Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    };
    StoreError::Open {
        place: place.to_owned(),
        reason,
    }
}

async fn close(connection: AnyConnection) {
    // It has done its work; if it cannot say good-bye, nothing is lost.
    let _ = connection.close().await;
}
