//! The command line. Errors go to stderr in plain words; 0 is done, 1 refused or failed, 2 wrong usage.

mod check;
mod export;
mod fetch;
mod run;
mod sandbox;
mod serve;
mod session;
mod transfer;

use crate::application::{StartError, open_store};
use crate::logs;
use crate::settings::{Flags, Secrets, Settings};
use clap::{Parser, Subcommand};
use std::process::ExitCode;
use tokio::runtime::Builder;

/// Where files are moved. A thread is started whenever none is idle at that instant, and keeps memory of its own, so files
/// that are read and written side by side would come to have dozens.
const DISK_THREADS: usize = 16;

/// Connects tenants' S3 buckets, and keeps them connected.
#[derive(Parser)]
#[command(name = "s3-connect", version, about = "Connects tenants’ S3 buckets, and keeps them connected", long_about = None)]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    /// Print results as JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server (what happens without a command)
    Serve,
    /// Bring the database up to date, and end
    Migrate,
    /// Run only the sandbox: an S3, STS and IAM to try things out on
    Sandbox(sandbox::Args),
    /// Print a connect link for a tenant
    Session(session::Args),
    /// Check a saved connection again; ends with 0 when it works, with 1 when it does not
    Check(check::Args),
    /// Fetch the files of a tenant's bucket into a folder; ends with 0 only if every file is there
    Fetch(fetch::Args),
    /// Export the files of a folder into a tenant's bucket; ends with 0 only if every file is there
    Export(export::Args),
    /// Fetch what is new, run a command on it, and export what the command made
    Run(run::Args),
    /// Print the CloudFormation template that quick-create links open; host it in S3 where tenants can read it
    Template,
}

/// Why a command ended without doing what was asked.
#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error(transparent)]
    Settings(#[from] crate::settings::SettingsError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Service(#[from] service::Error),
    #[error("{}", i18n::english(&.0.detail))]
    Usage(#[from] domain::Refusal),
    #[error(transparent)]
    Unrandom(#[from] service::Unrandom),
    #[error(transparent)]
    Sandbox(#[from] ::sandbox::SandboxError),
    /// What the command line or a file says cannot be done.
    #[error("{0}")]
    Wrong(String),
    #[error("{0}")]
    Stopped(String),
    /// Everything was said already.
    #[error("the check did not pass")]
    NotPassed,
}

impl Command {
    fn moves_files(&self) -> bool {
        matches!(self, Self::Fetch(_) | Self::Export(_) | Self::Run(_))
    }
}

pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let mut runtime = Builder::new_multi_thread();
    runtime.enable_all();
    if cli.command.as_ref().is_some_and(Command::moves_files) {
        runtime.max_blocking_threads(DISK_THREADS);
    }
    match runtime.build() {
        // Every command's future is in this one, which would be large on the stack.
        Ok(runtime) => runtime.block_on(Box::pin(end(cli))),
        Err(error) => {
            eprintln!("s3-connect: threads cannot be started: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn end(cli: Cli) -> ExitCode {
    match dispatch(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(CommandError::NotPassed) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("s3-connect: {error}");
            if let CommandError::Service(service::Error::Fields(errors)) = &error {
                for e in errors {
                    eprintln!("  {}: {}", e.field, i18n::english(&e.detail));
                }
            }
            let usage = matches!(
                error,
                CommandError::Settings(_) | CommandError::Usage(_) | CommandError::Wrong(_)
            );
            ExitCode::from(if usage { 2 } else { 1 })
        }
    }
}

async fn dispatch(cli: Cli) -> Result<(), CommandError> {
    logs::start();
    let settings = Settings::settle(cli.flags, Secrets::from_env())?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(&settings).await,
        Command::Migrate => migrate(&settings).await,
        Command::Sandbox(args) => sandbox::run(&settings, args).await,
        Command::Session(args) => session::run(&settings, args, cli.json).await,
        Command::Check(args) => check::run(&settings, args, cli.json).await,
        Command::Fetch(args) => fetch::run(&settings, args, cli.json).await,
        Command::Export(args) => export::run(&settings, args, cli.json).await,
        Command::Run(args) => run::run(&settings, args, cli.json).await,
        Command::Template => {
            println!("{:#}", domain::setup::cloudformation_with_parameters());
            Ok(())
        }
    }
}

async fn migrate(settings: &Settings) -> Result<(), CommandError> {
    open_store(settings).await?.close().await;
    println!("The database is up to date.");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory as _;

    #[test]
    fn every_command_is_one_that_clap_takes() {
        Cli::command().debug_assert();
    }
}
