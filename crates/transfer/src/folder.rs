//! The folder that files are fetched into.
//!
//! A file under its final name is always complete: it is written under a temporary name and then renamed.

use crate::file_names::{CONFLICT_SUFFIX, PARTIAL_FOLDER, display_path, key_to_names};
use crate::journal::{Journal, unix_nanoseconds};
use aws::ObjectMeta;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, OpenOptions};
use rustix::fs::FlockOperation;
use rustix::io::Errno;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The journal's file name in the folder of partial files. Partial files have numbers as names.
const JOURNAL_FILE: &str = "finished";

/// A folder to fetch into, locked against other fetches. Clones are the same folder.
///
/// All files are opened through [`cap_std`], so neither a key nor a symbolic link can lead out of the folder.
#[derive(Clone, Debug)]
pub struct Folder {
    root: Arc<Dir>,
    /// Another handle of `root`, for locking and syncing. [`Dir`] may hold a handle that only resolves names.
    handle: Arc<std::fs::File>,
    partial: Arc<Dir>,
    /// The name of the next partial file.
    next_partial: Arc<AtomicU64>,
    journal: Arc<Journal>,
    is_complete: Arc<AtomicBool>,
    /// The file system treats names that differ only in case as the same, as exFAT does.
    ignores_case: bool,
    last_created: Arc<Mutex<CreatedFolders>>,
}

/// Nested folders that exist and are not symbolic links.
#[derive(Debug, Default)]
struct CreatedFolders {
    names: Vec<String>,
    /// Differs from `names` where a folder got a conflict suffix.
    path: String,
}

/// A file that does not have its final name yet. Its handle is closed, because thousands of them may wait for the disk.
#[derive(Debug)]
pub(crate) struct PartialFile {
    name: String,
}

