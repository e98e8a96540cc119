//! Cargo and other programs as child processes. The two builds take the arguments cargo-leptos gives, so
//! that either builder finds the other's artifacts fresh. Only the browser's half for release is built in a way of
//! its own: with a standard library that is compiled for size.

use crate::error::{Error, Result};
use crate::workspace::Workspace;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const WASM: &str = "wasm32-unknown-unknown";

/// Rebuilds the standard library for size. The one that comes with Rust is compiled for speed, and with words for
/// each panic, which nobody reads in a tenant's browser.
const SMALL_STD: &[&str] = &[
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
];
/// A panic stops the wasm at once, without a message, and nothing has `Debug` output.
const SMALL_CODE: &[&str] = &[
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
];
/// What the ordinary standard library adds to what a browser downloads.
const ORDINARY_STD_KIB: u32 = 15;

/// Builds the browser's half, as wasm not yet bound to JavaScript.
///
/// # Errors
/// Cargo failed; it has said why.
pub fn build_browser_half(workspace: &Workspace, release: bool) -> Result<PathBuf> {
    let leptos = &workspace.leptos;
    let (profile, folder) = if release {
        let profile = leptos.lib_profile_release.as_str();
        (profile, profile)
    } else {
        ("dev", "debug")
    };
    let mut target = workspace.target.clone();
    let mut command = cargo();
    command
        .args(["build", "--lib", "--no-default-features"])
        .args([
            format!("--package={}", leptos.lib_package),
            format!("--target={WASM}"),
            format!("--profile={profile}"),
        ]);
    if release && has_std_source()? {
        // These flags are unstable, so they need the permission in `RUSTC_BOOTSTRAP`. Cargo would rebuild everything
        // each time the variable comes or goes: this build has a folder of its own.
        target.push("small-wasm");
        command
            .args(SMALL_STD)
            .arg("--target-dir")
            .arg(&target)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_ENCODED_RUSTFLAGS", SMALL_CODE.join("\x1f"));
    } else if release {
        println!(
            "The source of Rust's standard library is missing (`rustup component add rust-src`): \
             the wasm will be about {ORDINARY_STD_KIB} KiB larger."
        );
    }
    run(&mut command)?;
    let file = leptos.lib_package.replace('-', "_") + ".wasm";
    Ok(target.join(WASM).join(folder).join(file))
}

/// Says whether the standard library can be compiled here.
fn has_std_source() -> Result<bool> {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let sysroot = output(rustc.args(["--print", "sysroot"]))?;
    let source = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library");
    Ok(source.join("std/Cargo.toml").exists())
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
pub fn query(args: &[&str]) -> Result<String> {
    output(cargo().args(args))
}

/// What a program prints.
fn output(command: &mut Command) -> Result<String> {
    let done = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| Error::Start {
            program: name(command),
            source,
        })?;
    if done.status.success() {
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    } else {
        Err(Error::Failed {
            program: name(command),
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
