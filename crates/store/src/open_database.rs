//! Opens an SQLite or PostgreSQL database and runs its migrations.

mod pools;
mod postgres;
mod sqlite;

pub use pools::Pools;

use crate::database_url::DatabaseUrl;
use crate::error::StoreError;
use sqlx::any::install_default_drivers;

/// Opens the database and runs its migrations.
///
/// # Errors
/// Returns an error if the URL is not valid, or if the database cannot be opened or migrated.
pub async fn open(database_url: &str) -> Result<Pools, StoreError> {
    install_default_drivers();
    let url = DatabaseUrl::parse(database_url)?;
    let display_name = url.display_name();
    match &url {
        DatabaseUrl::Sqlite { file } => sqlite::open(file, &display_name).await,
        DatabaseUrl::Postgres { url } => postgres::open(url, &display_name).await,
    }
}
