//! A run for one tenant: fetches new files, starts the vendor's command on them, and exports what the command wrote.
//!
//! A script that was written for hotglue finds the folders and environment variables that it expects.
//! <https://docs.hotglue.com/docs/transformations-overview>

mod job_folders;
mod observer;
mod pending_ledger;
mod run_error;
mod vendor_command;

pub use observer::{OutputLine, RunObserver};
pub use run_error::RunError;
pub use vendor_command::CommandLimits;

use domain::{Direction, FlowId};
use job_folders::JobFolders;
use pending_ledger::PendingLedger;
use service::{JobValues, Service, TenantScope, Transfer, TransferDirection};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use transfer::{
    ExportOptions, FetchOptions, FileFilter, Folder, Job, Ledger, Limiter, TransferError,
};
use vendor_command::{CommandOutcome, VendorCommand};

/// The options of a run that are the same for every tenant.
pub struct RunOptions {
    pub data_dir: PathBuf,
    /// The vendor's program and its arguments.
    pub command: Vec<String>,
    /// Fetches every file, not only new ones.
    pub full: bool,
    /// What hotglue calls the connector that files come from. Also the variable `{tap}` of path prefixes.
    pub tap: String,
    /// What hotglue calls the connector that files go to.
    pub target: String,
    /// The maximum of concurrent calls to a bucket.
    pub concurrency: usize,
    /// The memory budget for files in transfer, in bytes.
    pub memory: u64,
    pub command_limits: CommandLimits,
    /// Leaves the job's folder in place.
    pub keep_job_folder: bool,
}

impl RunOptions {
    /// Runs for one tenant. Records the fetched files and saves the snapshots only if every step succeeds.
    ///
    /// # Errors
    /// Returns the error of the step that failed. No later step is started.
    pub async fn run(
        &self,
        service: &Service,
        scope: &TenantScope,
        flow: &FlowId,
        observer: &Arc<dyn RunObserver>,
        cancellation: &CancellationToken,
    ) -> Result<(), RunError> {
        let direction = service.connector(&scope.environment, flow).await?.direction;
        let job = service.begin_job(scope, flow, &self.tap).await?;
        let folders = JobFolders::create(&self.data_dir, &job.id, scope, flow).map_err(
            |error| match error.kind() {
                io::ErrorKind::WouldBlock => RunError::AlreadyRunning,
                _ => disk_error("the job’s folder cannot be created", error),
            },
        )?;
        observer.job_started(&job.id, folders.root());
        let result = self
            .run_steps(
                service,
                scope,
                flow,
                direction,
                &job,
                &folders,
                observer,
                cancellation,
            )
            .await;
        // If nothing was exported, the folder has the only copy of what the command wrote.
        if result.is_ok() && direction.writes() && !self.keep_job_folder {
            folders
                .remove()
                .map_err(|error| disk_error("the job’s folder cannot be removed", error))?;
        }
        result
    }

    #[expect(clippy::too_many_arguments, reason = "each is used once, here")]
    async fn run_steps(
        &self,
        service: &Service,
        scope: &TenantScope,
        flow: &FlowId,
        direction: Direction,
        job: &JobValues,
        folders: &JobFolders,
        observer: &Arc<dyn RunObserver>,
        cancellation: &CancellationToken,
    ) -> Result<(), RunError> {
        let mut pending_ledger = None;
        if direction.reads() {
            let transfer = service
                .open_transfer(scope, flow, TransferDirection::Fetch, job)
                .await?;
            let ledger = self
                .fetch(transfer, folders, observer, cancellation)
                .await?;
            pending_ledger = Some(ledger);
        }
        let command = VendorCommand {
            command: &self.command,
            folders,
            scope,
            flow,
            job,
            direction,
            full: self.full,
            tap: &self.tap,
            target: &self.target,
        };
        observer.command_started(&self.command);
        let outcome = command
            .run(self.command_limits, observer, cancellation)
            .await;
        match outcome? {
            CommandOutcome::Succeeded => {}
            CommandOutcome::Failed(status) => return Err(RunError::CommandFailed(status)),
            CommandOutcome::TimedOut => {
                return Err(RunError::CommandTimedOut(
                    self.command_limits.timeout_seconds,
                ));
            }
            CommandOutcome::Cancelled => return Err(RunError::Cancelled),
        }
        if direction.writes() {
            let transfer = service
                .open_transfer(scope, flow, TransferDirection::Export, job)
                .await?;
            self.export(transfer, folders, observer, cancellation)
                .await?;
        }
        folders
            .save_snapshots()
            .map_err(|error| disk_error("the snapshots cannot be saved", error))?;
        // Last, because a step that fails must leave the files to the next run.
        if let Some(ledger) = pending_ledger {
            ledger.commit().await.map_err(RunError::Ledger)?;
        }
        Ok(())
    }

