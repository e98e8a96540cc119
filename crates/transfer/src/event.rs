//! What a transfer tells of itself.

use serde::Serialize;
use std::sync::Arc;

/// Hears what happens, as it happens. It must not wait for anything.
pub type Tell = Arc<dyn Fn(Event<'_>) + Send + Sync>;

#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// So many more files are to be moved.
    Found {
        files: u64,
        bytes: u64,
    },
    /// There are no others.
    AllFound,
    /// So many more bytes were moved.
    Moved(u64),
    Ended(&'a Ended),
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ended {
    pub key: String,
    /// Below the folder. Empty where there is none.
    pub file: String,
    /// In bytes.
    pub size: u64,
    #[serde(flatten)]
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", content = "why", rename_all = "snake_case")]
pub enum Outcome {
    /// It is where it should be now.
    Copied,
    /// It would be copied; nothing is done in a dry run.
    WouldCopy,
    /// It was copied before, and is the same still.
    Unchanged,
    /// It was not asked for.
    Excluded,
    /// It is in an archive. It is copied once it is restored.
    Archived,
    /// It was deleted while the transfer went on.
    Vanished,
    /// It cannot be moved as it is.
    Refused(String),
    /// It was not moved, and may be the next time.
    Failed(String),
}
