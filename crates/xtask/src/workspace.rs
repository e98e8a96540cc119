//! Where things are, and the `[[workspace.metadata.leptos]]` block that cargo-leptos reads too.

use crate::cargo;
use crate::error::{Error, Result};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Keys that mean something to cargo-leptos or to the running server, and nothing to a build.
const NOT_OURS: &[&str] = &[
    "bin-exe-name",
    "disable-erase-components",
    "env",
    "front-target-dir",
    "name",
    "reload-port",
    "site-addr",
    "watch-additional-files",
];

pub struct Workspace {
    pub root: PathBuf,
    pub target: PathBuf,
    pub leptos: Leptos,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Leptos {
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
    rest: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct CargoMetadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
    metadata: Value,
}

impl Workspace {
    /// # Errors
    /// Cargo cannot read the workspace, or its leptos block asks for what this builder cannot do.
    pub fn load() -> Result<Self> {
        let json = cargo::query(&["metadata", "--no-deps", "--format-version=1"])?;
        let found: CargoMetadata =
            serde_json::from_str(&json).map_err(|error| Error::Metadata(error.to_string()))?;
        Ok(Self {
            leptos: Leptos::parse(found.metadata["leptos"][0].clone())?,
            root: found.workspace_root,
            target: found.target_directory,
        })
    }

    /// The folder of the built files. cargo-leptos takes it from the workspace, wherever Cargo's own target is.
    pub fn pkg_dir(&self) -> PathBuf {
        self.root
            .join(&self.leptos.site_root)
            .join(&self.leptos.site_pkg_dir)
    }

    /// A folder for intermediate files, beside the site and never served.
    pub fn scratch(&self) -> PathBuf {
        self.root.join("target/xtask")
    }
}

impl Leptos {
    fn parse(block: Value) -> Result<Self> {
        let parsed: Self =
            serde_json::from_value(block).map_err(|error| Error::Metadata(error.to_string()))?;
        if parsed.hash_files {
            return Err(Error::Metadata(
                "hash-files = true is not supported by ./dev build".to_owned(),
            ));
        }
        match parsed
            .rest
            .keys()
            .find(|key| !NOT_OURS.contains(&key.as_str()))
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
    fn a_key_that_would_be_ignored_is_refused() {
        let mut block = serde_json::json!({
            "output-name": "x", "site-root": "s", "site-pkg-dir": "p", "bin-package": "b", "bin-target": "b",
            "lib-package": "l", "lib-profile-release": "r", "style-file": "m.css", "style-bundle": true,
            "browserquery": "defaults", "hash-files": false,
        });
        assert!(Leptos::parse(block.clone()).is_ok());
        block["assets-dir"] = "assets".into();
        let refused = Leptos::parse(block).map_err(|error| error.to_string());
        assert!(refused.is_err_and(|words| words.contains("assets-dir")));
    }
}
