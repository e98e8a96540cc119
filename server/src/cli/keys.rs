//! `s3-connect keys`: replaces the master key.

use super::command_error::CommandError;
use crate::application::{StartError, open_store};
use crate::settings::Settings;

#[derive(clap::Args)]
pub struct KeysArgs {
    #[command(subcommand)]
    command: KeysCommand,
}

#[derive(clap::Subcommand)]
enum KeysCommand {
    /// Encrypt all stored secrets again, with the first master key
    ///
    /// To replace the master key: put the new one in front of the old one in `S3_CONNECT_MASTER_KEY`, separated by a comma,
    /// and restart every server. Then run this command with the same variable. Then remove the old key. You can run the
    /// command while servers are running, interrupt it and run it again.
    Rotate,
}

pub async fn run(settings: &Settings, args: KeysArgs, json: bool) -> Result<(), CommandError> {
    match args.command {
        KeysCommand::Rotate => rotate(settings, json).await,
    }
}

async fn rotate(settings: &Settings, json: bool) -> Result<(), CommandError> {
    let store = open_store(settings).await?;
    let connections = store.reseal().await;
    let answers = store.reseal_answers().await;
    store.close().await;
    let connections = connections.map_err(StartError::from)?;
    let answers = answers.map_err(StartError::from)?;
    if json {
        println!(
            "{}",
            serde_json::json!({ "reencrypted": connections, "answers": answers })
        );
    } else {
        println!("Encrypted the secrets of {connections} connections again.");
        println!("Encrypted {answers} stored answers of the API again.");
        println!("All stored secrets use the first master key now.");
        println!("If every server runs with that key as its first, you can remove the others.");
    }
    Ok(())
}
