//! Runs wasm-bindgen, which makes the JavaScript that loads a wasm and calls it.
//!
//! Its version and that of the wasm-bindgen in the wasm must be equal. They are, because both come from one Cargo.lock.

use crate::error::{Error, Result};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// The arguments that cargo-leptos passes to the program `wasm-bindgen`.
#[derive(clap::Args)]
pub struct BindgenArgs {
    #[arg(long, value_parser = ["web"])]
    target: String,
    #[arg(long)]
    out_name: String,
    #[arg(long)]
    out_dir: PathBuf,
    /// Keep the debug information
    #[arg(long)]
    keep_debug: bool,
    #[arg(long)]
    debug: bool,
    input: PathBuf,
}

/// Runs wasm-bindgen as cargo-leptos would.
///
/// # Errors
/// As [`generate`].
pub fn run(args: &BindgenArgs) -> Result<()> {
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
/// Returns [`Error::Bindgen`] if `input` is not a wasm of this version of wasm-bindgen, or if `folder` cannot be
/// written.
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
