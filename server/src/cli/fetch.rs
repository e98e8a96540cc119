//! `s3-connect fetch`: copies the files of a bucket into a folder.

use super::command_error::CommandError;
use super::transfer_args::TransferArgs;
use crate::settings::Settings;
use service::TransferDirection;
use std::path::PathBuf;
use std::sync::Arc;
use transfer::{FetchOptions, Folder, TransferError, fetch};

#[derive(clap::Args)]
pub struct FetchArgs {
    #[command(flatten)]
    common: TransferArgs,
    /// The folder to fetch into; it is created if it doesn't exist
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Fetch only files that this connection has not fetched yet
    #[arg(long, conflicts_with = "config")]
    incremental: bool,
}

/// Fetches the files, and prints the progress and a summary.
pub async fn run(settings: &Settings, args: FetchArgs, json: bool) -> Result<(), CommandError> {
    let opened = args
        .common
        .open(settings, TransferDirection::Fetch, json)
        .await?;
    let dry_run = args.common.dry_run;
    // A dry run fetches nothing that could be recorded. It needs the ledger only to know what is not due.
    let needs_ledger = !dry_run || args.incremental;
    let options = FetchOptions {
        ledger: needs_ledger.then(|| Arc::clone(&opened.transfer.ledger)),
        incremental: args.incremental,
        marker: Some(opened.transfer.marker.clone()),
    };
    let events = opened.progress.event_sink();
    let result = if dry_run {
        fetch(&opened.job, None, &options, &events).await
    } else {
        match Folder::open(&args.out) {
            Ok(folder) => {
                let result = fetch(&opened.job, Some(&folder), &options, &events).await;
                // Closed even after an error, because it removes partial files.
                result.and(folder.close().map_err(TransferError::Folder))
            }
            Err(error) => Err(TransferError::Folder(error)),
        }
    };
    opened.finish(result).await
}
