//! One transfer: which objects, how fast, and when to stop.

use crate::ledger::LedgerError;
use crate::pace::Pace;
use aws::{Fault, Objects};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::io;
use tokio_util::sync::CancellationToken;

/// Clones are the same job.
#[derive(Clone, Debug)]
pub struct Job {
    pub objects: Objects,
    /// Resolved; empty, or with a slash at its end.
    pub prefix: String,
    pub pace: Pace,
    pub pick: Pick,
    pub stop: CancellationToken,
}

impl Job {
    /// A key below the prefix.
    pub(crate) fn path<'a>(&self, key: &'a str) -> &'a str {
        key.strip_prefix(&self.prefix).unwrap_or(key)
    }
}

/// Which files are moved, by their path below the prefix or the folder.
#[derive(Clone, Debug, Default)]
pub struct Pick {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Pick {
    /// `*` and `?` stop at slashes, `**` does not.
    ///
    /// # Errors
    /// When a pattern cannot be read.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, globset::Error> {
        let set = |patterns: &[String]| {
            let mut set = GlobSetBuilder::new();
            for pattern in patterns {
                let mut glob = GlobBuilder::new(pattern);
                set.add(glob.literal_separator(true).build()?);
            }
            set.build()
        };
        Ok(Self {
            include: (!include.is_empty()).then(|| set(include)).transpose()?,
            exclude: set(exclude)?,
        })
    }

    pub(crate) fn takes_everything(&self) -> bool {
        self.include.is_none() && self.exclude.is_empty()
    }

    pub(crate) fn takes(&self, path: &str) -> bool {
        let included = self.include.as_ref().is_none_or(|set| set.is_match(path));
        included && !self.exclude.is_match(path)
    }
}

/// Why a transfer ended before all files were looked at.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    #[error("the bucket could not be listed: {0}")]
    List(Fault),
    #[error("{}", folder_words(.0))]
    Folder(#[from] io::Error),
    #[error("what was fetched could not be remembered: {0}")]
    Ledger(#[from] LedgerError),
    #[error("stopped; what was moved stays moved")]
    Asked,
}

fn folder_words(error: &io::Error) -> String {
    if is_full(error) {
        "the disk is full; make room and run the same command again".to_owned()
    } else {
        format!("the folder cannot be used: {error}")
    }
}

/// Whether there is no room on the disk, for anybody or for this user.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}
