//! From the folder into the bucket.

mod file;
mod walk;

use crate::event::{Ended, Event, Outcome, Tell};
use crate::job::{Job, Stop};
use crate::ledger::Ledger;
use aws::{Listed, Written};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use walk::Found;

/// So many files are found before anybody asks for them.
const FOUND_AHEAD: usize = 1_000;
/// So many are remembered at once.
const RECORDED_AT_ONCE: usize = 500;

/// How an export treats what was exported before.
#[derive(Clone, Default)]
pub struct How {
    /// Remembers what is exported.
    pub ledger: Option<Arc<dyn Ledger>>,
    /// Leaves out what the ledger has.
    pub skip_unchanged: bool,
    /// Only says what would be done.
    pub dry_run: bool,
}

/// What became of a file, unless the transfer was stopped and nothing is left of the file in the bucket.
type Done = Option<(Ended, Listed)>;

/// Writes every file below the folder under the job's prefix. What becomes of each is told; one that fails keeps no
/// other waiting. The bucket is only written to. A transfer that is stopped gives up the uploads that are under way.
///
/// # Errors
/// When it ended before all files were looked at.
pub async fn export(job: &Job, folder: &Path, how: &How, tell: &Tell) -> Result<(), Stop> {
    // A token of its own, so that tasks stop as well when the transfer ends early by itself.
    let stop = job.stop.child_token();
    let job = &Job {
        stop: stop.clone(),
        ..job.clone()
    };
    let mut tasks = JoinSet::new();
    let mut record = Record {
        ledger: how.ledger.clone(),
        copied: Vec::new(),
    };
    let running = run(job, folder, how, tell, &mut tasks, &mut record);
    let result = stop.run_until_cancelled(running).await;
    stop.cancel();
    // What is in the bucket is remembered, however the transfer ended.
    while let Some(done) = tasks.join_next().await {
        record.finished(done, tell).await?;
    }
    record.flush().await?;
    result.unwrap_or(Err(Stop::Asked))
}

async fn run(
    job: &Job,
    folder: &Path,
    how: &How,
    tell: &Tell,
    tasks: &mut JoinSet<Done>,
    record: &mut Record,
) -> Result<(), Stop> {
    // A folder that is not there is a mistake, and no empty folder.
    drop(tokio::fs::read_dir(folder).await?);
    let (found_in, mut found) = mpsc::channel(FOUND_AHEAD);
    let walk = walk::walk(folder.to_owned(), found_in);
    let mut walking = JoinSet::new();
    walking.spawn_blocking(walk);
    let mut batch = Vec::new();
    while found.recv_many(&mut batch, RECORDED_AT_ONCE).await > 0 {
        for (path, mut object) in due(std::mem::take(&mut batch), job, how, tell).await? {
            let work = job.pace.file(file::memory(object.size)).await;
            let (job, telling) = (job.clone(), Arc::clone(tell));
            tasks.spawn(async move {
                let written = file::write(&job, &path, &mut object, &telling).await;
                drop(work);
                match written {
                    Ok(Written { etag }) => {
                        let object = Listed { etag, ..object };
                        Some((ended(&object, &job, Outcome::Copied), object))
                    }
                    Err(outcome) => outcome.map(|outcome| (ended(&object, &job, outcome), object)),
                }
            });
            while let Some(done) = tasks.try_join_next() {
                record.finished(done, tell).await?;
            }
        }
    }
    while let Some(done) = walking.join_next().await {
        // A walk that ended by a panic did not find everything.
        done.map_err(std::io::Error::other)?;
    }
    tell(Event::AllFound);
    while let Some(done) = tasks.join_next().await {
        record.finished(done, tell).await?;
    }
    Ok(())
}

/// What is to be written of a batch. What becomes of the rest is told.
async fn due(
    batch: Vec<Found>,
    job: &Job,
    how: &How,
    tell: &Tell,
) -> Result<Vec<(PathBuf, Listed)>, Stop> {
    let mut files = Vec::new();
    for found in batch {
        if !job.pick.takes(&found.relative) {
            tell(Event::Ended(&Ended {
                key: String::new(),
                file: found.relative,
                size: 0,
                outcome: Outcome::Excluded,
            }));
            continue;
        }
        match walk::object(&found, &job.prefix) {
            Ok(object) => files.push((found.path, object)),
            Err(why) => tell(Event::Ended(&Ended {
                key: String::new(),
                file: found.relative,
                size: 0,
                outcome: Outcome::Refused(why),
            })),
        }
    }
    let objects: Vec<Listed> = files.iter().map(|(_, object)| object.clone()).collect();
    let known = match &how.ledger {
        Some(ledger) if how.skip_unchanged => ledger.unchanged(&objects).await?,
        _ => vec![false; files.len()],
    };
    let mut due = Vec::new();
    for ((path, object), unchanged) in files.into_iter().zip(known) {
        if unchanged {
            tell(Event::Ended(&ended(&object, job, Outcome::Unchanged)));
        } else if how.dry_run {
            tell(Event::Ended(&ended(&object, job, Outcome::WouldCopy)));
        } else {
            due.push((path, object));
        }
    }
    tell(Event::Found {
        files: due.len() as u64,
        bytes: due.iter().map(|(_, object)| object.size).sum(),
    });
    Ok(due)
}

fn ended(object: &Listed, job: &Job, outcome: Outcome) -> Ended {
    let path = job.path(&object.key);
    Ended {
        key: object.key.clone(),
        file: path.to_owned(),
        size: object.size,
        outcome,
    }
}

/// Remembers what was written.
struct Record {
    ledger: Option<Arc<dyn Ledger>>,
    copied: Vec<Listed>,
}

impl Record {
    async fn finished(
        &mut self,
        done: Result<Done, tokio::task::JoinError>,
        tell: &Tell,
    ) -> Result<(), Stop> {
        let Some((ended, object)) = done.map_err(std::io::Error::other)? else {
            return Ok(());
        };
        tell(Event::Ended(&ended));
        if ended.outcome == Outcome::Copied && self.ledger.is_some() {
            self.copied.push(object);
            if self.copied.len() >= RECORDED_AT_ONCE {
                self.flush().await?;
            }
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), Stop> {
        if let Some(ledger) = &self.ledger {
            ledger.record(&self.copied).await?;
        }
        self.copied.clear();
        Ok(())
    }
}
