//! The folders of the workspace, and the `[[workspace.metadata.leptos]]` block, which cargo-leptos reads too.

use crate::error::{Error, Result};
use crate::process::{cargo, output};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Keys for cargo-leptos or the running server, which a build does not need.
const IGNORED_KEYS: &[&str] = &[
    "bin-exe-name",
    "disable-erase-components",
    "env",
    "front-target-dir",
    "name",
    "reload-port",
    "site-addr",
    "watch-additional-files",
];

/// What a build has to know about the workspace.
pub struct Workspace {
    pub root: PathBuf,
    /// The root file of every library, program and test of our own.
    pub crate_roots: BTreeSet<PathBuf>,
    pub target_dir: PathBuf,
    pub leptos: LeptosConfig,
}

/// The `[[workspace.metadata.leptos]]` block in Cargo.toml.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LeptosConfig {
    pub output_name: String,
    pub site_root: PathBuf,
    pub site_pkg_dir: PathBuf,
    pub bin_package: String,
    pub bin_target: String,
    pub lib_package: String,
    pub lib_profile_release: String,
    pub style_file: PathBuf,
    pub style_bundle: bool,
    pub browserquery: String,
    hash_files: bool,
    #[serde(flatten)]
    other_keys: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct CargoMetadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
    metadata: Value,
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    src_path: PathBuf,
}

impl Workspace {
    /// Asks Cargo about the workspace.
    ///
    /// # Errors
    /// - Returns an error if Cargo cannot read the workspace.
    /// - Returns [`Error::Metadata`] if the leptos block is invalid, or has a setting that this program does not
    ///   support.
    pub fn load() -> Result<Self> {
        let json = output(cargo().args(["metadata", "--no-deps", "--format-version=1"]))?;
        let metadata: CargoMetadata =
            serde_json::from_str(&json).map_err(|error| Error::Metadata(error.to_string()))?;
        let targets = metadata.packages.into_iter().flat_map(|p| p.targets);
        Ok(Self {
            crate_roots: targets.map(|target| target.src_path).collect(),
            leptos: LeptosConfig::parse(metadata.metadata["leptos"][0].clone())?,
            root: metadata.workspace_root,
            target_dir: metadata.target_directory,
        })
    }

    /// Returns the folder for the built files.
    pub fn pkg_dir(&self) -> PathBuf {
        // Relative to the workspace, as in cargo-leptos, even if `CARGO_TARGET_DIR` is elsewhere.
        self.root
            .join(&self.leptos.site_root)
            .join(&self.leptos.site_pkg_dir)
    }

    /// Returns the folder for intermediate files. It is outside the site, so nobody can download them.
    pub fn scratch_dir(&self) -> PathBuf {
        self.root.join("target/xtask")
    }
}

impl LeptosConfig {
    fn parse(block: Value) -> Result<Self> {
        let parsed: Self =
            serde_json::from_value(block).map_err(|error| Error::Metadata(error.to_string()))?;
        if parsed.hash_files {
            return Err(Error::Metadata(
                "hash-files = true is not supported by ./dev build".to_owned(),
            ));
        }
        // An unknown key could ask for something that this program does not do, so it must not be ignored.
        match parsed
            .other_keys
            .keys()
            .find(|key| !IGNORED_KEYS.contains(&key.as_str()))
        {
            Some(key) => Err(Error::Metadata(format!(
                "{key} is not supported by ./dev build"
            ))),
            None => Ok(parsed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_this_workspace() -> Result<()> {
        let workspace = Workspace::load()?;
        assert!(workspace.pkg_dir().ends_with("target/site/pkg"));
        Ok(())
    }

    #[test]
    fn refuses_an_unsupported_key() {
        let mut block = serde_json::json!({
            "output-name": "x", "site-root": "s", "site-pkg-dir": "p", "bin-package": "b", "bin-target": "b",
            "lib-package": "l", "lib-profile-release": "r", "style-file": "m.css", "style-bundle": true,
            "browserquery": "defaults", "hash-files": false,
        });
        assert!(LeptosConfig::parse(block.clone()).is_ok());
        block["assets-dir"] = "assets".into();
        let result = LeptosConfig::parse(block).map_err(|error| error.to_string());
        assert!(result.is_err_and(|message| message.contains("assets-dir")));
    }
}
