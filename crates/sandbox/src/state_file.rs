//! The state file: accounts, users, roles and buckets as JSON, readable by its owner only.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::SandboxError;
use crate::iam::Directory;

const VERSION: u32 = 1;

/// Returns the path of the state file of the sandbox in `dir`.
#[must_use]
pub fn path(dir: &Path) -> PathBuf {
    dir.join("state.json")
}

/// Reads the state file. Returns `None` if there is no such file yet.
///
/// # Errors
/// - Returns [`SandboxError::Io`] if the file cannot be read.
/// - Returns [`SandboxError::State`] if it is not the state of a sandbox, or of another version.
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
            "the file has version {}, but this program reads version {VERSION}",
            directory.version
        );
        return Err(SandboxError::State { path, detail });
    }
    Ok(Some(directory))
}

/// Replaces the state file in one step, so that a crash leaves the old state or the new one.
///
/// # Errors
/// Returns [`SandboxError::Io`] if the folder cannot be written.
pub fn save(dir: &Path, directory: &Directory) -> Result<(), SandboxError> {
    let path = path(dir);
    let text = serde_json::to_vec_pretty(directory).map_err(|e| SandboxError::State {
        path: path.clone(),
        detail: e.to_string(),
    })?;
    let write = || {
        // A temporary file has mode 0600, and renaming keeps the mode. So the secrets are never readable by other
        // users.
        let mut file = NamedTempFile::new_in(dir)?;
        file.write_all(&text)?;
        file.as_file().sync_all()?;
        file.persist(&path).map_err(|e| e.error)
    };
    write().map(drop).map_err(SandboxError::io(path.clone()))
}
