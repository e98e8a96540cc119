//! What can go wrong while building, in words for whoever typed `./dev`.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot start {program}: {source} (./dev installs it and puts it on PATH)")]
    Start { program: String, source: io::Error },
    #[error("{program} failed: {status}")]
    Failed { program: String, status: ExitStatus },
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("the leptos block in Cargo.toml: {0}")]
    Metadata(String),
    #[error("wasm-bindgen: {0}")]
    Bindgen(String),
    #[error(
        "the browser's half must not depend on: {}. See where it comes from with \
         `cargo tree -p frontend --target wasm32-unknown-unknown -e normal -i NAME`",
        .0.join(", ")
    )]
    Impure(Vec<String>),
}

/// Names the file in an I/O error.
pub trait At<T> {
    /// # Errors
    /// The same error, with `path` in its words.
    fn at(self, path: &Path) -> Result<T>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T> {
        self.map_err(|source| Error::File {
            path: path.to_owned(),
            source,
        })
    }
}
