//! What `fetch` and `export` have in common: where the bucket comes from, how fast, what is shown, and how it ends.

mod config_file;
mod progress;

use super::CommandError;
use super::check::service;
use crate::amazon;
use crate::first_start;
use crate::settings::Settings;
use config_file::ConfigFile;
use domain::{EnvironmentId, FlowId, TenantId};
pub use progress::{Progress, print};
use service::{JobValues, MovedTo, Service, TenantScope, Transfer};
use std::path::PathBuf;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use transfer::{Job, Pace, Pick, Stop};

const DEFAULT_MEMORY: &str = "256MiB";

// A group is named after its type, and each command has one of that name already.
#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    /// The flow of the connection
    #[arg(long, required_unless_present = "config")]
    flow: Option<String>,
    /// Whose connection
    #[arg(long, required_unless_present = "config")]
    tenant: Option<String>,
    /// The environment of both
    #[arg(long, default_value = first_start::ENVIRONMENT)]
    environment: String,
    /// A JSON file with the bucket and its credentials, in place of a saved connection
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// What {tap} in the path prefix stands for
    #[arg(long, default_value = "s3", value_name = "NAME")]
    tap: String,
    /// Only files whose path matches; can be given more than once. * stops at slashes, ** does not
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// No files whose path matches; can be given more than once
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    #[command(flatten)]
    amount: Amount,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write what became of each file into this file, one JSON object on each line
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
}

/// How much happens at once.
#[derive(clap::Args)]
pub struct Amount {
    /// How many calls to the bucket are under way at once, at most
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1_024), value_name = "N")]
    concurrency: u16,
    /// How much memory what is being moved may take
    #[arg(long, default_value = DEFAULT_MEMORY, value_name = "SIZE")]
    memory: bytesize::ByteSize,
}

impl Amount {
    pub fn concurrency(&self) -> usize {
        self.concurrency.into()
    }

    pub fn memory(&self) -> u64 {
        self.memory.as_u64()
    }
}

/// A transfer that can begin.
pub struct Opened {
    pub job: Job,
    pub id: String,
    pub transfer: Transfer,
    pub progress: Arc<Progress>,
    /// The folder that the config file names.
    pub folder: Option<PathBuf>,
    service: Option<Service>,
}

impl Args {
    pub async fn open(
        &self,
        settings: &Settings,
        direction: MovedTo,
        json: bool,
    ) -> Result<Opened, CommandError> {
        let pick = Pick::new(&self.include, &self.exclude)
            .map_err(|error| CommandError::Wrong(format!("{error}")))?;
        let pace = Pace::new(self.amount.concurrency(), self.amount.memory());
        let progress = Progress::start(direction, json, self.manifest.as_deref())?;
        let (id, transfer, folder, service) = match &self.config {
            Some(file) => self.open_file(file, settings).await?,
            None => self.open_connection(settings, direction).await?,
        };
        let job = Job {
            objects: transfer.objects.clone(),
            prefix: transfer.prefix.clone(),
            pace,
            pick,
            stop: stop_at_signal(),
        };
        progress.begun(&id, &transfer.bucket, &transfer.prefix);
        Ok(Opened {
            job,
            id,
            transfer,
            progress,
            folder,
            service,
        })
    }

    async fn open_connection(
        &self,
        settings: &Settings,
        direction: MovedTo,
    ) -> Result<(String, Transfer, Option<PathBuf>, Option<Service>), CommandError> {
        let (scope, flow) = self.whose()?;
        let service = service(settings).await?;
        let JobValues { id, values } = service.begin_job(&scope, &flow, &self.tap).await?;
        let job = JobValues { id, values };
        let transfer = service
            .open_transfer(&scope, &flow, direction, &job)
            .await?;
        Ok((job.id, transfer, None, Some(service)))
    }

    async fn open_file(
        &self,
        file: &std::path::Path,
        settings: &Settings,
    ) -> Result<(String, Transfer, Option<PathBuf>, Option<Service>), CommandError> {
        let config = ConfigFile::read(file)?;
        let aws = amazon::for_files(settings, config.needs_a_role()).await?;
        let (id, transfer) = config
            .open(
                &aws,
                &self.environment,
                self.tenant.as_deref(),
                self.flow.as_deref(),
                &self.tap,
            )
            .await?;
        Ok((id, transfer, config.input_path, None))
    }

    fn whose(&self) -> Result<(TenantScope, FlowId), CommandError> {
        let environment = EnvironmentId::parse(&self.environment)?;
        let flow = FlowId::parse(self.flow.as_deref().unwrap_or_default())?;
        let tenant = TenantId::parse(self.tenant.as_deref().unwrap_or_default())?;
        Ok((TenantScope::new(environment, tenant), flow))
    }
}

impl Opened {
    /// Shows the end, and says by its result whether every file is where it should be.
    pub async fn end(self, result: Result<(), Stop>) -> Result<(), CommandError> {
        if let Some(service) = &self.service {
            service.store().close().await;
        }
        self.progress.end(&self.id, &result)
    }
}

/// Stops a transfer at the first signal. The second ends the process at once.
pub fn stop_at_signal() -> CancellationToken {
    let token = CancellationToken::new();
    let stop = token.clone();
    tokio::spawn(async move {
        crate::shutdown::signalled().await;
        stop.cancel();
        crate::shutdown::signalled().await;
        // As a shell has it for Ctrl-C.
        std::process::exit(130);
    });
    token
}
