//! Finds the files of a folder, and says which of them can be objects.

use crate::names::PARTIAL;
use aws::Listed;
use std::fs::{FileType, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use tokio::sync::mpsc;
use walkdir::{DirEntry, WalkDir};

/// In bytes. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>
const LONGEST_KEY: usize = 1_024;

/// Something in the folder that is no folder.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// Below the folder, with slashes; what is no text in it is replaced.
    pub(super) relative: String,
    what: Result<Metadata, String>,
}

/// Returns what walks the folder. Links are not followed: what is behind them may be anywhere.
pub(super) fn walk(folder: PathBuf, found: mpsc::Sender<Found>) -> impl FnOnce() + Send {
    move || {
        // What a fetch into this folder left half-written is nobody's file.
        let is_file =
            |entry: &DirEntry| entry.depth() != 1 || entry.file_name().to_str() != Some(PARTIAL);
        // In the order that the folder has them: to sort them, all names of a folder would be in memory at once.
        let entries = WalkDir::new(&folder).into_iter().filter_entry(is_file);
        for entry in entries {
            let Some(entry) = found_in(&folder, entry) else {
                continue;
            };
            if found.blocking_send(entry).is_err() {
                return;
            }
        }
    }
}

fn found_in(folder: &Path, entry: walkdir::Result<DirEntry>) -> Option<Found> {
    let (path, what) = match entry {
        Ok(entry) if entry.file_type().is_dir() => return None,
        Ok(entry) => {
            let what = entry.metadata().map_err(|error| error.to_string());
            (entry.into_path(), what)
        }
        Err(error) => {
            let path = error.path().unwrap_or(folder).to_owned();
            let io = error
                .io_error()
                .map_or_else(|| error.to_string(), ToString::to_string);
            (path, Err(io))
        }
    };
    let below = path.strip_prefix(folder).unwrap_or(&path);
    let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
    Some(Found {
        relative: names.join("/"),
        path,
        what,
    })
}

/// The object that a file is to be, with the file's size and time.
///
/// # Errors
/// Why it can be none, in words.
pub(super) fn object(found: &Found, prefix: &str) -> Result<Listed, String> {
    let what = found.what.as_ref().map_err(Clone::clone)?;
    if !what.is_file() {
        return Err(kind(what.file_type()));
    }
    if found.path.to_str().is_none() {
        return Err("its name is not UTF-8, as keys are".to_owned());
    }
    let key = format!("{prefix}{}", found.relative);
    if key.len() > LONGEST_KEY {
        return Err(format!(
            "its key would have {} bytes; S3 takes {LONGEST_KEY}",
            key.len()
        ));
    }
    Ok(Listed {
        key,
        etag: String::new(),
        size: what.len(),
        modified: modified(what),
        archived: false,
    })
}

/// In Unix milliseconds.
pub(super) fn modified(what: &Metadata) -> i64 {
    let since = what
        .modified()
        .ok()
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    since
        .and_then(|since| i64::try_from(since.as_millis()).ok())
        .unwrap_or_default()
}

fn kind(kind: FileType) -> String {
    if kind.is_symlink() {
        "it is a link, and links are not followed".to_owned()
    } else {
        "it is no file, but a socket, a pipe or a device".to_owned()
    }
}
