//! Moves files between a bucket and a folder.
//!
//! A transfer is one function: [`fetch`] or [`export`]. It takes a [`Job`], reports [`Event`]s, and stops when the
//! job's cancellation token fires. Files that were already transferred stay in place, and the same call again does the
//! rest.

mod event;
mod export;
mod fetch;
pub mod file_names;
mod folder;
mod job;
mod journal;
mod ledger;
mod limiter;
mod part_size;
mod retry;

pub use event::{Event, EventSink, FileResult, Outcome};
pub use export::{ExportOptions, export};
pub use fetch::{FetchOptions, fetch};
pub use folder::Folder;
pub use job::{FileFilter, Job, TransferError};
pub use ledger::{Ledger, LedgerError, NoLedger};
pub use limiter::Limiter;
