//! The folders of a job, and the snapshots that pass from one job of a tenant and flow to the next.

use domain::FlowId;
use service::TenantScope;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// How many folders of finished jobs stay: of jobs that failed, only read, or were run with `--keep`.
const MAX_OLD_JOBS: usize = 50;
/// The suffix of files that `gluestick` had not finished writing.
const GLUESTICK_PARTIAL_SUFFIX: &str = ".hg.partial_written.lock";

/// The folders of one job. While a value exists, no other job of the same tenant and flow can start.
pub struct JobFolders {
    root: PathBuf,
    /// Holds the snapshots between jobs, in subfolders.
    snapshots: PathBuf,
    /// Locked for the tenant and flow.
    _tenant_lock: File,
    /// The job's folder, locked so that other jobs do not remove it as an old one.
    _folder_lock: File,
}

impl JobFolders {
    /// Creates the job's folders, and copies the snapshots of the previous job into them.
    ///
    /// # Errors
    /// - [`io::ErrorKind::WouldBlock`] if another job of the tenant and flow is in progress.
    /// - Another error if a folder cannot be created, or if the snapshots cannot be copied.
    pub fn create(
        data_dir: &Path,
        job: &str,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> io::Result<Self> {
        let snapshots = data_dir
            .join("snapshots")
            .join(scope.environment.as_str())
            .join(flow.as_str())
            .join(scope.tenant.as_str());
        fs::create_dir_all(&snapshots)?;
        let tenant_lock = File::create(snapshots.join("lock"))?;
        tenant_lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
            TryLockError::Error(error) => error,
        })?;
        let jobs = data_dir.join("jobs");
        fs::create_dir_all(&jobs)?;
        remove_old_jobs(&jobs)?;
        let root = fs::canonicalize(&jobs)?.join(job);
        for folder in ["sync-output", "etl-output", "snapshots", "tmp"] {
            fs::create_dir_all(root.join(folder))?;
        }
        let folder_lock = File::open(&root)?;
        // Some network file systems cannot lock folders. There, a job can lose its folder once 50 other jobs have run.
        if let Err(error) = folder_lock.try_lock() {
            tracing::debug!(%error, "could not lock the job’s folder");
        }
        let folders = Self {
            root,
            snapshots,
            _tenant_lock: tenant_lock,
            _folder_lock: folder_lock,
        };
        // A crash between the two renames of `save_snapshots` leaves no current snapshots. The older ones replace them.
        let (current, older) = (
            folders.snapshots.join("kept"),
            folders.snapshots.join("older"),
        );
        if !current.exists() && older.exists() {
            fs::rename(&older, &current)?;
        }
        if current.exists() {
            copy_folder(&current, &folders.root.join("snapshots"))?;
        }
        Ok(folders)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folder that files are fetched into.
    pub fn sync_output(&self) -> PathBuf {
        self.root.join("sync-output")
    }

    /// Returns the folder whose files are exported.
    pub fn etl_output(&self) -> PathBuf {
        self.root.join("etl-output")
    }

    /// Saves the job's snapshots for the next job, replacing the previous ones.
    ///
    /// # Errors
    /// Returns an error if they cannot be copied. The previous ones then stay.
    pub fn save_snapshots(&self) -> io::Result<()> {
        let [current, older, newer] =
            ["kept", "older", "newer"].map(|name| self.snapshots.join(name));
        // Copied beside the current ones and then renamed, so that a crash never leaves half a copy as the current one.
        remove_folder(&newer)?;
        fs::create_dir(&newer)?;
        copy_folder(&self.root.join("snapshots"), &newer)?;
        remove_folder(&older)?;
        if current.exists() {
            fs::rename(&current, &older)?;
        }
        fs::rename(&newer, &current)?;
        remove_folder(&older)
    }

    /// Removes the job's folder.
    ///
    /// # Errors
    /// Returns an error if it cannot be removed.
    pub fn remove(self) -> io::Result<()> {
        fs::remove_dir_all(&self.root)
    }
}

/// Removes a folder with its contents, if it exists.
fn remove_folder(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

/// Copies the files and folders within a folder. Skips symbolic links, because they may lead out of it.
fn copy_folder(source: &Path, target: &Path) -> io::Result<()> {
    for entry in WalkDir::new(source).min_depth(1) {
        let entry = entry?;
        let relative = entry
            .path()
            .strip_prefix(source)
            .map_err(io::Error::other)?;
        let file_type = entry.file_type();
        let name = entry.file_name().to_string_lossy();
        if file_type.is_dir() {
            fs::create_dir(target.join(relative))?;
        } else if file_type.is_file() && !name.ends_with(GLUESTICK_PARTIAL_SUFFIX) {
            fs::copy(entry.path(), target.join(relative))?;
        }
    }
    Ok(())
}

/// Removes the oldest job folders if there are more than [`MAX_OLD_JOBS`], except those of jobs in progress. Another
/// job may be doing the same, so folders can disappear meanwhile.
fn remove_old_jobs(jobs: &Path) -> io::Result<()> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(jobs)? {
        let entry = entry?;
        match entry.metadata().and_then(|metadata| metadata.modified()) {
            Ok(modified) => folders.push((modified, entry.path())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    folders.sort();
    let excess = folders.len().saturating_sub(MAX_OLD_JOBS);
    for (_, path) in &folders[..excess] {
        if !is_in_use(path) {
            remove_folder(path)?;
        }
    }
    Ok(())
}

/// Returns whether a job holds the lock of its folder.
fn is_in_use(job: &Path) -> bool {
    let result = File::open(job).map(|folder| folder.try_lock());
    matches!(result, Ok(Err(TryLockError::WouldBlock)))
}
