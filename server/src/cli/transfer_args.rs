//! The arguments that `fetch`, `export` and `run` have in common, and how they open a bucket.

mod config_file;

use super::command_error::CommandError;
use super::open_service::open_service;
use super::transfer_progress::Progress;
use crate::aws_backend;
use crate::first_start;
use crate::settings::Settings;
use config_file::ConfigFile;
use domain::{EnvironmentId, FlowId, TenantId};
use service::{Service, TenantScope, Transfer, TransferDirection};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use transfer::{FileFilter, Job, Limiter, TransferError};

const DEFAULT_MEMORY: &str = "256MiB";

/// The arguments of both `fetch` and `export`.
#[derive(clap::Args)]
pub struct TransferArgs {
    /// The flow of the connection
    #[arg(long, required_unless_present = "config")]
    flow: Option<String>,
    /// The tenant of the connection
    #[arg(long, required_unless_present = "config")]
    tenant: Option<String>,
    /// The environment of both
    #[arg(long, default_value = first_start::DEFAULT_ENVIRONMENT)]
    environment: String,
    /// A JSON file with the bucket and its credentials, used instead of a saved connection
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The value of {tap} in the path prefix
    #[arg(long, default_value = "s3", value_name = "NAME")]
    tap: String,
    /// Transfer only files whose path matches; can be given more than once. * does not match slashes, ** does
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// Skip files whose path matches; can be given more than once
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    #[command(flatten)]
    limits: LimitArgs,
    /// Print what would be done, without doing it
    #[arg(long)]
    pub dry_run: bool,
    /// Write the outcome of each file to this file, one JSON object per line
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
}

/// The arguments that limit how much happens at once.
#[derive(clap::Args)]
pub struct LimitArgs {
    /// The maximum number of concurrent calls to the bucket
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1_024), value_name = "N")]
    concurrency: u16,
    /// How much memory the files in transfer may use
    #[arg(long, default_value = DEFAULT_MEMORY, value_name = "SIZE")]
    memory: bytesize::ByteSize,
}

impl LimitArgs {
    pub fn concurrency(&self) -> usize {
        self.concurrency.into()
    }

    /// Returns the memory budget in bytes.
    pub fn memory(&self) -> u64 {
        self.memory.as_u64()
    }
}

/// A transfer that is ready to start.
pub struct OpenedTransfer {
    pub job: Job,
    pub transfer: Transfer,
    pub progress: Arc<Progress>,
    /// The folder to export that the config file names.
    pub input_folder: Option<PathBuf>,
    id: String,
    service: Option<Service>,
}

/// A bucket to transfer from or to, with the ID of the new job.
struct OpenedBucket {
    job_id: String,
    transfer: Transfer,
    input_folder: Option<PathBuf>,
    /// `None` for a config file, which needs no database.
    service: Option<Service>,
}

impl TransferArgs {
    /// Opens the saved connection, or the bucket of the config file, and prints where the transfer goes.
    pub async fn open(
        &self,
        settings: &Settings,
        direction: TransferDirection,
        json: bool,
    ) -> Result<OpenedTransfer, CommandError> {
        let filter = FileFilter::new(&self.include, &self.exclude)
            .map_err(|error| CommandError::InvalidInput(format!("{error}")))?;
        let limiter = Limiter::new(self.limits.concurrency(), self.limits.memory());
        let progress = Progress::with_manifest(direction, json, self.manifest.as_deref())?;
        let opened = match &self.config {
            Some(file) => self.open_config_file(file, settings).await?,
            None => self.open_connection(settings, direction).await?,
        };
        let job = Job {
            objects: opened.transfer.objects.clone(),
            prefix: opened.transfer.prefix.clone(),
            limiter,
            filter,
            cancellation: cancel_on_signal(),
        };
        progress.print_start(
            &opened.job_id,
            &opened.transfer.bucket,
            &opened.transfer.prefix,
        );
        Ok(OpenedTransfer {
            job,
            transfer: opened.transfer,
            progress,
            input_folder: opened.input_folder,
            id: opened.job_id,
            service: opened.service,
        })
    }

    async fn open_connection(
        &self,
        settings: &Settings,
        direction: TransferDirection,
    ) -> Result<OpenedBucket, CommandError> {
        let (scope, flow) = self.parse_scope()?;
        let service = open_service(settings).await?;
        let job = service.begin_job(&scope, &flow, &self.tap).await?;
        let transfer = service
            .open_transfer(&scope, &flow, direction, &job)
            .await?;
        Ok(OpenedBucket {
            job_id: job.id,
            transfer,
            input_folder: None,
            service: Some(service),
        })
    }

    async fn open_config_file(
        &self,
        file: &Path,
        settings: &Settings,
    ) -> Result<OpenedBucket, CommandError> {
        let config = ConfigFile::read(file)?;
        // Only a role needs our own credentials, to assume it.
        let aws = if config.has_role() {
            aws_backend::connect_beside_server(settings).await?
        } else {
            aws_backend::connect_without_credentials(settings).await
        };
        let (job_id, transfer) = config
            .open(
                &aws,
                &self.environment,
                self.tenant.as_deref(),
                self.flow.as_deref(),
                &self.tap,
            )
            .await?;
        Ok(OpenedBucket {
            job_id,
            transfer,
            input_folder: config.input_path,
            service: None,
        })
    }

    fn parse_scope(&self) -> Result<(TenantScope, FlowId), CommandError> {
        let environment = EnvironmentId::parse(&self.environment)?;
        // clap has made sure that both are there.
        let flow = FlowId::parse(self.flow.as_deref().unwrap_or_default())?;
        let tenant = TenantId::parse(self.tenant.as_deref().unwrap_or_default())?;
        Ok((TenantScope::new(environment, tenant), flow))
    }
}

impl OpenedTransfer {
    /// Prints the summary.
    ///
    /// # Errors
    /// Returns an error if the transfer ended early, or if not every file is where it should be.
    pub async fn finish(self, result: Result<(), TransferError>) -> Result<(), CommandError> {
        if let Some(service) = &self.service {
            service.store().close().await;
        }
        self.progress.finish(&self.id, &result)
    }
}

/// Returns a token that the first signal cancels. The second signal ends the process at once.
pub fn cancel_on_signal() -> CancellationToken {
    let cancellation = CancellationToken::new();
    let token = cancellation.clone();
    tokio::spawn(async move {
        crate::shutdown::wait_for_signal().await;
        token.cancel();
        crate::shutdown::wait_for_signal().await;
        // The exit code that shells report for Ctrl-C: 128 plus the number of SIGINT.
        std::process::exit(130);
    });
    cancellation
}
