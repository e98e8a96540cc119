//! `s3-connect export`: copies the files of a folder into a bucket.

use super::command_error::CommandError;
use super::transfer_args::TransferArgs;
use crate::settings::Settings;
use service::TransferDirection;
use std::path::PathBuf;
use std::sync::Arc;
use transfer::{ExportOptions, export};

#[derive(clap::Args)]
pub struct ExportArgs {
    #[command(flatten)]
    common: TransferArgs,
    /// The folder to export [default: the config file's `input_path`]
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Skip files that this connection has exported before and that have not changed since
    #[arg(long, conflicts_with = "config")]
    skip_unchanged: bool,
}

/// Exports the files, and prints the progress and a summary.
pub async fn run(settings: &Settings, args: ExportArgs, json: bool) -> Result<(), CommandError> {
    let opened = args
        .common
        .open(settings, TransferDirection::Export, json)
        .await?;
    let Some(folder) = args.from.or_else(|| opened.input_folder.clone()) else {
        return Err(CommandError::InvalidInput(
            "name the folder to export with --from DIR".to_owned(),
        ));
    };
    let options = ExportOptions {
        ledger: Some(Arc::clone(&opened.transfer.ledger)),
        skip_unchanged: args.skip_unchanged,
        dry_run: args.common.dry_run,
    };
    let events = opened.progress.event_sink();
    let result = export(&opened.job, &folder, &options, &events).await;
    opened.finish(result).await
}
