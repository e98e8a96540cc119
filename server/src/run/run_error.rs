//! Why a run did not finish.

use service::Error;
use std::io;
use transfer::TransferError;

/// Why a run did not finish.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Service(#[from] Error),
    #[error("{context}: {source}")]
    Disk {
        context: &'static str,
        source: io::Error,
    },
    #[error("another run for this tenant and flow is in progress")]
    AlreadyRunning,
    #[error("fetching failed: {0}")]
    Fetch(TransferError),
    #[error("not every file could be fetched, so the command was not started")]
    IncompleteFetch,
    #[error("the command could not be started: {0}")]
    CommandNotStarted(io::Error),
    #[error("the command ended with {0}; nothing was exported")]
    CommandFailed(String),
    #[error("the command was stopped because it took longer than {0} s; nothing was exported")]
    CommandTimedOut(u64),
    #[error("exporting failed: {0}")]
    Export(TransferError),
    #[error("not every file could be exported")]
    IncompleteExport,
    #[error("stopped; the next run fetches the same files again")]
    Cancelled,
    #[error("the fetched files could not be recorded, so the next run fetches them again: {0}")]
    Ledger(transfer::LedgerError),
}
