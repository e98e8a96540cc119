//! What a run reports while it goes on.

use service::TransferDirection;
use std::path::Path;
use transfer::{EventSink, TransferError};

/// Receives the progress of one run.
pub trait RunObserver: Send + Sync {
    fn job_started(&self, job: &str, folder: &Path);
    /// Called before a fetch or an export. Returns the receiver of its events.
    fn transfer_started(
        &self,
        direction: TransferDirection,
        bucket: &str,
        prefix: &str,
    ) -> EventSink;
    /// Called after a fetch or an export. Returns whether every file is where it should be.
    fn transfer_finished(&self, result: &Result<(), TransferError>) -> bool;
    fn command_started(&self, command: &[String]);
    fn command_output(&self, line: OutputLine<'_>);
}

/// A line that the vendor's command printed.
#[derive(Clone, Copy, Debug)]
pub enum OutputLine<'a> {
    Stdout(&'a str),
    Stderr(&'a str),
}
