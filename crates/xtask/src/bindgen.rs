//! wasm-bindgen: the JavaScript that loads a compiled wasm and speaks with it. The version is that of the
//! wasm-bindgen in the wasm, for both come from one Cargo.lock.

use crate::error::{Error, Result};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// What cargo-leptos passes to the program.
#[derive(clap::Args)]
pub struct Args {
    #[arg(long, value_parser = ["web"])]
    target: String,
    #[arg(long)]
    out_name: String,
    #[arg(long)]
    out_dir: PathBuf,
    /// Keep what a debugger needs
    #[arg(long)]
    keep_debug: bool,
    #[arg(long)]
    debug: bool,
    input: PathBuf,
}

/// # Errors
/// See [`generate`].
pub fn run(args: &Args) -> Result<()> {
    bind(
        Bindgen::new().debug(args.debug).keep_debug(args.keep_debug),
        &args.input,
        &args.out_dir,
        &args.out_name,
    )
}

/// Writes `{name}_bg.wasm` and `{name}.js` into `folder`, for a page to load as a module.
///
/// # Errors
/// `input` is no wasm of this wasm-bindgen, or `folder` cannot be written.
pub fn generate(input: &Path, folder: &Path, name: &str) -> Result<()> {
    bind(&mut Bindgen::new(), input, folder, name)
}

fn bind(bindgen: &mut Bindgen, input: &Path, folder: &Path, name: &str) -> Result<()> {
    bindgen
        .input_path(input)
        .out_name(name)
        .web(true)
        .and_then(|bindgen| bindgen.generate(folder))
        .map_err(|error| Error::Bindgen(format!("{error:#}")))
}
