//! The state file: read at start, written whole and atomically at each change, for its owner's eyes only.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::SandboxError;
use crate::iam::Directory;

const VERSION: u32 = 1;

/// Where the state of the sandbox in `dir` is.
#[must_use]
pub fn path(dir: &Path) -> PathBuf {
    dir.join("state.json")
}

/// # Errors
/// When there is a file and it cannot be read, or is not the state of a sandbox.
pub fn load(dir: &Path) -> Result<Option<Directory>, SandboxError> {
    let path = path(dir);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(SandboxError::Io { path, source }),
    };
    let directory: Directory = serde_json::from_str(&text).map_err(|e| SandboxError::State {
        path: path.clone(),
        detail: e.to_string(),
    })?;
    if directory.version != VERSION {
        let detail = format!(
            "it is of version {}, this program reads version {VERSION}",
            directory.version
        );
        return Err(SandboxError::State { path, detail });
    }
    Ok(Some(directory))
}

/// Temporary files are made with mode 0600, which the rename keeps: the secrets are never readable by others.
///
/// # Errors
/// When the folder cannot be written.
pub fn save(dir: &Path, directory: &Directory) -> Result<(), SandboxError> {
    let path = path(dir);
    let text = serde_json::to_vec_pretty(directory).map_err(|e| SandboxError::State {
        path: path.clone(),
        detail: e.to_string(),
    })?;
    let write = || {
        let mut file = NamedTempFile::new_in(dir)?;
        file.write_all(&text)?;
        file.as_file().sync_all()?;
        file.persist(&path).map_err(|e| e.error)
    };
    write().map(drop).map_err(SandboxError::io(path.clone()))
}
