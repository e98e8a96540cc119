//! Moves complete files to their final names, many at a time.
//!
//! A file gets its final name only once its contents would survive a loss of power, and it is recorded only once its
//! name would. Waiting for the disk after each file would take longer than fetching it. So a batch takes all files that
//! are complete by now, syncs their contents together and renames them. The sync of the next batch covers the new names
//! too, so only then are the files recorded in the ledger.

use crate::event::{Event, EventSink, FileResult, Outcome};
use crate::folder::{Folder, PartialFile};
use crate::job::{Job, TransferError};
use crate::ledger::Ledger;
use aws::ObjectMeta;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

const MAX_BATCH: usize = 512;

/// A file that is complete but does not have its final name yet.
#[derive(Debug)]
pub(super) struct CompleteFile {
    /// The result to report if the file gets its name.
    pub(super) result: FileResult,
    /// `None` for a folder.
    pub(super) partial: Option<PartialFile>,
    pub(super) names: Vec<String>,
    pub(super) object: ObjectMeta,
}

/// The task that moves files into place. Dropping it aborts the task.
pub(super) struct CommitTask(JoinSet<Result<(), TransferError>>);

impl CommitTask {
    /// Starts the task, and returns a sender for its files. Records files in the ledger if there is one. With
    /// `uses_journal`, also appends them to the folder's journal.
    pub(super) fn start(
        job: Job,
        folder: Folder,
        ledger: Option<Arc<dyn Ledger>>,
        uses_journal: bool,
        events: EventSink,
    ) -> (mpsc::Sender<CompleteFile>, Self) {
        let (sender, files) = mpsc::channel(MAX_BATCH);
        let mut task = JoinSet::new();
        task.spawn(run(files, job, folder, ledger, uses_journal, events));
        (sender, Self(task))
    }

    /// Waits until every file has its name and is recorded. All senders must be dropped by then.
    pub(super) async fn finish(&mut self) -> Result<(), TransferError> {
        match self.0.join_next().await {
            Some(result) => result.map_err(std::io::Error::other)?,
            None => Ok(()),
        }
    }
}

async fn run(
    mut files: mpsc::Receiver<CompleteFile>,
    job: Job,
    folder: Folder,
    ledger: Option<Arc<dyn Ledger>>,
    uses_journal: bool,
    events: EventSink,
) -> Result<(), TransferError> {
    // Objects of the previous batch, whose names the next sync makes safe.
    let mut unrecorded: Vec<ObjectMeta> = Vec::new();
    let mut has_unsynced_names = false;
    loop {
        let mut batch = Vec::new();
        let has_files = files.recv_many(&mut batch, MAX_BATCH).await > 0;
        // After the last files, one empty batch syncs and records their names.
        if !has_files && !has_unsynced_names {
            return Ok(());
        }
        has_unsynced_names = has_files;
        let batch_folder = folder.clone();
        let journal_bucket = uses_journal.then(|| job.objects.bucket().to_owned());
        let moving = job.limiter.run_on_disk(move || {
            batch_folder.sync()?;
            let results: Vec<_> = batch
                .into_iter()
                .map(|file| move_into_place(&batch_folder, file))
                .collect();
            if let Some(bucket) = journal_bucket {
                // The journal need not wait for the names to be synced: it compares each entry with the file, so a
                // file that lost its name is fetched again.
                let files = results
                    .iter()
                    .filter(|(result, _)| {
                        result.outcome == Outcome::Copied && !result.file.is_empty()
                    })
                    .map(|(result, object)| (object, result.file.as_str()));
                batch_folder.append_to_journal(&bucket, files)?;
            }
            Ok(results)
        });
        let results = moving.await?;
        if let Some(ledger) = &ledger {
            ledger.record(&unrecorded).await?;
        }
        unrecorded.clear();
        for (result, object) in results {
            events(Event::FileFinished(&result));
            if result.outcome == Outcome::Copied && ledger.is_some() {
                unrecorded.push(object);
            }
        }
    }
}

/// Gives a file its final name, or creates a folder.
fn move_into_place(folder: &Folder, file: CompleteFile) -> (FileResult, ObjectMeta) {
    let mut result = file.result;
    let path = match &file.partial {
        Some(partial) => folder.move_into_place(partial, &file.names),
        // A folder's key ends with a slash, so its last name stands for an empty segment and for no folder.
        None => folder.create_folders(&file.names[..file.names.len() - 1]),
    };
    match path {
        Ok(path) => result.file = path,
        Err(error) => {
            if let Some(partial) = &file.partial {
                folder.discard_partial(partial);
            }
            result.outcome =
                Outcome::Failed(format!("it could not be moved to its final name: {error}"));
        }
    }
    (result, file.object)
}
