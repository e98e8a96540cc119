//! Cargo and other programs as child processes. The two builds take the arguments cargo-leptos gives, so
//! that either builder finds the other's artifacts fresh.

use crate::error::{Error, Result};
use crate::workspace::Workspace;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const WASM: &str = "wasm32-unknown-unknown";

/// Builds the browser's half, as wasm not yet bound to JavaScript.
///
/// # Errors
/// Cargo failed; it has said why.
pub fn build_browser_half(workspace: &Workspace, release: bool) -> Result<PathBuf> {
    let leptos = &workspace.leptos;
    let profile = if release {
        leptos.lib_profile_release.as_str()
    } else {
        "dev"
    };
    run(cargo()
        .args(["build", "--lib", "--no-default-features"])
        .args([
            format!("--package={}", leptos.lib_package),
            format!("--target={WASM}"),
            format!("--profile={profile}"),
        ]))?;
    let folder = if release { profile } else { "debug" };
    let file = leptos.lib_package.replace('-', "_") + ".wasm";
    Ok(workspace.target.join(WASM).join(folder).join(file))
}

/// Builds the server and says where it is.
///
/// # Errors
/// Cargo failed; it has said why.
pub fn build_server(workspace: &Workspace, release: bool) -> Result<PathBuf> {
    let leptos = &workspace.leptos;
    let (profile, folder) = if release {
        ("release", "release")
    } else {
        ("dev", "debug")
    };
    run(cargo().args(["build", "--no-default-features"]).args([
        format!("--package={}", leptos.bin_package),
        format!("--bin={}", leptos.bin_target),
        format!("--profile={profile}"),
    ]))?;
    Ok(workspace.target.join(folder).join(&leptos.bin_target))
}

/// What a Cargo command prints.
///
/// # Errors
/// Cargo failed; it has said why.
pub fn output(args: &[&str]) -> Result<String> {
    let mut command = cargo();
    let done = command
        .args(args)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| Error::Start {
            program: name(&command),
            source,
        })?;
    if done.status.success() {
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    } else {
        Err(Error::Failed {
            program: name(&command),
            status: done.status,
        })
    }
}

/// Runs a program to its end.
///
/// # Errors
/// It did not start, or ended with another code than 0.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|source| Error::Start {
        program: name(command),
        source,
    })?;
    if status.success() {
        Ok(())
    } else {
        Err(Error::Failed {
            program: name(command),
            status,
        })
    }
}

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The program and its first argument: `cargo build`.
fn name(command: &Command) -> String {
    let program = command.get_program();
    let first = command
        .get_args()
        .next()
        .filter(|arg| !arg.as_encoded_bytes().starts_with(b"-"));
    let words = std::iter::once(program)
        .chain(first)
        .map(OsStr::to_string_lossy);
    words.collect::<Vec<_>>().join(" ")
}
