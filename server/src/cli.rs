//! The command line. Errors go to stderr in plain English. The exit code is 0 for success, 1 for a failure, and 2 for
//! wrong usage.

mod check;
mod command_error;
mod credentials;
mod export;
mod fetch;
mod keys;
mod open_service;
mod openapi;
mod run;
mod sandbox;
mod serve;
mod session;
mod transfer_args;
mod transfer_progress;

use crate::application::open_store;
use crate::logs::{self, LogStyle};
use crate::settings::{Flags, Secrets, Settings};
use clap::{Parser, Subcommand};
use command_error::CommandError;
use std::process::ExitCode;
use tokio::runtime::Builder;

/// How many blocking threads a transfer uses. Tokio starts another thread whenever none is idle at that instant, and
/// each keeps memory of its own. Without a limit, files that are read and written side by side would start dozens.
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
    /// Run the server (the default command)
    Serve,
    /// Bring the database up to date, and exit
    Migrate,
    /// Run only the sandbox: an S3, STS and IAM to try things out on
    Sandbox(sandbox::SandboxArgs),
    /// Print a connect link for a tenant
    Session(session::SessionArgs),
    /// Check a saved connection again; exits with 0 if it works, with 1 if it doesn't
    Check(check::CheckArgs),
    /// Print temporary credentials for a tenant's bucket, as JSON
    Credentials(credentials::CredentialsArgs),
    /// Fetch the files of a tenant's bucket into a folder; exits with 0 only if every file is there
    Fetch(fetch::FetchArgs),
    /// Export the files of a folder into a tenant's bucket; exits with 0 only if every file is there
    Export(export::ExportArgs),
    /// Fetch new files, run a command on them, and export the files that it creates
    Run(run::RunArgs),
    /// Replace the master key that encrypts stored secrets
    Keys(keys::KeysArgs),
    /// Print the OpenAPI document that describes the REST API
    Openapi,
    /// Print the CloudFormation template that quick-create links open; host it in S3 where tenants can read it
    Template,
}

impl Command {
    fn is_server(&self) -> bool {
        matches!(self, Self::Serve | Self::Sandbox(_))
    }

    fn is_transfer(&self) -> bool {
        matches!(self, Self::Fetch(_) | Self::Export(_) | Self::Run(_))
    }
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let mut runtime = Builder::new_multi_thread();
    runtime.enable_all();
    if cli.command.as_ref().is_some_and(Command::is_transfer) {
        runtime.max_blocking_threads(DISK_THREADS);
    }
    match runtime.build() {
        Ok(runtime) => runtime.block_on(run_to_exit_code(cli)),
        Err(error) => {
            eprintln!("s3-connect: threads cannot be started: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command and prints the error that it ends with.
async fn run_to_exit_code(cli: Cli) -> ExitCode {
    // This future holds the futures of all commands, so it is too large for the stack.
    let Err(error) = Box::pin(dispatch(cli)).await else {
        return ExitCode::SUCCESS;
    };
    if !matches!(error, CommandError::NotPassed) {
        eprintln!("s3-connect: {error}");
    }
    if let CommandError::Service(service::Error::Fields(errors)) = &error {
        for e in errors {
            eprintln!("  {}: {}", e.field, i18n::english(&e.detail));
        }
    }
    error.exit_code()
}

async fn dispatch(cli: Cli) -> Result<(), CommandError> {
    let command = cli.command.unwrap_or(Command::Serve);
    logs::start(if command.is_server() {
        LogStyle::Server
    } else {
        LogStyle::Command
    });
    let settings = Settings::load(cli.flags, Secrets::from_env())?;
    match command {
        Command::Serve => serve::run(&settings).await,
        Command::Migrate => migrate(&settings).await,
        Command::Sandbox(args) => sandbox::run(&settings, args).await,
        Command::Session(args) => session::run(&settings, args, cli.json).await,
        Command::Check(args) => check::run(&settings, args, cli.json).await,
        Command::Credentials(args) => credentials::run(&settings, args).await,
        Command::Fetch(args) => fetch::run(&settings, args, cli.json).await,
        Command::Export(args) => export::run(&settings, args, cli.json).await,
        Command::Run(args) => run::run(&settings, args, cli.json).await,
        Command::Keys(args) => keys::run(&settings, args, cli.json).await,
        Command::Openapi => {
            openapi::run();
            Ok(())
        }
        Command::Template => {
            println!(
                "{:#}",
                domain::setup_guide::cloudformation_with_parameters()
            );
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
    fn clap_accepts_the_definition_of_every_command() {
        Cli::command().debug_assert();
    }
}
