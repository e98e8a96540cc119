//! The parameters of a transfer, and the error that ends one early.

use crate::ledger::LedgerError;
use crate::limiter::Limiter;
use aws::{BucketClient, ObjectError};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::io;
use tokio_util::sync::CancellationToken;

/// The parameters that a fetch and an export have in common. Clones share the limits and the cancellation token.
#[derive(Clone, Debug)]
pub struct Job {
    pub objects: BucketClient,
    /// The resolved path prefix. Either empty, or it ends with a slash.
    pub prefix: String,
    pub limiter: Limiter,
    pub filter: FileFilter,
    pub cancellation: CancellationToken,
}

impl Job {
    /// Returns the part of a key that follows the job's prefix.
    pub(crate) fn relative_path<'a>(&self, key: &'a str) -> &'a str {
        key.strip_prefix(&self.prefix).unwrap_or(key)
    }
}

/// Selects files by their path below the prefix or the folder.
#[derive(Clone, Debug, Default)]
pub struct FileFilter {
    /// `None` includes every file.
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl FileFilter {
    /// Compiles glob patterns, in which `*` and `?` do not match slashes and `**` does. Without `include` patterns,
    /// every file is included. `exclude` patterns win over `include` patterns.
    ///
    /// # Errors
    /// Returns an error if a pattern is not a valid glob.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, globset::Error> {
        let compile = |patterns: &[String]| {
            let mut set = GlobSetBuilder::new();
            for pattern in patterns {
                let mut glob = GlobBuilder::new(pattern);
                set.add(glob.literal_separator(true).build()?);
            }
            set.build()
        };
        Ok(Self {
            // An empty set would match nothing.
            include: (!include.is_empty())
                .then(|| compile(include))
                .transpose()?,
            exclude: compile(exclude)?,
        })
    }

    pub(crate) fn matches_everything(&self) -> bool {
        self.include.is_none() && self.exclude.is_empty()
    }

    pub(crate) fn matches(&self, path: &str) -> bool {
        let is_included = self.include.as_ref().is_none_or(|set| set.is_match(path));
        is_included && !self.exclude.is_match(path)
    }
}

/// Why a transfer ended before it had looked at every file.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    #[error("the bucket could not be listed: {0}")]
    List(ObjectError),
    #[error("{}", describe_folder_error(.0))]
    Folder(#[from] io::Error),
    #[error("the record of transferred files could not be read or saved: {0}")]
    Ledger(#[from] LedgerError),
    #[error("stopped; files that are already transferred stay in place")]
    Cancelled,
}

fn describe_folder_error(error: &io::Error) -> String {
    if is_disk_full(error) {
        "the disk is full; free some space and run the same command again".to_owned()
    } else {
        format!("the folder cannot be used: {error}")
    }
}

/// Returns whether an error means that the disk, or the user's quota on it, is full.
pub(crate) fn is_disk_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}
