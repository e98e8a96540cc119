//! Opens an SQLite file: made with mode 0600 where it is missing, in WAL mode, with one writer.

use super::{Pools, cannot_open, close, migrate, options};
use crate::error::StoreError;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, Connection, Executor};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// For every connection. `busy_timeout` comes first, for the others may have to wait already.
const PRAGMAS: &str = "PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;";
const READ_ONLY: &str = "PRAGMA query_only = ON;";
const READERS: u32 = 6;
const LOCK_WITHIN: Duration = Duration::from_secs(30);
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// # Errors
/// When the file or its folder cannot be made or opened, is no database, or cannot be migrated.
pub async fn open(file: &Path, place: &str) -> Result<Pools, StoreError> {
    let refuse = |error: io::Error| StoreError::Open {
        place: place.to_owned(),
        reason: error.to_string(),
    };
    let file = in_real_folder(file).map_err(refuse)?;
    // One process or task at a time makes the file, changes it to WAL and migrates it. SQLite's own locks
    // do not cover the three together.
    let lock = lock(&file).await.map_err(refuse)?;
    if !file.try_exists().map_err(refuse)? {
        private(OpenOptions::new().write(true).create_new(true))
            .open(&file)
            .map_err(refuse)?;
    }
    let encoded = file
        .to_str()
        .map(|path| utf8_percent_encode(path, PATH).to_string());
    let encoded = encoded.ok_or_else(|| refuse(io::Error::other("its path is not UTF-8")))?;
    let options = options(&format!("sqlite://{encoded}?mode=rw"), place)?;
    let mut connection = AnyConnection::connect_with(&options)
        .await
        .map_err(|error| cannot_open(place, &error))?;
    connection
        .execute(PRAGMAS)
        .await
        .map_err(|error| cannot_open(place, &error))?;
    close(connection).await;
    let pools = Pools {
        read: pool(options.clone(), READERS, READ_ONLY),
        write: pool(options, 1, ""),
    };
    let pools = migrate(pools, place).await?;
    drop(lock);
    Ok(pools)
}

fn pool(options: AnyConnectOptions, connections: u32, more: &'static str) -> AnyPool {
    AnyPoolOptions::new()
        .max_connections(connections)
        // A connection to a file does not go stale, and to ask it costs as much as a query does.
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                connection.execute(PRAGMAS).await?;
                if !more.is_empty() {
                    connection.execute(more).await?;
                }
                Ok(())
            })
        })
        .connect_lazy_with(options)
}

/// The path of the file with its folder made and free of links and dots, which a URL could not keep.
fn in_real_folder(file: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(file)?;
    let (Some(folder), Some(name)) = (absolute.parent(), absolute.file_name()) else {
        return Err(io::Error::other("it is not the name of a file"));
    };
    if !folder.try_exists()? {
        make_folder(folder)?;
    }
    Ok(fs::canonicalize(folder)?.join(name))
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Locks a file beside the database, never the database: closing that would drop SQLite's own locks.
async fn lock(file: &Path) -> io::Result<File> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".lock");
    let lock = private(OpenOptions::new().write(true).create(true).truncate(false)).open(beside)?;
    let until = Instant::now() + LOCK_WITHIN;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(TryLockError::WouldBlock) if Instant::now() < until => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}
