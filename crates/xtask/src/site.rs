//! From the compiled wasm and the style sheets to the files a browser loads: `{output-name}.{wasm,js,css}`.

use crate::bindgen;
use crate::cargo::{build_browser_half, run};
use crate::error::{At, Result};
use crate::publish::Folder;
use crate::stamp::Stamp;
use crate::workspace::Workspace;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// cargo-leptos's own defaults: what current browsers all have.
const WASM_OPT: &[&str] = &[
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
];

/// Decides, with the compiled wasm, what the script and the wasm come out as.
const TOOLS: &str = include_str!("../package-lock.json");

/// Builds the site. Where the wasm is what it was the last time, its files are left as they are.
///
/// # Errors
/// Something does not compile, or a tool is missing or fails.
pub fn build(workspace: &Workspace, release: bool) -> Result<()> {
    let compiled = build_browser_half(workspace, release)?;
    let scratch = workspace.scratch();
    fs::create_dir_all(&scratch).at(&scratch)?;
    let site = Folder::open(&workspace.pkg_dir(), release)?;

    let output = |extension: &str| format!("{}.{extension}", workspace.leptos.output_name);
    let input = fs::read(&compiled).at(&compiled)?;
    let stamp = Stamp::new(
        &scratch.join("wasm.stamp"),
        &[&input, TOOLS.as_bytes(), &[u8::from(release)]],
    );
    let made = [output("wasm"), output("js")];
    if stamp.is_fresh(&site.files(&made)) {
        println!("{} and {}: unchanged", made[0], made[1]);
    } else {
        let (wasm, js) = bind(workspace, &compiled, &scratch, release)?;
        site.put(&made[0], &wasm)?;
        site.put(&made[1], &js)?;
        stamp.write(&site.files(&made))?;
    }

    let css = style(workspace, &scratch, release)?;
    site.put(&output("css"), &css)?;
    site.keep_only(&[output("wasm"), output("js"), output("css")])
}

/// wasm-bindgen, then wasm-opt for the wasm and esbuild for the script.
fn bind(
    workspace: &Workspace,
    compiled: &Path,
    scratch: &Path,
    release: bool,
) -> Result<(Vec<u8>, Vec<u8>)> {
    let name = &workspace.leptos.output_name;
    bindgen::generate(compiled, scratch, name)?;
    let wasm = scratch.join(format!("{name}_bg.wasm"));
    let js = scratch.join(format!("{name}.js"));
    let bundled = scratch.join("bundled.js");
    if release {
        run(Command::new("wasm-opt")
            .args(WASM_OPT)
            .arg(&wasm)
            .arg("-o")
            .arg(&wasm))?;
    }
    // Bundling takes in the snippets that libraries bring along, should there be any.
    run(Command::new("esbuild")
        .arg(&js)
        .args(["--bundle", "--format=esm", "--log-level=warning"])
        .args(release.then_some("--minify"))
        .arg(format!("--outfile={}", bundled.display())))?;
    Ok((read(&wasm)?, read(&bundled)?))
}

fn style(workspace: &Workspace, scratch: &Path, release: bool) -> Result<Vec<u8>> {
    let leptos = &workspace.leptos;
    let source: PathBuf = workspace.root.join(&leptos.style_file);
    let css = scratch.join("style.css");
    run(Command::new("lightningcss")
        .args(leptos.style_bundle.then_some("--bundle"))
        .args(release.then_some("--minify"))
        .args(["--targets", &leptos.browserquery, "--output-file"])
        .arg(&css)
        .arg(&source))?;
    read(&css)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).at(path)
}
