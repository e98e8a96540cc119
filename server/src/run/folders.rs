//! A job's folder, and the snapshots that stay between the jobs of a tenant and flow.

use domain::FlowId;
use service::TenantScope;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// So many folders of jobs that failed, or were to stay, are kept.
const KEPT: usize = 50;
/// What `gluestick` leaves of a file that it did not finish.
const HALF_WRITTEN: &str = ".hg.partial_written.lock";

/// The folders of one job. While this is there, no other job of the same tenant and flow begins.
pub struct Folders {
    root: PathBuf,
    snapshots: PathBuf,
    _turn: File,
    /// The job's folder, locked so that no other job takes it for an old one.
    _in_use: File,
}

impl Folders {
    /// Makes the job's folders and puts the snapshots of the last run into them.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] while another job of the tenant and flow is under way; else when a folder cannot
    /// be made.
    pub fn make(
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
        let turn = File::create(snapshots.join("lock"))?;
        turn.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
            TryLockError::Error(error) => error,
        })?;
        let jobs = data_dir.join("jobs");
        fs::create_dir_all(&jobs)?;
        remove_old(&jobs)?;
        let root = fs::canonicalize(&jobs)?.join(job);
        for folder in ["sync-output", "etl-output", "snapshots", "tmp"] {
            fs::create_dir_all(root.join(folder))?;
        }
        let in_use = File::open(&root)?;
        // Some network file systems lock no folders. There a job may still lose its folder to fifty others.
        if let Err(error) = in_use.try_lock() {
            tracing::debug!(%error, "the job’s folder could not be locked");
        }
        let folders = Self {
            root,
            snapshots,
            _turn: turn,
            _in_use: in_use,
        };
        // A crash between the two renames of `keep_snapshots` leaves only the older ones.
        let (kept, older) = (
            folders.snapshots.join("kept"),
            folders.snapshots.join("older"),
        );
        if !kept.exists() && older.exists() {
            fs::rename(&older, &kept)?;
        }
        if kept.exists() {
            copy(&kept, &folders.root.join("snapshots"))?;
        }
        Ok(folders)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn sync_output(&self) -> PathBuf {
        self.root.join("sync-output")
    }

    pub fn etl_output(&self) -> PathBuf {
        self.root.join("etl-output")
    }

    /// Keeps the job's snapshots for the next job, in place of those before.
    ///
    /// # Errors
    /// When they cannot be copied. Those before are kept then.
    pub fn keep_snapshots(&self) -> io::Result<()> {
        let [kept, older, newer] = ["kept", "older", "newer"].map(|name| self.snapshots.join(name));
        remove_all(&newer)?;
        fs::create_dir(&newer)?;
        copy(&self.root.join("snapshots"), &newer)?;
        remove_all(&older)?;
        if kept.exists() {
            fs::rename(&kept, &older)?;
        }
        fs::rename(&newer, &kept)?;
        remove_all(&older)
    }

    /// # Errors
    /// When it cannot be removed.
    pub fn remove(self) -> io::Result<()> {
        fs::remove_dir_all(&self.root)
    }
}

fn remove_all(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// Copies files and folders. Links are left out: what is behind them may be anywhere.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in WalkDir::new(from).min_depth(1) {
        let entry = entry?;
        let below = entry.path().strip_prefix(from).map_err(io::Error::other)?;
        let kind = entry.file_type();
        let name = entry.file_name().to_string_lossy();
        if kind.is_dir() {
            fs::create_dir(to.join(below))?;
        } else if kind.is_file() && !name.ends_with(HALF_WRITTEN) {
            fs::copy(entry.path(), to.join(below))?;
        }
    }
    Ok(())
}

/// Removes the oldest folders of jobs beyond those that are kept, but none of a job that is under way. Another job may do
/// the same at this moment.
fn remove_old(jobs: &Path) -> io::Result<()> {
    let mut found = Vec::new();
    for entry in fs::read_dir(jobs)? {
        let entry = entry?;
        match entry.metadata().and_then(|about| about.modified()) {
            Ok(modified) => found.push((modified, entry.path())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    found.sort();
    let many = found.len().saturating_sub(KEPT);
    for (_, path) in &found[..many] {
        if !is_in_use(path) {
            remove_all(path)?;
        }
    }
    Ok(())
}

fn is_in_use(job: &Path) -> bool {
    let locked = File::open(job).map(|folder| folder.try_lock());
    matches!(locked, Ok(Err(TryLockError::WouldBlock)))
}
