//! From the bucket into the folder.

mod commit;
mod list;
mod object;
mod verify;

use crate::event::{Ended, Event, Outcome, Tell};
use crate::folder::Folder;
use crate::job::{Job, Stop, is_full};
use crate::ledger::Ledger;
use crate::names::names;
use aws::{Fault, From, Listed};
use commit::{Commit, Whole};
use object::Why;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// So many pages of a list are ready before anybody asks for them.
const PAGES_AHEAD: usize = 2;
/// An object that is replaced again and again is not followed for ever.
const MOST_VERSIONS: usize = 3;

/// How a fetch treats what was fetched before.
#[derive(Clone, Default)]
pub struct How {
    /// Remembers what is fetched.
    pub ledger: Option<Arc<dyn Ledger>>,
    /// Leaves out what the ledger has.
    pub incremental: bool,
    /// The probe's own object, which is nobody's file.
    pub marker: Option<String>,
}

/// Fetches every object under the job's prefix. What becomes of each is told; one that fails keeps no other waiting.
/// Without a folder it only tells what would be done.
///
/// # Errors
/// When it ended before all objects were looked at.
pub async fn fetch(job: &Job, folder: Option<&Folder>, how: &How, tell: &Tell) -> Result<(), Stop> {
    let has_failed = Arc::new(AtomicBool::new(false));
    let tell: Tell = {
        let (tell, has_failed) = (Arc::clone(tell), Arc::clone(&has_failed));
        Arc::new(move |event| {
            if let Event::Ended(ended) = event
                && matches!(ended.outcome, Outcome::Failed(_) | Outcome::Refused(_))
            {
                has_failed.store(true, Ordering::Relaxed);
            }
            tell(event);
        })
    };
    let running = async {
        match folder {
            Some(folder) => run(job, folder, how, &tell).await,
            None => look(job, how, &tell).await,
        }
    };
    let result = job.stop.run_until_cancelled(running).await;
    // What is being written would still be when the folder is closed.
    job.pace.disk_rests().await;
    result.unwrap_or(Err(Stop::Asked))?;
    if let Some(folder) = folder
        && !how.incremental
        && !has_failed.load(Ordering::Relaxed)
    {
        folder.complete();
    }
    Ok(())
}

/// Tells what would be done.
async fn look(job: &Job, how: &How, tell: &Tell) -> Result<(), Stop> {
    let (pages_in, mut pages) = mpsc::channel(PAGES_AHEAD);
    let mut listing = JoinSet::new();
    listing.spawn(list::list(job.clone(), pages_in));
    while let Some(page) = pages.recv().await {
        due(page.map_err(Stop::List)?, job, None, how, tell).await?;
    }
    ended_well(listing).await?;
    tell(Event::AllFound);
    Ok(())
}

async fn run(job: &Job, folder: &Folder, how: &How, tell: &Tell) -> Result<(), Stop> {
    let (pages_in, mut pages) = mpsc::channel(PAGES_AHEAD);
    let mut tasks = JoinSet::new();
    let mut listing = JoinSet::new();
    listing.spawn(list::list(job.clone(), pages_in));
    let (whole, mut committing) = Commit::start(
        job.clone(),
        folder.clone(),
        how.ledger.clone(),
        !how.incremental,
        Arc::clone(tell),
    );
    while let Some(page) = pages.recv().await {
        let page = page.map_err(Stop::List)?;
        for object in due(page, job, Some(folder), how, tell).await? {
            if whole.is_closed() {
                // Files can no longer be named or remembered, so no more are fetched.
                return committing.end().await;
            }
            let work = job.pace.file(object::memory(object.size)).await;
            let (job, folder) = (job.clone(), folder.clone());
            let (whole, telling) = (whole.clone(), Arc::clone(tell));
            tasks.spawn(async move {
                let ended = one(&job, &folder, object, &whole, &telling).await;
                drop(work);
                ended
            });
            while let Some(done) = tasks.try_join_next() {
                finished(done, tell)?;
            }
        }
    }
    ended_well(listing).await?;
    tell(Event::AllFound);
    while let Some(done) = tasks.join_next().await {
        finished(done, tell)?;
    }
    drop(whole);
    committing.end().await?;
    if let Some(ledger) = &how.ledger
        && !how.incremental
        && job.pick.takes_everything()
    {
        ledger.saw_all(&job.prefix).await?;
    }
    Ok(())
}

/// A list that ended by a panic is not the whole list.
async fn ended_well(mut listing: JoinSet<()>) -> Result<(), Stop> {
    while let Some(done) = listing.join_next().await {
        done.map_err(std::io::Error::other)?;
    }
    Ok(())
}

