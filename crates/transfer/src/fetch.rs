//! Fetches the objects of a bucket into a folder.

mod commit;
mod list;
mod object;
mod verify;

use crate::event::{Event, EventSink, FileResult, Outcome};
use crate::file_names::key_to_names;
use crate::folder::Folder;
use crate::job::{Job, TransferError, is_disk_full};
use crate::ledger::Ledger;
use crate::retry::retry;
use aws::{ListFrom, ObjectError, ObjectMeta};
use commit::{CommitTask, CompleteFile};
use object::ReadError;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// How many pages of the listing are requested ahead of the objects being read.
const PAGES_AHEAD: usize = 2;
/// How many versions of an object are tried if it is replaced while it is being read.
const MAX_VERSIONS: usize = 3;

/// Options of a fetch.
#[derive(Clone, Default)]
pub struct FetchOptions {
    /// Records what is fetched.
    pub ledger: Option<Arc<dyn Ledger>>,
    /// Skips objects that the ledger has as unchanged.
    pub incremental: bool,
    /// The key of the object that our own connection check writes. It is not the tenant's file, so it is skipped.
    pub marker: Option<String>,
}

/// Fetches every object below the job's prefix. Reports the outcome of each, and goes on if one fails. Without a folder
/// it is a dry run, which only reports what it would do.
///
/// # Errors
/// Returns an error if the fetch ended before it had looked at every object.
pub async fn fetch(
    job: &Job,
    folder: Option<&Folder>,
    options: &FetchOptions,
    events: &EventSink,
) -> Result<(), TransferError> {
    let has_failed = Arc::new(AtomicBool::new(false));
    let events: EventSink = {
        let (events, has_failed) = (Arc::clone(events), Arc::clone(&has_failed));
        Arc::new(move |event| {
            if let Event::FileFinished(result) = event
                && matches!(result.outcome, Outcome::Failed(_) | Outcome::Refused(_))
            {
                has_failed.store(true, Ordering::Relaxed);
            }
            events(event);
        })
    };
    let running = async {
        match folder {
            Some(folder) => fetch_into_folder(job, folder, options, &events).await,
            None => dry_run(job, options, &events).await,
        }
    };
    let result = job.cancellation.run_until_cancelled(running).await;
    // Cancellation does not interrupt file operations. They must end before the caller closes the folder.
    job.limiter.wait_for_disk().await;
    result.unwrap_or(Err(TransferError::Cancelled))?;
    if let Some(folder) = folder
        && !options.incremental
        && !has_failed.load(Ordering::Relaxed)
    {
        folder.mark_complete();
    }
    Ok(())
}

async fn dry_run(
    job: &Job,
    options: &FetchOptions,
    events: &EventSink,
) -> Result<(), TransferError> {
    let (page_sender, mut pages) = mpsc::channel(PAGES_AHEAD);
    let mut listing = JoinSet::new();
    listing.spawn(list::list_objects(job.clone(), page_sender));
    while let Some(page) = pages.recv().await {
        let page = page.map_err(TransferError::List)?;
        select_due_objects(page, job, None, options, events).await?;
    }
    finish_listing(listing).await?;
    events(Event::AllFound);
    Ok(())
}

