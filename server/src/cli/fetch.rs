//! `s3-connect fetch`: the files of a bucket into a folder.

use super::{CommandError, transfer};
use crate::settings::Settings;
use ::transfer::{Folder, How, Stop};
use service::MovedTo;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    common: transfer::Args,
    /// The folder that the files go into; it is made where it is missing
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Only what this connection has not fetched yet
    #[arg(long, conflicts_with = "config")]
    incremental: bool,
}

pub async fn run(settings: &Settings, args: Args, json: bool) -> Result<(), CommandError> {
    let opened = args.common.open(settings, MovedTo::Folder, json).await?;
    let dry_run = args.common.dry_run;
    let how = How {
        ledger: (!dry_run || args.incremental).then(|| Arc::clone(&opened.transfer.ledger)),
        incremental: args.incremental,
        marker: Some(opened.transfer.marker.clone()),
    };
    let tell = opened.progress.tell();
    let result = if dry_run {
        ::transfer::fetch(&opened.job, None, &how, &tell).await
    } else {
        match Folder::open(&args.out) {
            Ok(folder) => {
                let fetched = ::transfer::fetch(&opened.job, Some(&folder), &how, &tell).await;
                fetched.and(folder.close().map_err(Stop::Folder))
            }
            Err(error) => Err(Stop::Folder(error)),
        }
    };
    opened.end(result).await
}