impl Folder {
    /// Opens the folder, or creates it if it does not exist. Removes partial files of an earlier fetch and keeps its
    /// journal.
    ///
    /// # Errors
    /// - [`ErrorKind::ResourceBusy`] if another fetch is using the folder.
    /// - Another error if the folder cannot be created, read or written.
    pub fn open(path: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(path)?;
        let root = Dir::open_ambient_dir(path, ambient_authority())?;
        let handle = std::fs::File::open(path)?;
        // The lock ends with the process, even if that is killed. Some file systems have no locks; there the folder is
        // used without one.
        if let Err(Errno::WOULDBLOCK) =
            rustix::fs::flock(&handle, FlockOperation::NonBlockingLockExclusive)
        {
            let busy = "another fetch is writing to it";
            return Err(io::Error::new(ErrorKind::ResourceBusy, busy));
        }
        match root.symlink_metadata(PARTIAL_FOLDER) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => {
                root.remove_file(PARTIAL_FOLDER)?;
                root.create_dir(PARTIAL_FOLDER)?;
            }
            Err(_) => root.create_dir(PARTIAL_FOLDER)?,
        }
        let partial = root.open_dir(PARTIAL_FOLDER)?;
        remove_partial_files(&partial)?;
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        let journal = partial.open_with(JOURNAL_FILE, &options)?.into_std();
        // The journal exists in lower case. If upper case finds it too, the file system ignores case.
        let ignores_case = partial
            .symlink_metadata(JOURNAL_FILE.to_uppercase())
            .is_ok();
        let journal = Journal::read(journal);
        if !journal.is_empty() {
            // The journal is written before the names of its files are safe from a loss of power.
            rustix::fs::syncfs(&handle)?;
        }
        Ok(Self {
            root: Arc::new(root),
            handle: Arc::new(handle),
            partial: Arc::new(partial),
            next_partial: Arc::default(),
            journal: Arc::new(journal),
            is_complete: Arc::default(),
            ignores_case,
            last_created: Arc::default(),
        })
    }

    /// Removes partial files. Keeps the journal if the fetch did not bring every file, so that the next one can go on
    /// from there.
    ///
    /// # Errors
    /// Returns an error if the files cannot be removed.
    pub fn close(self) -> io::Result<()> {
        let is_journal_empty = || {
            self.partial
                .metadata(JOURNAL_FILE)
                .map(|file| file.len() == 0)
        };
        if self.is_complete.load(Ordering::Relaxed) || is_journal_empty()? {
            self.root.remove_dir_all(PARTIAL_FOLDER)
        } else {
            remove_partial_files(&self.partial)
        }
    }

    /// Records that the fetch brought every file, so that [`Folder::close`] removes the journal.
    pub(crate) fn mark_complete(&self) {
        self.is_complete.store(true, Ordering::Relaxed);
    }

    /// Returns whether an earlier fetch that did not bring every file brought this one, and it has not changed since.
    pub(crate) fn has_unchanged_file(&self, bucket: &str, object: &ObjectMeta, path: &str) -> bool {
        let file_state = || self.file_state(&key_to_names(path).join("/"));
        self.journal.has_unchanged_file(bucket, object, file_state)
    }

    /// Appends objects to the journal, given the paths of their files.
    ///
    /// # Errors
    /// Returns an error if the journal cannot be written.
    pub(crate) fn append_to_journal<'a>(
        &self,
        bucket: &str,
        files: impl Iterator<Item = (&'a ObjectMeta, &'a str)>,
    ) -> io::Result<()> {
        let files = files.filter_map(|(object, path)| Some((object, self.file_state(path)?.1)));
        self.journal.append(bucket, files)
    }

    /// Returns a file's length in bytes and its modification time in nanoseconds since 1970.
    fn file_state(&self, path: &str) -> Option<(u64, u128)> {
        let metadata = self.root.symlink_metadata(path).ok()?;
        let modified = metadata.modified().ok()?.into_std();
        metadata
            .is_file()
            .then(|| (metadata.len(), unix_nanoseconds(modified)))
    }

    /// Creates an empty partial file and opens it.
    ///
    /// # Errors
    /// Returns an error if the file cannot be created.
    pub(crate) fn create_partial(&self) -> io::Result<(PartialFile, std::fs::File)> {
        let name = self
            .next_partial
            .fetch_add(1, Ordering::Relaxed)
            .to_string();
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        let file: File = self.partial.open_with(&name, &options)?;
        Ok((PartialFile { name }, file.into_std()))
    }

    /// Removes a partial file that is not needed any more.
    pub(crate) fn discard_partial(&self, partial: &PartialFile) {
        if let Err(error) = self.partial.remove_file(&partial.name) {
            tracing::debug!(%error, "could not remove a partial file; the next fetch into the folder will");
        }
    }

    /// Waits until everything written so far, contents and names, is safe from a loss of power.
    ///
    /// # Errors
    /// Returns an error if the disk reports one.
    pub(crate) fn sync(&self) -> io::Result<()> {
        rustix::fs::syncfs(&*self.handle)?;
        Ok(())
    }

    /// Moves a complete file to its final name, replacing a file that has the name. Returns its path below the folder.
    ///
    /// # Errors
    /// Returns an error if the file cannot be moved there, nor to the name with a conflict suffix.
    pub(crate) fn move_into_place(
        &self,
        partial: &PartialFile,
        names: &[String],
    ) -> io::Result<String> {
        let (file, folders) = names.split_last().ok_or(ErrorKind::InvalidInput)?;
        if folders.is_empty() {
            return self.rename(partial, file.clone());
        }
        // Objects mostly come in the order of their keys, so most files go into the folder of the file before.
        let mut last = self
            .last_created
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if last.names != folders {
            *last = CreatedFolders {
                names: folders.to_vec(),
                path: self.create_folders(folders)?,
            };
        }
        match self.rename(partial, format!("{}/{file}", last.path)) {
            // Another program removed the folder in the meantime.
            Err(error) if is_missing_folder(&error) => {
                last.path = self.create_folders(folders)?;
                self.rename(partial, format!("{}/{file}", last.path))
            }
            result => result,
        }
    }

    /// Renames a partial file to the path. Adds the conflict suffix if the path is a folder, or if an existing name
    /// differs from it only in case.
    fn rename(&self, partial: &PartialFile, path: String) -> io::Result<String> {
        let rename = |path: &str| {
            if self.exists_in_other_case(path)? {
                return Err(io::Error::new(
                    ErrorKind::AlreadyExists,
                    "another name differs from it only in case, which this file system ignores",
                ));
            }
            self.partial.rename(&partial.name, &self.root, path)
        };
        match rename(&path) {
            Err(error)
                if is_folder_in_the_way(&error) || error.kind() == ErrorKind::AlreadyExists =>
            {
                let suffixed = path + CONFLICT_SUFFIX;
                rename(&suffixed).map(|()| suffixed)
            }
            result => result.map(|()| path),
        }
    }

    /// Returns whether the path finds something whose own name differs from it in case.
    fn exists_in_other_case(&self, path: &str) -> io::Result<bool> {
        if !self.ignores_case || self.root.symlink_metadata(path).is_err() {
            return Ok(false);
        }
        // Metadata does not contain the name as it was created. Only a listing of the folder does.
        let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
        for entry in self.root.read_dir(folder)? {
            if entry?.file_name() == name {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Creates nested folders and returns the path of the innermost. A folder whose name is taken by a file gets the
    /// conflict suffix.
    ///
    /// # Errors
    /// Returns an error if a folder cannot be created, or if its name with the suffix is taken too.
    pub(crate) fn create_folders(&self, names: &[String]) -> io::Result<String> {
        let mut path = String::new();
        for name in names {
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(name);
            if self.ensure_folder(&path)? {
                continue;
            }
            path.push_str(CONFLICT_SUFFIX);
            if !self.ensure_folder(&path)? {
                return Err(io::Error::new(
                    ErrorKind::AlreadyExists,
                    format!("{} exists and is not a folder", display_path(&[path])),
                ));
            }
        }
        Ok(path)
    }

    /// Creates a folder unless it exists. Returns whether it does, and is neither a file nor a symbolic link.
    fn ensure_folder(&self, path: &str) -> io::Result<bool> {
        match self.root.create_dir(path) {
            Ok(()) => Ok(true),
            // A symbolic link to another folder must not be followed: two keys would share one file.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                Ok(self.root.symlink_metadata(path)?.is_dir()
                    && !self.exists_in_other_case(path)?)
            }
            Err(error) => Err(error),
        }
    }
}

/// Removes everything but the journal from the folder of partial files.
fn remove_partial_files(partial: &Dir) -> io::Result<()> {
    for entry in partial.entries()? {
        let entry = entry?;
        if entry.file_name() == JOURNAL_FILE {
            continue;
        }
        if entry.file_type()?.is_dir() {
            entry.open_dir()?.remove_open_dir_all()?;
        } else {
            entry.remove_file()?;
        }
    }
    Ok(())
}

fn is_missing_folder(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn is_folder_in_the_way(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::IsADirectory | ErrorKind::DirectoryNotEmpty
    )
}

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