    /// Fetches into the job's folder. Returns the ledger with what was fetched, which is not recorded yet.
    async fn fetch(
        &self,
        source: Transfer,
        folders: &JobFolders,
        observer: &Arc<dyn RunObserver>,
        cancellation: &CancellationToken,
    ) -> Result<Arc<PendingLedger>, RunError> {
        let ledger = PendingLedger::new(Arc::clone(&source.ledger), folders.root())
            .map_err(|error| disk_error("the job’s folder cannot be written to", error))?;
        let ledger = Arc::new(ledger);
        let options = FetchOptions {
            ledger: Some(Arc::clone(&ledger) as Arc<dyn Ledger>),
            incremental: !self.full,
            marker: Some(source.marker.clone()),
        };
        let folder = Folder::open(&folders.sync_output())
            .map_err(|error| disk_error("sync-output cannot be used", error))?;
        let events =
            observer.transfer_started(TransferDirection::Fetch, &source.bucket, &source.prefix);
        let job = self.transfer_job(source, cancellation);
        let result = transfer::fetch(&job, Some(&folder), &options, &events).await;
        let result = result.and(folder.close().map_err(TransferError::Folder));
        let is_complete = observer.transfer_finished(&result);
        match result {
            Err(TransferError::Cancelled) => Err(RunError::Cancelled),
            Err(error) => Err(RunError::Fetch(error)),
            // The command must not see half of the files.
            Ok(()) if !is_complete => Err(RunError::IncompleteFetch),
            Ok(()) => Ok(ledger),
        }
    }

    async fn export(
        &self,
        destination: Transfer,
        folders: &JobFolders,
        observer: &Arc<dyn RunObserver>,
        cancellation: &CancellationToken,
    ) -> Result<(), RunError> {
        let options = ExportOptions {
            ledger: Some(Arc::clone(&destination.ledger)),
            ..ExportOptions::default()
        };
        let events = observer.transfer_started(
            TransferDirection::Export,
            &destination.bucket,
            &destination.prefix,
        );
        let job = self.transfer_job(destination, cancellation);
        let result = transfer::export(&job, &folders.etl_output(), &options, &events).await;
        let is_complete = observer.transfer_finished(&result);
        match result {
            Err(TransferError::Cancelled) => Err(RunError::Cancelled),
            Err(error) => Err(RunError::Export(error)),
            Ok(()) if !is_complete => Err(RunError::IncompleteExport),
            Ok(()) => Ok(()),
        }
    }

    fn transfer_job(&self, transfer: Transfer, cancellation: &CancellationToken) -> Job {
        Job {
            objects: transfer.objects,
            prefix: transfer.prefix,
            // A limiter for each transfer: a store that asks to slow down must not slow down other tenants.
            limiter: Limiter::new(self.concurrency, self.memory),
            filter: FileFilter::default(),
            cancellation: cancellation.clone(),
        }
    }
}

fn disk_error(context: &'static str, source: io::Error) -> RunError {
    RunError::Disk { context, source }
}
