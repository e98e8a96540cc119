//! `s3-connect export`: the files of a folder into a bucket.

use super::{CommandError, transfer};
use crate::settings::Settings;
use ::transfer::ExportHow;
use service::MovedTo;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    common: transfer::Args,
    /// The folder whose files are exported [default: the config file's `input_path`]
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Leave out files that this connection exported before and that are the same still
    #[arg(long, conflicts_with = "config")]
    skip_unchanged: bool,
}

pub async fn run(settings: &Settings, args: Args, json: bool) -> Result<(), CommandError> {
    let opened = args.common.open(settings, MovedTo::Bucket, json).await?;
    let Some(folder) = args.from.or_else(|| opened.folder.clone()) else {
        return Err(CommandError::Wrong(
            "say which folder to export, with --from DIR".to_owned(),
        ));
    };
    let how = ExportHow {
        ledger: Some(Arc::clone(&opened.transfer.ledger)),
        skip_unchanged: args.skip_unchanged,
        dry_run: args.common.dry_run,
    };
    let tell = opened.progress.tell();
    let result = ::transfer::export(&opened.job, &folder, &how, &tell).await;
    opened.end(result).await
}
