//! Makes the files that a browser loads from the compiled wasm and the style sheets: `{output-name}.{wasm,js,css}`.

use crate::bindgen;
use crate::cargo_builds::build_frontend;
use crate::error::{Result, WithPath};
use crate::process::run;
use crate::site_folder::SiteFolder;
use crate::stamp::BuildStamp;
use crate::workspace::Workspace;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The defaults of cargo-leptos. All current browsers have these features.
const WASM_OPT: &[&str] = &[
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
];

/// The versions of the tools. With other versions the same wasm gives other files.
const TOOL_VERSIONS: &str = include_str!("../package-lock.json");

/// Builds the site.
///
/// # Errors
/// Returns an error if the frontend does not compile, if a tool is missing or fails, or if a file cannot be written.
pub fn build(workspace: &Workspace, release: bool) -> Result<()> {
    let compiled = build_frontend(workspace, release)?;
    let scratch = workspace.scratch_dir();
    fs::create_dir_all(&scratch).with_path(&scratch)?;
    let site = SiteFolder::open(&workspace.pkg_dir(), release)?;

    let output_name = |extension: &str| format!("{}.{extension}", workspace.leptos.output_name);
    let input = fs::read(&compiled).with_path(&compiled)?;
    // wasm-opt and the compression take most of the time, so an unchanged wasm is not processed again.
    let stamp = BuildStamp::new(
        &scratch.join("wasm.stamp"),
        &[&input, TOOL_VERSIONS.as_bytes(), &[u8::from(release)]],
    );
    let names = [output_name("wasm"), output_name("js")];
    if stamp.is_fresh(&site.paths(&names)) {
        println!("{} and {}: unchanged", names[0], names[1]);
    } else {
        let (wasm, js) = build_wasm_and_js(workspace, &compiled, &scratch, release)?;
        site.write(&names[0], &wasm)?;
        site.write(&names[1], &js)?;
        stamp.write(&site.paths(&names))?;
    }

    let css = build_css(workspace, &scratch, release)?;
    site.write(&output_name("css"), &css)?;
    site.remove_all_except(&[output_name("wasm"), output_name("js"), output_name("css")])
}

/// Runs wasm-bindgen, then wasm-opt on the wasm and esbuild on the script. Returns the wasm and the script.
fn build_wasm_and_js(
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
    // wasm-bindgen writes the JavaScript of libraries into files of their own. Bundling includes them.
    run(Command::new("esbuild")
        .arg(&js)
        .args(["--bundle", "--format=esm", "--log-level=warning"])
        .args(release.then_some("--minify"))
        .arg(format!("--outfile={}", bundled.display())))?;
    Ok((read(&wasm)?, read(&bundled)?))
}

fn build_css(workspace: &Workspace, scratch: &Path, release: bool) -> Result<Vec<u8>> {
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
    fs::read(path).with_path(path)
}
