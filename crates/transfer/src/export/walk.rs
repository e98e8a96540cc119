//! Finds the files of a folder, and decides which of them can be objects.

use crate::file_names::PARTIAL_FOLDER;
use aws::ObjectMeta;
use std::fs::{FileType, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use tokio::sync::mpsc;
use walkdir::{DirEntry, WalkDir};

/// In bytes. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>
const MAX_KEY_LENGTH: usize = 1_024;

/// An entry of the folder that is not a folder itself.
#[derive(Debug)]
pub(super) struct FolderEntry {
    pub(super) path: PathBuf,
    /// The path below the folder, with slashes. Bytes that are not UTF-8 are replaced.
    pub(super) relative_path: String,
    /// Or why it could not be read.
    metadata: Result<Metadata, String>,
}

/// Returns a blocking function that walks the folder and sends what it finds. Symbolic links are not followed, because
/// they may lead out of the folder.
pub(super) fn walk_folder(
    folder: PathBuf,
    entries: mpsc::Sender<FolderEntry>,
) -> impl FnOnce() + Send {
    move || {
        // An earlier fetch into this folder may have left partial files. They must not be exported.
        let is_wanted = |entry: &DirEntry| {
            entry.depth() != 1 || entry.file_name().to_str() != Some(PARTIAL_FOLDER)
        };
        // Unsorted: sorting would need all names of a folder in memory at once.
        let walk = WalkDir::new(&folder).into_iter().filter_entry(is_wanted);
        for entry in walk {
            let Some(entry) = to_folder_entry(&folder, entry) else {
                continue;
            };
            if entries.blocking_send(entry).is_err() {
                return;
            }
        }
    }
}

/// Returns `None` for a folder. Turns an error of the walk into an entry, so that it is reported.
fn to_folder_entry(folder: &Path, entry: walkdir::Result<DirEntry>) -> Option<FolderEntry> {
    let (path, metadata) = match entry {
        Ok(entry) if entry.file_type().is_dir() => return None,
        Ok(entry) => {
            let metadata = entry.metadata().map_err(|error| error.to_string());
            (entry.into_path(), metadata)
        }
        Err(error) => {
            let path = error.path().unwrap_or(folder).to_owned();
            // The inner error does not repeat the path.
            let reason = error
                .io_error()
                .map_or_else(|| error.to_string(), ToString::to_string);
            (path, Err(reason))
        }
    };
    let relative = path.strip_prefix(folder).unwrap_or(&path);
    let names: Vec<_> = relative.iter().map(|name| name.to_string_lossy()).collect();
    Some(FolderEntry {
        relative_path: names.join("/"),
        path,
        metadata,
    })
}

/// Returns the object that a file becomes, with the size and modification time of the file.
///
/// # Errors
/// Returns, in words, why the entry cannot be an object:
/// - its metadata cannot be read,
/// - it is not a regular file,
/// - its name is not UTF-8,
/// - its key would be too long.
pub(super) fn to_object(entry: &FolderEntry, prefix: &str) -> Result<ObjectMeta, String> {
    let metadata = entry.metadata.as_ref().map_err(Clone::clone)?;
    if !metadata.is_file() {
        return Err(describe_file_type(metadata.file_type()));
    }
    if entry.path.to_str().is_none() {
        return Err("its name is not UTF-8, which keys must be".to_owned());
    }
    let key = format!("{prefix}{}", entry.relative_path);
    if key.len() > MAX_KEY_LENGTH {
        return Err(format!(
            "its key would have {} bytes; S3 allows {MAX_KEY_LENGTH}",
            key.len()
        ));
    }
    Ok(ObjectMeta {
        key,
        // Known only after the upload.
        etag: String::new(),
        size: metadata.len(),
        modified: modified_millis(metadata),
        archived: false,
    })
}

/// Returns the modification time in Unix milliseconds, or 0 if there is none.
pub(super) fn modified_millis(metadata: &Metadata) -> i64 {
    let since_epoch = metadata
        .modified()
        .ok()
        .and_then(|modified| modified.duration_since(UNIX_EPOCH).ok());
    since_epoch
        .and_then(|since_epoch| i64::try_from(since_epoch.as_millis()).ok())
        .unwrap_or_default()
}

fn describe_file_type(file_type: FileType) -> String {
    if file_type.is_symlink() {
        "it is a symbolic link; links are not followed".to_owned()
    } else {
        "it is not a file, but a socket, a pipe or a device".to_owned()
    }
}
