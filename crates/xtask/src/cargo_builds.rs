//! Builds the frontend and the server with Cargo.
//!
//! The arguments are those of cargo-leptos, so each of the two tools can use what the other has built. Only the release
//! build of the frontend differs: it compiles the standard library for size.

use crate::error::Result;
use crate::process::{cargo, output, run};
use crate::workspace::Workspace;
use std::path::{Path, PathBuf};
use std::process::Command;

const WASM: &str = "wasm32-unknown-unknown";

/// Rebuilds the standard library for size. The one that comes with Rust is compiled for speed, and has a message for
/// each panic, which nobody reads in a tenant's browser.
const SMALL_STD: &[&str] = &[
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
];
/// Makes a panic stop the wasm at once, without a message, and removes all `Debug` output.
const SMALL_CODE: &[&str] = &[
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
];
/// How much larger the download is with the ordinary standard library.
const ORDINARY_STD_KIB: u32 = 15;

/// Builds the frontend. Returns the path of the wasm, which wasm-bindgen has not processed yet.
///
/// # Errors
/// Returns an error if Cargo fails. Cargo has printed the reason.
pub fn build_frontend(workspace: &Workspace, release: bool) -> Result<PathBuf> {
    let leptos = &workspace.leptos;
    let (profile, folder) = if release {
        let profile = leptos.lib_profile_release.as_str();
        (profile, profile)
    } else {
        ("dev", "debug")
    };
    let mut target_dir = workspace.target_dir.clone();
    let mut command = cargo();
    command
        .args(["build", "--lib", "--no-default-features"])
        .args([
            format!("--package={}", leptos.lib_package),
            format!("--target={WASM}"),
            format!("--profile={profile}"),
        ]);
    if release && has_std_source()? {
        // `RUSTC_BOOTSTRAP` allows unstable flags in a stable compiler. Cargo rebuilds everything when the variable
        // changes, so this build has a folder of its own.
        target_dir.push("small-wasm");
        command
            .args(SMALL_STD)
            .arg("--target-dir")
            .arg(&target_dir)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_ENCODED_RUSTFLAGS", SMALL_CODE.join("\x1f"));
    } else if release {
        println!(
            "The source of Rust's standard library is missing, so the wasm will be about {ORDINARY_STD_KIB} KiB larger. \
             Install it with `rustup component add rust-src`."
        );
    }
    run(&mut command)?;
    // Cargo names the file after the crate, which has underscores for the hyphens of the package.
    let file = leptos.lib_package.replace('-', "_") + ".wasm";
    Ok(target_dir.join(WASM).join(folder).join(file))
}

/// Returns whether the source of the standard library is installed.
fn has_std_source() -> Result<bool> {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let sysroot = output(rustc.args(["--print", "sysroot"]))?;
    let source = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library");
    Ok(source.join("std/Cargo.toml").exists())
}

/// Builds the server. Returns the path of the program.
///
/// # Errors
/// Returns an error if Cargo fails. Cargo has printed the reason.
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
    Ok(workspace.target_dir.join(folder).join(&leptos.bin_target))
}
