//! Opens an SQLite file in WAL mode with one writer. A missing file is created with mode 0600.

use super::pools::{Pools, close, migrate, open_error, parse_options};
use crate::error::StoreError;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, Connection, Executor};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The settings of every connection. `busy_timeout` comes first, because the others may already have to wait for a lock.
const PRAGMAS: &str = "PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;";
const READ_ONLY: &str = "PRAGMA query_only = ON;";
const READERS: u32 = 6;
const LOCK_TIMEOUT: Duration = Duration::from_secs(30);
/// The characters that are percent-encoded in the path of an SQLite URL.
const ENCODED_IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Opens the file, creates it if it is missing, and runs its migrations.
///
/// # Errors
/// Returns an error if the file or its folder cannot be created or opened, if the file is not a database, or if it
/// cannot be migrated.
pub async fn open(file: &Path, database: &str) -> Result<Pools, StoreError> {
    let io_error = |error: io::Error| StoreError::Open {
        database: database.to_owned(),
        reason: error.to_string(),
    };
    let file = with_canonical_folder(file).map_err(io_error)?;
    // Only one process or task at a time creates the file, switches it to WAL and migrates it. SQLite's own locks do not
    // cover the three steps together.
    let lock = lock(&file).await.map_err(io_error)?;
    if !file.try_exists().map_err(io_error)? {
        owner_only(OpenOptions::new().write(true).create_new(true))
            .open(&file)
            .map_err(io_error)?;
    }
    let encoded = file
        .to_str()
        .map(|path| utf8_percent_encode(path, ENCODED_IN_PATH).to_string());
    let encoded = encoded.ok_or_else(|| io_error(io::Error::other("its path is not UTF-8")))?;
    let options = parse_options(&format!("sqlite://{encoded}?mode=rw"), database)?;
    // A single connection first: unlike a pool, it fails at once, with the reason.
    let mut connection = AnyConnection::connect_with(&options)
        .await
        .map_err(|error| open_error(database, &error))?;
    connection
        .execute(PRAGMAS)
        .await
        .map_err(|error| open_error(database, &error))?;
    close(connection).await;
    let pools = Pools {
        read: create_pool(options.clone(), READERS, READ_ONLY),
        write: create_pool(options, 1, ""),
    };
    migrate(&pools.write, database).await?;
    drop(lock);
    Ok(pools)
}

fn create_pool(
    options: AnyConnectOptions,
    max_connections: u32,
    extra_pragma: &'static str,
) -> AnyPool {
    AnyPoolOptions::new()
        .max_connections(max_connections)
        // A connection to a file does not break while it is idle, and a test would cost as much as a query.
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                connection.execute(PRAGMAS).await?;
                if !extra_pragma.is_empty() {
                    connection.execute(extra_pragma).await?;
                }
                Ok(())
            })
        })
        .connect_lazy_with(options)
}

/// Creates the file's folder and returns the file's path without symbolic links and dots in the folder, because a URL
/// would change those.
fn with_canonical_folder(file: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(file)?;
    let (Some(folder), Some(name)) = (absolute.parent(), absolute.file_name()) else {
        return Err(io::Error::other("it is not the name of a file"));
    };
    if !folder.try_exists()? {
        create_folder(folder)?;
    }
    Ok(fs::canonicalize(folder)?.join(name))
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Makes new files readable and writable by their owner only.
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Locks a second file next to the database. The database itself must not be opened for this: a process that closes any
/// handle to a file loses all its POSIX locks on that file, and SQLite relies on those.
async fn lock(file: &Path) -> io::Result<File> {
    let mut lock_path = file.as_os_str().to_owned();
    lock_path.push(".lock");
    let lock =
        owner_only(OpenOptions::new().write(true).create(true).truncate(false)).open(lock_path)?;
    let deadline = Instant::now() + LOCK_TIMEOUT;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            // There is no asynchronous lock, and a blocking one would occupy a thread of the runtime.
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}
