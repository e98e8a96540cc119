//! The events that a transfer reports while it runs.

use serde::Serialize;
use std::sync::Arc;

/// Receives a transfer's events as they happen. It runs on the transfer's own tasks, so it must not block.
pub type EventSink = Arc<dyn Fn(Event<'_>) + Send + Sync>;

/// Something that happened during a transfer.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// More files were found that will be transferred.
    Found { files: u64, bytes: u64 },
    /// No more [`Event::Found`] follows.
    AllFound,
    /// This many more bytes were transferred.
    BytesMoved(u64),
    /// One file is done, whatever its outcome.
    FileFinished(&'a FileResult),
}

/// The outcome for one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileResult {
    /// Empty for a file that has no key, because it is excluded from an export or cannot be exported.
    pub key: String,
    /// The path below the folder. Empty if there is no file name for the key.
    pub file: String,
    /// In bytes.
    pub size: u64,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What happened to a file. The names are part of the JSON that `--json` and `--manifest` print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", content = "why", rename_all = "snake_case")]
pub enum Outcome {
    /// The file was copied and is in its final place.
    Copied,
    /// The file would have been copied, but this is a dry run.
    WouldCopy,
    /// The file was copied by an earlier transfer and has not changed since.
    Unchanged,
    /// The job's filter does not match the file.
    Excluded,
    /// The object is in an archive storage class. It can be fetched once it is restored.
    Archived,
    /// The object was deleted during the transfer.
    Vanished,
    /// The file cannot be transferred as it is. Another attempt would fail the same way.
    Refused(String),
    /// The file was not transferred. Another attempt may succeed.
    Failed(String),
}
