//! Moves files between a bucket and a folder.
//!
//! A transfer is one function: [`fetch`] or [`export`]. A [`Job`] goes in, events come out, and a token stops it. What
//! was moved stays moved; the same call again does the rest.

mod attempts;
mod event;
mod export;
mod fetch;
mod folder;
mod job;
mod journal;
mod ledger;
pub mod names;
mod pace;

pub use event::{Ended, Event, Outcome, Tell};
pub use export::{How as ExportHow, export};
pub use fetch::{How, fetch};
pub use folder::Folder;
pub use job::{Job, Pick, Stop};
pub use ledger::{Ledger, LedgerError, NoLedger};
pub use pace::Pace;

/// Files up to this size are written whole, and larger ones in parts of at least this size. In bytes; S3 takes parts
/// from 5 MiB on. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html>
const PART: u64 = 8 * 1024 * 1024;
