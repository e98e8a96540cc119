//! A run for one tenant: fetch what is new, hand it to the vendor's command, export what the command made.
//!
//! A script that was written for hotglue finds the folders and the environment that it knows.
//! <https://docs.hotglue.com/docs/transformations-overview>

mod command;
mod folders;
mod pending;
mod watch;

pub use command::Limits;
pub use watch::{Output, Watch};

use command::{Ran, Script};
use domain::{Direction, FlowId};
use folders::Folders;
use pending::Pending;
use service::{Error, JobValues, MovedTo, Service, TenantScope, Transfer};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use transfer::{ExportHow, Folder, How, Job, Ledger, Pace, Pick, Stop};

/// What is the same for every tenant.
pub struct Plan {
    pub data_dir: PathBuf,
    pub command: Vec<String>,
    /// Everything is fetched, and not only what is new.
    pub full: bool,
    /// The names of where files come from and go to, for the script.
    pub source: String,
    pub target: String,
    /// How many calls are under way at once, at most.
    pub concurrency: usize,
    /// How much memory what is being moved may take, in bytes.
    pub memory: u64,
    pub limits: Limits,
    /// The job's folder stays.
    pub keep: bool,
}

/// Why a run did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Service(#[from] Error),
    #[error("{what}: {source}")]
    Disk {
        what: &'static str,
        source: io::Error,
    },
    #[error("another run of this tenant and flow is under way")]
    Busy,
    #[error("fetching: {0}")]
    Fetch(Stop),
    #[error("not every file could be fetched, so the command was not started")]
    NotAllFetched,
    #[error("the command could not be started: {0}")]
    NoCommand(io::Error),
    #[error("the command ended with {0}; nothing was exported")]
    Failed(String),
    #[error("the command took longer than {0} s and was ended; nothing was exported")]
    TooLong(u64),
    #[error("exporting: {0}")]
    Export(Stop),
    #[error("not every file could be exported")]
    NotAllExported,
    #[error("stopped; what was fetched is fetched again by the next run")]
    Stopped,
    #[error("what was fetched could not be remembered, so it is fetched again: {0}")]
    Ledger(transfer::LedgerError),
}

impl Plan {
    /// Runs for one tenant. Only when all of it went well are the files that were fetched remembered, and the
    /// snapshots kept.
    ///
    /// # Errors
    /// At which step it ended, and why.
    pub async fn run(
        &self,
        service: &Service,
        scope: &TenantScope,
        flow: &FlowId,
        watch: &Arc<dyn Watch>,
        stop: &CancellationToken,
    ) -> Result<(), RunError> {
        let direction = service.connector(&scope.environment, flow).await?.direction;
        let job = service.begin_job(scope, flow, &self.source).await?;
        let folders = Folders::make(&self.data_dir, &job.id, scope, flow).map_err(|source| {
            match source.kind() {
                io::ErrorKind::WouldBlock => RunError::Busy,
                _ => disk("the job’s folder cannot be made", source),
            }
        })?;
        watch.begun(&job.id, folders.root());
        let result = self
            .steps(service, scope, flow, direction, &job, &folders, watch, stop)
            .await;
        // What the command wrote is nowhere else when it was not exported.
        if result.is_ok() && direction.writes() && !self.keep {
            folders
                .remove()
                .map_err(|source| disk("the job’s folder cannot be removed", source))?;
        }
        result
    }

    #[expect(clippy::too_many_arguments, reason = "each is used once, here")]
    async fn steps(
        &self,
        service: &Service,
        scope: &TenantScope,
        flow: &FlowId,
        direction: Direction,
        job: &JobValues,
        folders: &Folders,
        watch: &Arc<dyn Watch>,
        stop: &CancellationToken,
    ) -> Result<(), RunError> {
        let mut pending = None;
        if direction.reads() {
            let transfer = service
                .open_transfer(scope, flow, MovedTo::Folder, job)
                .await?;
            pending = Some(self.fetch(transfer, folders, watch, stop).await?);
        }
        let script = Script {
            command: &self.command,
            folders,
            scope,
            flow,
            job,
            direction,
            full: self.full,
            source: &self.source,
            target: &self.target,
        };
        watch.starts(&self.command);
        let ran = script.run(self.limits, watch, stop).await;
        match ran.map_err(RunError::NoCommand)? {
            Ran::Well => {}
            Ran::Badly(how) => return Err(RunError::Failed(how)),
            Ran::TooLong => return Err(RunError::TooLong(self.limits.seconds)),
            Ran::Stopped => return Err(RunError::Stopped),
        }
        if direction.writes() {
            let transfer = service
                .open_transfer(scope, flow, MovedTo::Bucket, job)
                .await?;
            self.export(transfer, folders, watch, stop).await?;
        }
        folders
            .keep_snapshots()
            .map_err(|source| disk("the snapshots cannot be kept", source))?;
        if let Some(pending) = pending {
            pending.settle().await.map_err(RunError::Ledger)?;
        }
        Ok(())
    }

    async fn fetch(
        &self,
        from: Transfer,
        folders: &Folders,
        watch: &Arc<dyn Watch>,
        stop: &CancellationToken,
    ) -> Result<Arc<Pending>, RunError> {
        let pending = Pending::new(Arc::clone(&from.ledger), folders.root())
            .map_err(|source| disk("the job’s folder cannot be written to", source))?;
        let pending = Arc::new(pending);
        let how = How {
            ledger: Some(Arc::clone(&pending) as Arc<dyn Ledger>),
            incremental: !self.full,
            marker: Some(from.marker.clone()),
        };
        let folder = Folder::open(&folders.sync_output())
            .map_err(|source| disk("sync-output cannot be used", source))?;
        let tell = watch.moves(MovedTo::Folder, &from.bucket, &from.prefix);
        let fetched = transfer::fetch(&self.job(from, stop), Some(&folder), &how, &tell).await;
        let fetched = fetched.and(folder.close().map_err(Stop::Folder));
        let all_there = watch.moved(&fetched);
        match fetched {
            Err(Stop::Asked) => Err(RunError::Stopped),
            Err(why) => Err(RunError::Fetch(why)),
            Ok(()) if !all_there => Err(RunError::NotAllFetched),
            Ok(()) => Ok(pending),
        }
    }

    async fn export(
        &self,
        to: Transfer,
        folders: &Folders,
        watch: &Arc<dyn Watch>,
        stop: &CancellationToken,
    ) -> Result<(), RunError> {
        let how = ExportHow {
            ledger: Some(Arc::clone(&to.ledger)),
            ..ExportHow::default()
        };
        let tell = watch.moves(MovedTo::Bucket, &to.bucket, &to.prefix);
        let exported =
            transfer::export(&self.job(to, stop), &folders.etl_output(), &how, &tell).await;
        let all_there = watch.moved(&exported);
        match exported {
            Err(Stop::Asked) => Err(RunError::Stopped),
            Err(why) => Err(RunError::Export(why)),
            Ok(()) if !all_there => Err(RunError::NotAllExported),
            Ok(()) => Ok(()),
        }
    }

    fn job(&self, transfer: Transfer, stop: &CancellationToken) -> Job {
        Job {
            objects: transfer.objects,
            prefix: transfer.prefix,
            // Its own, because another tenant's store may be slower.
            pace: Pace::new(self.concurrency, self.memory),
            pick: Pick::default(),
            stop: stop.clone(),
        }
    }
}

fn disk(what: &'static str, source: io::Error) -> RunError {
    RunError::Disk { what, source }
}
