//! Builds the site files that cargo-leptos would, without needing cargo-leptos, and says whether the
//! browser's half is free of the server's crates. `./dev` is what calls it.

mod bindgen;
mod cargo;
mod compress;
mod error;
mod publish;
mod purity;
mod site;
mod stamp;
mod workspace;

use clap::{Args, Parser, Subcommand};
use error::Result;
use std::process::ExitCode;
use workspace::Workspace;

#[derive(Parser)]
#[command(about, version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site and the server, into the folders and under the names that cargo-leptos uses
    Build(Build),
    /// Fail if the browser's half depends on the database, the AWS SDK or tokio
    Purity,
    /// Do what the program wasm-bindgen does for cargo-leptos
    WasmBindgen(bindgen::Args),
}

#[derive(Args)]
struct Build {
    /// For release (the default)
    #[arg(long, conflicts_with = "dev")]
    release: bool,
    /// Quick to build: nothing shrunk, nothing compressed
    #[arg(long)]
    dev: bool,
    /// Leave the server binary alone
    #[arg(long)]
    site_only: bool,
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<()> {
    match &cli.command {
        Command::Build(options) => {
            let workspace = Workspace::load()?;
            let release = !options.dev;
            site::build(&workspace, release)?;
            if !options.site_only {
                let server = cargo::build_server(&workspace, release)?;
                println!("server: {}", server.display());
            }
            Ok(())
        }
        Command::Purity => purity::check(),
        Command::WasmBindgen(args) => bindgen::run(args),
    }
}
