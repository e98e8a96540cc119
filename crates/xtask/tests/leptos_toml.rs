//! `Leptos.toml` is read by the running server, the metadata in `Cargo.toml` by the builders. They say the same.

use std::error::Error;
use std::fs;
use std::path::Path;
use toml::Table;

/// From where cargo runs a test. A path found at compile time would be that of another clone, where two share
/// their builds.
const ROOT: &str = "../..";

const HEADER: &str = "[[workspace.metadata.leptos]]";

#[test]
fn leptos_toml_ends_with_the_block_of_cargo_toml() -> Result<(), Box<dyn Error>> {
    let root = Path::new(ROOT);
    let manifest: Table = fs::read_to_string(root.join("Cargo.toml"))?.parse()?;
    let block = &manifest["workspace"]["metadata"]["leptos"][0];

    // As leptos_config reads it: everything below the header, as if it stood at the top of the file.
    let settings = fs::read_to_string(root.join("Leptos.toml"))?;
    let (_, below) = settings
        .split_once(&format!("\n{HEADER}\n"))
        .ok_or("Leptos.toml has no leptos block")?;
    assert_eq!(Some(&below.parse::<Table>()?), block.as_table());
    Ok(())
}

#[test]
fn every_setting_of_ours_is_commented_out_with_its_default() -> Result<(), Box<dyn Error>> {
    let root = Path::new(ROOT);
    let settings: Table = fs::read_to_string(root.join("Leptos.toml"))?.parse()?;
    assert_eq!(settings.keys().collect::<Vec<_>>(), ["workspace"]);
    Ok(())
}
