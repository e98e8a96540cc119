//! Builds the site files as cargo-leptos would, without cargo-leptos, and checks that the frontend does not depend on
//! the server's crates. `./dev` calls it.

mod bindgen;
mod cargo_builds;
mod compress;
mod cycles;
mod error;
mod process;
mod purity;
mod site;
mod site_folder;
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
    Build(BuildArgs),
    /// Fail if the frontend depends on the database, the AWS SDK or tokio
    Purity,
    /// Fail if files of a crate import each other in a circle
    Cycles,
    /// Run wasm-bindgen, with the arguments of the program of that name
    WasmBindgen(bindgen::BindgenArgs),
}

#[derive(Args)]
struct BuildArgs {
    /// Build for release (the default)
    #[arg(long, conflicts_with = "dev")]
    release: bool,
    /// Build fast: do not shrink or compress anything
    #[arg(long)]
    dev: bool,
    /// Do not build the server
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
        Command::Build(args) => {
            let workspace = Workspace::load()?;
            let release = !args.dev;
            site::build(&workspace, release)?;
            if !args.site_only {
                let server = cargo_builds::build_server(&workspace, release)?;
                println!("server: {}", server.display());
            }
            Ok(())
        }
        Command::Purity => purity::check(),
        Command::Cycles => cycles::check(),
        Command::WasmBindgen(args) => bindgen::run(args),
    }
}