async fn fetch_into_folder(
    job: &Job,
    folder: &Folder,
    options: &FetchOptions,
    events: &EventSink,
) -> Result<(), TransferError> {
    let (page_sender, mut pages) = mpsc::channel(PAGES_AHEAD);
    // A task for each object: futures that are only joined would share one thread, and be several times slower.
    // https://github.com/smithy-lang/smithy-rs/issues/4682
    let mut tasks = JoinSet::new();
    let mut listing = JoinSet::new();
    listing.spawn(list::list_objects(job.clone(), page_sender));
    let (complete_files, mut committing) = CommitTask::start(
        job.clone(),
        folder.clone(),
        options.ledger.clone(),
        // An incremental fetch can resume by its ledger, so it needs no journal.
        !options.incremental,
        Arc::clone(events),
    );
    while let Some(page) = pages.recv().await {
        let page = page.map_err(TransferError::List)?;
        for object in select_due_objects(page, job, Some(folder), options, events).await? {
            if complete_files.is_closed() {
                // The commit task has failed. Its error says why no file can be moved into place any more.
                return committing.finish().await;
            }
            let permit = job
                .limiter
                .acquire_file(object::memory_for(object.size))
                .await;
            let (job, folder) = (job.clone(), folder.clone());
            let (complete_files, task_events) = (complete_files.clone(), Arc::clone(events));
            tasks.spawn(async move {
                let result = fetch_one(&job, &folder, object, &complete_files, &task_events).await;
                drop(permit);
                result
            });
            // Finished tasks keep their result until it is taken, which would add up over a large bucket.
            while let Some(result) = tasks.try_join_next() {
                report_result(result, events)?;
            }
        }
    }
    finish_listing(listing).await?;
    events(Event::AllFound);
    while let Some(result) = tasks.join_next().await {
        report_result(result, events)?;
    }
    // The commit task ends once the last sender is gone.
    drop(complete_files);
    committing.finish().await?;
    if let Some(ledger) = &options.ledger
        && !options.incremental
        && job.filter.matches_everything()
    {
        // Only a full fetch without a filter has seen every object, so only it may conclude which are gone.
        ledger.forget_unrecorded(&job.prefix).await?;
    }
    Ok(())
}

/// Returns an error if the listing task panicked, because its pages are then not the whole listing.
async fn finish_listing(mut listing: JoinSet<()>) -> Result<(), TransferError> {
    while let Some(result) = listing.join_next().await {
        result.map_err(std::io::Error::other)?;
    }
    Ok(())
}

/// Reports the result of a task from [`fetch_one`], unless the commit task will.
fn report_result(
    result: Result<Result<Option<FileResult>, TransferError>, tokio::task::JoinError>,
    events: &EventSink,
) -> Result<(), TransferError> {
    let result = result.map_err(std::io::Error::other)??;
    if let Some(result) = result {
        events(Event::FileFinished(&result));
    }
    Ok(())
}

/// Returns the objects of a page that must be read, and reports the outcome of the others. Without a folder, none must
/// be read.
async fn select_due_objects(
    page: Vec<ObjectMeta>,
    job: &Job,
    folder: Option<&Folder>,
    options: &FetchOptions,
    events: &EventSink,
) -> Result<Vec<ObjectMeta>, TransferError> {
    let is_unchanged = match (&options.ledger, folder) {
        (Some(ledger), _) if options.incremental => ledger.are_unchanged(&page).await?,
        (_, Some(folder)) => find_already_fetched(&page, job, folder, options).await?,
        (_, None) => vec![false; page.len()],
    };
    let mut due = Vec::new();
    let mut bytes = 0;
    for (object, is_unchanged) in page.into_iter().zip(is_unchanged) {
        let path = job.relative_path(&object.key);
        // The S3 console creates such an object when somebody creates a folder.
        let is_folder_marker = path.is_empty() && object.size == 0;
        let outcome = if is_folder_marker || options.marker.as_ref() == Some(&object.key) {
            continue;
        } else if path.is_empty() {
            Outcome::Refused(
                "its key equals the path prefix, which leaves no name for a file".to_owned(),
            )
        } else if !job.filter.matches(path) {
            Outcome::Excluded
        } else if is_unchanged {
            Outcome::Unchanged
        } else if object.archived {
            Outcome::Archived
        } else if folder.is_none() {
            Outcome::WouldCopy
        } else {
            bytes = u64::saturating_add(bytes, object.size);
            due.push(object);
            continue;
        };
        events(Event::FileFinished(&file_result(&object, job, outcome)));
    }
    events(Event::Found {
        files: due.len() as u64,
        bytes,
    });
    Ok(due)
}

