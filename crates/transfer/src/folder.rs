//! The folder that files are fetched into. A file under its own name is always whole: it is written beside, and renamed.

use crate::journal::{Journal, nanoseconds};
use crate::names::{self, BESIDE, PARTIAL};
use aws::Listed;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, OpenOptions};
use rustix::fs::FlockOperation;
use rustix::io::Errno;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// In the folder of half-written files, whose names are numbers.
const JOURNAL: &str = "finished";

/// Clones are the same folder. No name leads out of it, nor does a link that somebody put into it.
#[derive(Clone, Debug)]
pub struct Folder {
    root: Arc<Dir>,
    /// The same folder; [`Dir`] may hold a handle that is good for names only.
    handle: Arc<std::fs::File>,
    partial: Arc<Dir>,
    next: Arc<AtomicU64>,
    journal: Arc<Journal>,
    is_complete: Arc<AtomicBool>,
    /// Names that differ only in case are the same to the file system, as they are on exFAT.
    ignores_case: bool,
    /// The names of the folders that were made last, and their path. None of them is a link.
    made: Arc<Mutex<(Vec<String>, String)>>,
}

/// A file that has no name of its own yet. It is not kept open: thousands may wait for the disk before they are named.
#[derive(Debug)]
pub(crate) struct Partial {
    name: String,
}

