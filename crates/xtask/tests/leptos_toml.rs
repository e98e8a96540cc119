//! Checks that `Leptos.toml`, which the running server reads, agrees with the metadata in `Cargo.toml`, which the build
//! tools read.

use std::error::Error;
use std::fs;
use std::path::Path;
use toml::Table;

/// The workspace, relative to the folder in which Cargo runs the test. A path from compile time could be that of
/// another clone that shares the target folder.
const ROOT: &str = "../..";

const HEADER: &str = "[[workspace.metadata.leptos]]";

#[test]
fn leptos_toml_ends_with_the_block_of_cargo_toml() -> Result<(), Box<dyn Error>> {
    let root = Path::new(ROOT);
    let manifest: Table = fs::read_to_string(root.join("Cargo.toml"))?.parse()?;
    let block = &manifest["workspace"]["metadata"]["leptos"][0];

    // leptos_config reads everything below the header as if it were at the top of the file.
    let settings = fs::read_to_string(root.join("Leptos.toml"))?;
    let (_, below) = settings
        .split_once(&format!("\n{HEADER}\n"))
        .ok_or("Leptos.toml has no leptos block")?;
    assert_eq!(Some(&below.parse::<Table>()?), block.as_table());
    Ok(())
}

#[test]
fn comments_out_every_setting() -> Result<(), Box<dyn Error>> {
    let root = Path::new(ROOT);
    let settings: Table = fs::read_to_string(root.join("Leptos.toml"))?.parse()?;
    assert_eq!(settings.keys().collect::<Vec<_>>(), ["workspace"]);
    Ok(())
}
