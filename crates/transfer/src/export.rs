//! Exports the files of a folder into a bucket.

mod upload;
mod walk;

use crate::event::{Event, EventSink, FileResult, Outcome};
use crate::job::{Job, TransferError};
use crate::ledger::Ledger;
use aws::{ObjectMeta, PutResult};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use walk::FolderEntry;

/// How many files are found ahead of those being uploaded.
const FILES_AHEAD: usize = 1_000;
/// How many files are recorded in the ledger at once.
const LEDGER_BATCH: usize = 500;

/// Options of an export.
#[derive(Clone, Default)]
pub struct ExportOptions {
    /// Records what is exported.
    pub ledger: Option<Arc<dyn Ledger>>,
    /// Skips files that the ledger has as unchanged.
    pub skip_unchanged: bool,
    /// Reports what would be done, without doing it.
    pub dry_run: bool,
}

/// The result of an upload. `None` if the export was cancelled and left nothing of the file in the bucket.
type UploadResult = Option<(FileResult, ObjectMeta)>;

/// Writes every file below the folder to the bucket, below the job's prefix. Reports the outcome of each, and goes on
/// if one fails. It never reads from the bucket. A cancelled export aborts its multipart uploads.
///
/// # Errors
/// Returns an error if the export ended before it had looked at every file.
pub async fn export(
    job: &Job,
    folder: &Path,
    options: &ExportOptions,
    events: &EventSink,
) -> Result<(), TransferError> {
    // A token of its own, so that uploads are also cancelled if the export ends early because of an error.
    let cancellation = job.cancellation.child_token();
    let job = &Job {
        cancellation: cancellation.clone(),
        ..job.clone()
    };
    let mut uploads = JoinSet::new();
    let mut recorder = Recorder {
        ledger: options.ledger.clone(),
        unrecorded: Vec::new(),
    };
    let running = run(job, folder, options, events, &mut uploads, &mut recorder);
    let result = cancellation.run_until_cancelled(running).await;
    cancellation.cancel();
    // Whatever reached the bucket must be recorded, however the export ended.
    while let Some(upload) = uploads.join_next().await {
        recorder.report_and_record(upload, events).await?;
    }
    recorder.flush().await?;
    result.unwrap_or(Err(TransferError::Cancelled))
}

async fn run(
    job: &Job,
    folder: &Path,
    options: &ExportOptions,
    events: &EventSink,
    uploads: &mut JoinSet<UploadResult>,
    recorder: &mut Recorder,
) -> Result<(), TransferError> {
    // The walk would report a missing folder as one file that failed. It is a mistake in the command instead.
    drop(tokio::fs::read_dir(folder).await?);
    let (sender, mut entries) = mpsc::channel(FILES_AHEAD);
    let walk = walk::walk_folder(folder.to_owned(), sender);
    let mut walking = JoinSet::new();
    walking.spawn_blocking(walk);
    let mut batch = Vec::new();
    while entries.recv_many(&mut batch, LEDGER_BATCH).await > 0 {
        let batch = std::mem::take(&mut batch);
        for (path, mut object) in select_due_files(batch, job, options, events).await? {
            let permit = job
                .limiter
                .acquire_file(upload::memory_for(object.size))
                .await;
            let (job, task_events) = (job.clone(), Arc::clone(events));
            uploads.spawn(async move {
                let result = upload::upload_file(&job, &path, &mut object, &task_events).await;
                drop(permit);
                match result {
                    Ok(PutResult { etag }) => {
                        let object = ObjectMeta { etag, ..object };
                        Some((file_result(&object, &job, Outcome::Copied), object))
                    }
                    Err(outcome) => {
                        outcome.map(|outcome| (file_result(&object, &job, outcome), object))
                    }
                }
            });
            while let Some(upload) = uploads.try_join_next() {
                recorder.report_and_record(upload, events).await?;
            }
        }
    }
    while let Some(result) = walking.join_next().await {
        // If the walk panicked, it has not found every file.
        result.map_err(std::io::Error::other)?;
    }
    events(Event::AllFound);
    while let Some(upload) = uploads.join_next().await {
        recorder.report_and_record(upload, events).await?;
    }
    Ok(())
}

/// Returns the files of a batch that must be uploaded, and reports the outcome of the others.
async fn select_due_files(
    batch: Vec<FolderEntry>,
    job: &Job,
    options: &ExportOptions,
    events: &EventSink,
) -> Result<Vec<(PathBuf, ObjectMeta)>, TransferError> {
    let report_without_key = |file, outcome| {
        events(Event::FileFinished(&FileResult {
            key: String::new(),
            file,
            size: 0,
            outcome,
        }));
    };
    let mut files = Vec::new();
    for entry in batch {
        if !job.filter.matches(&entry.relative_path) {
            report_without_key(entry.relative_path, Outcome::Excluded);
            continue;
        }
        match walk::to_object(&entry, &job.prefix) {
            Ok(object) => files.push((entry.path, object)),
            Err(reason) => report_without_key(entry.relative_path, Outcome::Refused(reason)),
        }
    }
    let objects: Vec<ObjectMeta> = files.iter().map(|(_, object)| object.clone()).collect();
    let is_unchanged = match &options.ledger {
        Some(ledger) if options.skip_unchanged => ledger.are_unchanged(&objects).await?,
        _ => vec![false; files.len()],
    };
    let mut due = Vec::new();
    for ((path, object), is_unchanged) in files.into_iter().zip(is_unchanged) {
        let outcome = if is_unchanged {
            Outcome::Unchanged
        } else if options.dry_run {
            Outcome::WouldCopy
        } else {
            due.push((path, object));
            continue;
        };
        events(Event::FileFinished(&file_result(&object, job, outcome)));
    }
    events(Event::Found {
        files: due.len() as u64,
        bytes: due.iter().map(|(_, object)| object.size).sum(),
    });
    Ok(due)
}

fn file_result(object: &ObjectMeta, job: &Job, outcome: Outcome) -> FileResult {
    let path = job.relative_path(&object.key);
    FileResult {
        key: object.key.clone(),
        file: path.to_owned(),
        size: object.size,
        outcome,
    }
}

/// Reports uploads, and records them in the ledger in batches.
struct Recorder {
    ledger: Option<Arc<dyn Ledger>>,
    unrecorded: Vec<ObjectMeta>,
}

impl Recorder {
    async fn report_and_record(
        &mut self,
        upload: Result<UploadResult, tokio::task::JoinError>,
        events: &EventSink,
    ) -> Result<(), TransferError> {
        let Some((result, object)) = upload.map_err(std::io::Error::other)? else {
            return Ok(());
        };
        events(Event::FileFinished(&result));
        if result.outcome == Outcome::Copied && self.ledger.is_some() {
            self.unrecorded.push(object);
            if self.unrecorded.len() >= LEDGER_BATCH {
                self.flush().await?;
            }
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), TransferError> {
        if let Some(ledger) = &self.ledger {
            ledger.record(&self.unrecorded).await?;
        }
        self.unrecorded.clear();
        Ok(())
    }
}