impl Folder {
    /// Opens the folder, makes it where it is missing, and removes what an earlier fetch left half-written. What it
    /// finished stays known, unless it brought every file.
    ///
    /// # Errors
    /// When that cannot be done, or another fetch is using the folder.
    pub fn open(path: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(path)?;
        let root = Dir::open_ambient_dir(path, ambient_authority())?;
        let handle = std::fs::File::open(path)?;
        // The lock ends with the process, however that ends. Some file systems have none.
        if let Err(Errno::WOULDBLOCK) =
            rustix::fs::flock(&handle, FlockOperation::NonBlockingLockExclusive)
        {
            let busy = "another fetch is writing to it";
            return Err(io::Error::new(ErrorKind::ResourceBusy, busy));
        }
        match root.symlink_metadata(PARTIAL) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => {
                root.remove_file(PARTIAL)?;
                root.create_dir(PARTIAL)?;
            }
            Err(_) => root.create_dir(PARTIAL)?,
        }
        let partial = root.open_dir(PARTIAL)?;
        remove_half_written(&partial)?;
        let mut lines = OpenOptions::new();
        lines.read(true).append(true).create(true);
        let lines = partial.open_with(JOURNAL, &lines)?.into_std();
        let ignores_case = partial.symlink_metadata(JOURNAL.to_uppercase()).is_ok();
        let journal = Journal::read(lines);
        if !journal.is_empty() {
            // Names that it knows may not outlast a loss of power yet.
            rustix::fs::syncfs(&handle)?;
        }
        Ok(Self {
            root: Arc::new(root),
            handle: Arc::new(handle),
            partial: Arc::new(partial),
            next: Arc::default(),
            journal: Arc::new(journal),
            is_complete: Arc::default(),
            ignores_case,
            made: Arc::default(),
        })
    }

    /// Removes what is half-written.
    ///
    /// # Errors
    /// When that cannot be done.
    pub fn close(self) -> io::Result<()> {
        let nothing_finished = || self.partial.metadata(JOURNAL).map(|file| file.len() == 0);
        if self.is_complete.load(Ordering::Relaxed) || nothing_finished()? {
            self.root.remove_dir_all(PARTIAL)
        } else {
            remove_half_written(&self.partial)
        }
    }

    /// All that a fetch was to bring is where it should be: the next one begins anew.
    pub(crate) fn complete(&self) {
        self.is_complete.store(true, Ordering::Relaxed);
    }

    /// Returns whether an earlier fetch, which did not bring every file, brought this one, and it is there unchanged.
    pub(crate) fn has(&self, bucket: &str, object: &Listed, path: &str) -> bool {
        let look = || self.look(&names::names(path).join("/"));
        self.journal.has(bucket, object, look)
    }

    /// Remembers objects with the paths of their files.
    pub(crate) fn remember<'a>(
        &self,
        bucket: &str,
        files: impl Iterator<Item = (&'a Listed, &'a str)>,
    ) -> io::Result<()> {
        let files = files.filter_map(|(object, path)| Some((object, self.look(path)?.1)));
        self.journal.add(bucket, files)
    }

    /// Returns a file's length in bytes, and when it was last changed in nanoseconds since 1970.
    fn look(&self, path: &str) -> Option<(u64, u128)> {
        let found = self.root.symlink_metadata(path).ok()?;
        let changed = found.modified().ok()?.into_std();
        found.is_file().then(|| (found.len(), nanoseconds(changed)))
    }

    pub(crate) fn begin(&self) -> io::Result<(Partial, std::fs::File)> {
        let name = self.next.fetch_add(1, Ordering::Relaxed).to_string();
        let mut new = OpenOptions::new();
        new.read(true).write(true).create_new(true);
        let file: File = self.partial.open_with(&name, &new)?;
        Ok((Partial { name }, file.into_std()))
    }

    pub(crate) fn give_up(&self, partial: &Partial) {
        if let Err(error) = self.partial.remove_file(&partial.name) {
            tracing::debug!(%error, "a half-written file could not be removed; the folder’s next use does it");
        }
    }

    /// Makes sure that what was written into files and folders so far outlasts a loss of power.
    pub(crate) fn sync(&self) -> io::Result<()> {
        rustix::fs::syncfs(&*self.handle)?;
        Ok(())
    }

    /// Gives a whole file its name, in place of a file that had it. Returns the path it has below the folder.
    pub(crate) fn finish(&self, partial: &Partial, names: &[String]) -> io::Result<String> {
        let (last, folders) = names.split_last().ok_or(ErrorKind::InvalidInput)?;
        if folders.is_empty() {
            return self.rename(partial, last.clone());
        }
        // Most files are the second or later of their folder.
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made.0 != folders {
            *made = (folders.to_vec(), self.make_folders(folders)?);
        }
        match self.rename(partial, format!("{}/{last}", made.1)) {
            // Somebody removed it.
            Err(error) if is_no_folder(&error) => {
                made.1 = self.make_folders(folders)?;
                self.rename(partial, format!("{}/{last}", made.1))
            }
            done => done,
        }
    }

    /// Renames to the path, or beside it where a folder has it, or a name that differs only in case.
    fn rename(&self, partial: &Partial, path: String) -> io::Result<String> {
        let rename = |path: &str| {
            if self.has_in_other_case(path)? {
                let words =
                    "its name and another differ only in case, which this file system ignores";
                return Err(io::Error::new(ErrorKind::AlreadyExists, words));
            }
            self.partial.rename(&partial.name, &self.root, path)
        };
        match rename(&path) {
            Err(error) if is_a_folder(&error) || error.kind() == ErrorKind::AlreadyExists => {
                let beside = path + BESIDE;
                rename(&beside).map(|()| beside)
            }
            done => done.map(|()| path),
        }
    }

    /// Returns whether the path leads to something whose own name differs from it in case.
    fn has_in_other_case(&self, path: &str) -> io::Result<bool> {
        if !self.ignores_case || self.root.symlink_metadata(path).is_err() {
            return Ok(false);
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
        for entry in self.root.read_dir(folder)? {
            if entry?.file_name() == name {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Makes folders one within the other, and returns the path of the last. Where a file has a folder's name already,
    /// the folder gets a name beside it.
    pub(crate) fn make_folders(&self, names: &[String]) -> io::Result<String> {
        let mut path = String::new();
        for name in names {
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(name);
            if self.is_folder_now(&path)? {
                continue;
            }
            path.push_str(BESIDE);
            if !self.is_folder_now(&path)? {
                return Err(io::Error::new(
                    ErrorKind::AlreadyExists,
                    format!("{} is there and is no folder", names::shown(&[path])),
                ));
            }
        }
        Ok(path)
    }

    /// Makes a folder unless it is there. Something else may have its name.
    fn is_folder_now(&self, path: &str) -> io::Result<bool> {
        match self.root.create_dir(path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                Ok(self.root.symlink_metadata(path)?.is_dir() && !self.has_in_other_case(path)?)
            }
            Err(error) => Err(error),
        }
    }
}

fn remove_half_written(partial: &Dir) -> io::Result<()> {
    for entry in partial.entries()? {
        let entry = entry?;
        if entry.file_name() == JOURNAL {
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

fn is_no_folder(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn is_a_folder(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::IsADirectory | ErrorKind::DirectoryNotEmpty
    )
}

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