/// Returns, for each object in order, whether an earlier full fetch that was stopped brought it already.
async fn find_already_fetched(
    page: &[ObjectMeta],
    job: &Job,
    folder: &Folder,
    options: &FetchOptions,
) -> Result<Vec<bool>, TransferError> {
    let bucket = job.objects.bucket();
    let is_fetched =
        |object| folder.has_unchanged_file(bucket, object, job.relative_path(&object.key));
    let fetched: Vec<bool> = page.iter().map(is_fetched).collect();
    let fetched_objects: Vec<ObjectMeta> = page
        .iter()
        .zip(&fetched)
        .filter(|(_, is_fetched)| **is_fetched)
        .map(|(object, _)| object.clone())
        .collect();
    if let Some(ledger) = &options.ledger
        && !fetched_objects.is_empty()
    {
        // This job must record them too, or `forget_unrecorded` would forget them.
        ledger.record(&fetched_objects).await?;
    }
    Ok(fetched)
}

fn file_result(object: &ObjectMeta, job: &Job, outcome: Outcome) -> FileResult {
    let path = job.relative_path(&object.key);
    FileResult {
        key: object.key.clone(),
        file: key_to_names(path).join("/"),
        size: object.size,
        outcome,
    }
}

/// Reads one object and passes the complete file to the commit task, which reports its result. Returns a result if
/// there is no complete file.
async fn fetch_one(
    job: &Job,
    folder: &Folder,
    mut object: ObjectMeta,
    complete_files: &mpsc::Sender<CompleteFile>,
    events: &EventSink,
) -> Result<Option<FileResult>, TransferError> {
    let path = job.relative_path(&object.key);
    let names = key_to_names(path);
    // An empty object whose key ends with a slash stands for a folder.
    if object.size == 0 && path.ends_with('/') {
        let empty_folder = CompleteFile {
            result: file_result(&object, job, Outcome::Copied),
            partial: None,
            names,
            object,
        };
        let _ = complete_files.send(empty_folder).await;
        return Ok(None);
    }
    for _ in 0..MAX_VERSIONS {
        let error = match object::read_object(job, folder, &object, events).await {
            Ok(partial) => {
                let file = CompleteFile {
                    result: file_result(&object, job, Outcome::Copied),
                    partial: Some(partial),
                    names,
                    object,
                };
                // Sending fails only when the whole fetch is about to end with the commit task's error.
                let _ = complete_files.send(file).await;
                return Ok(None);
            }
            Err(error) => error,
        };
        let outcome = match error {
            // The other files would fail the same way.
            ReadError::Disk(error) if is_disk_full(&error) => {
                return Err(TransferError::Folder(error));
            }
            ReadError::Disk(error) => Outcome::Failed(error.to_string()),
            ReadError::Store(ObjectError::Archived) => Outcome::Archived,
            ReadError::Store(ObjectError::NotFound | ObjectError::Changed) => {
                match find_current_version(job, &object.key).await {
                    Ok(Some(newer)) => {
                        object = newer;
                        continue;
                    }
                    Ok(None) => Outcome::Vanished,
                    Err(error) => Outcome::Failed(error.to_string()),
                }
            }
            ReadError::Store(error @ ObjectError::Refused { .. }) => {
                Outcome::Refused(error.to_string())
            }
            ReadError::Store(error) => Outcome::Failed(error.to_string()),
        };
        return Ok(Some(file_result(&object, job, outcome)));
    }
    let outcome = Outcome::Failed("it was replaced during every attempt to read it".to_owned());
    Ok(Some(file_result(&object, job, outcome)))
}

/// Returns the object as a listing has it now, or `None` if it was deleted.
async fn find_current_version(job: &Job, key: &str) -> Result<Option<ObjectMeta>, ObjectError> {
    // The key sorts before every longer key that begins with it, so it is on the first page.
    let call = || job.objects.list(key, ListFrom::Start);
    let page = retry(&job.objects, &job.limiter, call).await?;
    Ok(page.objects.into_iter().find(|object| object.key == key))
}