fn finished(
    done: Result<Result<Option<Ended>, Stop>, tokio::task::JoinError>,
    tell: &Tell,
) -> Result<(), Stop> {
    let ended = done.map_err(std::io::Error::other)??;
    if let Some(ended) = ended {
        tell(Event::Ended(&ended));
    }
    Ok(())
}

/// What is to be read of a page: nothing without a folder. What becomes of the rest is told.
async fn due(
    page: Vec<Listed>,
    job: &Job,
    folder: Option<&Folder>,
    how: &How,
    tell: &Tell,
) -> Result<Vec<Listed>, Stop> {
    let known = match (&how.ledger, folder) {
        (Some(ledger), _) if how.incremental => ledger.unchanged(&page).await?,
        (_, Some(folder)) => finished_before(&page, job, folder, how).await?,
        (_, None) => vec![false; page.len()],
    };
    let mut due = Vec::new();
    let mut bytes = 0;
    for (object, unchanged) in page.into_iter().zip(known) {
        let path = job.path(&object.key);
        let is_folder_itself = path.is_empty() && object.size == 0;
        let outcome = if is_folder_itself || how.marker.as_ref() == Some(&object.key) {
            continue;
        } else if path.is_empty() {
            Outcome::Refused(
                "its key is the path prefix itself, which leaves no name for a file".to_owned(),
            )
        } else if !job.pick.takes(path) {
            Outcome::Excluded
        } else if unchanged {
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
        tell(Event::Ended(&ended(&object, job, outcome)));
    }
    tell(Event::Found {
        files: due.len() as u64,
        bytes,
    });
    Ok(due)
}

/// Says of each object whether a full fetch that was stopped brought it already.
async fn finished_before(
    page: &[Listed],
    job: &Job,
    folder: &Folder,
    how: &How,
) -> Result<Vec<bool>, Stop> {
    let has = |object| folder.has(job.objects.bucket(), object, job.path(&object.key));
    let finished: Vec<bool> = page.iter().map(has).collect();
    let of_page = page.iter().zip(&finished);
    let before: Vec<Listed> = of_page
        .filter(|(_, finished)| **finished)
        .map(|(object, _)| object.clone())
        .collect();
    if let Some(ledger) = &how.ledger
        && !before.is_empty()
    {
        // Or `saw_all` would forget them.
        ledger.record(&before).await?;
    }
    Ok(finished)
}

fn ended(object: &Listed, job: &Job, outcome: Outcome) -> Ended {
    let path = job.path(&object.key);
    Ended {
        key: object.key.clone(),
        file: names(path).join("/"),
        size: object.size,
        outcome,
    }
}

/// Reads one object and hands its file on to be named. Returns what became of it otherwise.
async fn one(
    job: &Job,
    folder: &Folder,
    mut object: Listed,
    whole: &mpsc::Sender<Whole>,
    tell: &Tell,
) -> Result<Option<Ended>, Stop> {
    let path = job.path(&object.key);
    let names = names(path);
    if object.size == 0 && path.ends_with('/') {
        let made = Whole {
            ended: ended(&object, job, Outcome::Copied),
            partial: None,
            names,
            object,
        };
        let _ = whole.send(made).await;
        return Ok(None);
    }
    for _ in 0..MOST_VERSIONS {
        let why = match object::read(job, folder, &object, tell).await {
            Ok(partial) => {
                let file = Whole {
                    ended: ended(&object, job, Outcome::Copied),
                    partial: Some(partial),
                    names,
                    object,
                };
                // Nobody takes it any more only when the whole transfer ends.
                let _ = whole.send(file).await;
                return Ok(None);
            }
            Err(why) => why,
        };
        let outcome = match why {
            Why::Disk(error) if is_full(&error) => return Err(Stop::Folder(error)),
            Why::Disk(error) => Outcome::Failed(error.to_string()),
            Why::Store(Fault::Archived) => Outcome::Archived,
            Why::Store(Fault::Gone | Fault::Changed) => match now(job, &object.key).await {
                Ok(Some(newer)) => {
                    object = newer;
                    continue;
                }
                Ok(None) => Outcome::Vanished,
                Err(fault) => Outcome::Failed(fault.to_string()),
            },
            Why::Store(fault @ Fault::Refused { .. }) => Outcome::Refused(fault.to_string()),
            Why::Store(fault) => Outcome::Failed(fault.to_string()),
        };
        return Ok(Some(ended(&object, job, outcome)));
    }
    let outcome = Outcome::Failed("it was replaced each time while it was read".to_owned());
    Ok(Some(ended(&object, job, outcome)))
}

/// The object as a list has it at this moment.
async fn now(job: &Job, key: &str) -> Result<Option<Listed>, Fault> {
    let call = || job.objects.list(key, From::Start);
    let page = crate::attempts::attempt(&job.objects, &job.pace, call).await?;
    Ok(page.objects.into_iter().find(|object| object.key == key))
}
