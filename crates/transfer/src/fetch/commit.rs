//! Gives whole files their names, many at a time.
//!
//! A file has its name only once its bytes outlast a loss of power, and is remembered only once its name does. To wait
//! for the disk for each file would take longer than to fetch it. So all files that are whole by now are made to last at
//! once, then named; the next time, the names last as well, and are remembered.

use crate::event::{Ended, Event, Outcome, Tell};
use crate::folder::{Folder, Partial};
use crate::job::{Job, Stop};
use crate::ledger::Ledger;
use aws::Listed;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

const AT_ONCE: usize = 512;

/// A file that is whole and has no name yet.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) ended: Ended,
    /// `None` for a folder.
    pub(super) partial: Option<Partial>,
    pub(super) names: Vec<String>,
    pub(super) object: Listed,
}

pub(super) struct Commit(JoinSet<Result<(), Stop>>);

impl Commit {
    /// With a ledger, files are remembered in it. With `resumable`, the folder remembers them until the fetch is complete.
    pub(super) fn start(
        job: Job,
        folder: Folder,
        ledger: Option<Arc<dyn Ledger>>,
        resumable: bool,
        tell: Tell,
    ) -> (mpsc::Sender<Whole>, Self) {
        let (files_in, files) = mpsc::channel(AT_ONCE);
        let mut task = JoinSet::new();
        task.spawn(run(files, job, folder, ledger, resumable, tell));
        (files_in, Self(task))
    }

    /// Waits until everything is named and remembered. Nobody hands in files any more.
    pub(super) async fn end(&mut self) -> Result<(), Stop> {
        match self.0.join_next().await {
            Some(result) => result.map_err(std::io::Error::other)?,
            None => Ok(()),
        }
    }
}

async fn run(
    mut files: mpsc::Receiver<Whole>,
    job: Job,
    folder: Folder,
    ledger: Option<Arc<dyn Ledger>>,
    resumable: bool,
    tell: Tell,
) -> Result<(), Stop> {
    let mut named: Vec<Listed> = Vec::new();
    let mut names_may_be_lost = false;
    loop {
        let mut batch = Vec::new();
        let more = files.recv_many(&mut batch, AT_ONCE).await > 0;
        if !more && !names_may_be_lost {
            return Ok(());
        }
        names_may_be_lost = more;
        let naming = folder.clone();
        let bucket = resumable.then(|| job.objects.bucket().to_owned());
        let ended = job.pace.on_disk(move || {
            naming.sync()?;
            let named: Vec<_> = batch.into_iter().map(|file| name(&naming, file)).collect();
            if let Some(bucket) = bucket {
                // A file that loses its name with the power is fetched again, so this need not wait for the disk.
                let files = named.iter().filter(|(ended, _)| {
                    ended.outcome == Outcome::Copied && !ended.file.is_empty()
                });
                let files = files.map(|(ended, object)| (object, ended.file.as_str()));
                naming.remember(&bucket, files)?;
            }
            Ok(named)
        });
        let ended = ended.await?;
        if let Some(ledger) = &ledger {
            ledger.record(&named).await?;
        }
        named.clear();
        for (ended, object) in ended {
            tell(Event::Ended(&ended));
            if ended.outcome == Outcome::Copied && ledger.is_some() {
                named.push(object);
            }
        }
    }
}

fn name(folder: &Folder, file: Whole) -> (Ended, Listed) {
    let mut ended = file.ended;
    let named = match &file.partial {
        Some(partial) => folder.finish(partial, &file.names),
        // The last name stands for nothing: the key ends with a slash.
        None => folder.make_folders(&file.names[..file.names.len() - 1]),
    };
    match named {
        Ok(path) => ended.file = path,
        Err(error) => {
            if let Some(partial) = &file.partial {
                folder.give_up(partial);
            }
            ended.outcome = Outcome::Failed(format!("it could not be given its name: {error}"));
        }
    }
    (ended, file.object)
}
