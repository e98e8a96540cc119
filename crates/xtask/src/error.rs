//! What can go wrong in a build. The messages are for the person who runs `./dev`.

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
        "the frontend must not depend on: {}. Find out where it comes from with \
         `cargo tree -p frontend --target wasm32-unknown-unknown -e normal -i NAME`",
        .0.join(", ")
    )]
    ForbiddenDependencies(Vec<String>),
    #[error("{}: {source}", path.display())]
    Syntax { path: PathBuf, source: syn::Error },
    #[error("files import each other in circles:\n{0}")]
    Cycles(String),
}

/// Adds a path to I/O errors.
pub trait WithPath<T> {
    /// Adds `path` to the error.
    ///
    /// # Errors
    /// Returns [`Error::File`] if `self` is an error.
    fn with_path(self, path: &Path) -> Result<T>;
}

impl<T> WithPath<T> for io::Result<T> {
    fn with_path(self, path: &Path) -> Result<T> {
        self.map_err(|source| Error::File {
            path: path.to_owned(),
            source,
        })
    }
}
