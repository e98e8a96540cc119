//! `s3-connect run`: fetches, runs the vendor's command and exports, for one tenant or for all of them.

use super::command_error::CommandError;
use super::open_service::open_service;
use super::transfer_args::{LimitArgs, cancel_on_signal};
use super::transfer_progress::{Progress, print_stdout};
use crate::first_start;
use crate::run::{CommandLimits, OutputLine, RunError, RunObserver, RunOptions};
use crate::settings::Settings;
use domain::{EnvironmentId, FlowId, TenantId};
use service::{Service, TenantScope, TenantSearch, TransferDirection};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use transfer::{EventSink, TransferError};

#[derive(clap::Args)]
pub struct RunArgs {
    /// The flow of the connections
    #[arg(long)]
    flow: String,
    /// The tenant to run for
    #[arg(long, required_unless_present = "all_tenants")]
    tenant: Option<String>,
    /// Run for every tenant with a connection on the flow, one after the other
    #[arg(long, conflicts_with = "tenant")]
    all_tenants: bool,
    /// The environment of the flow and its tenants
    #[arg(long, default_value = first_start::DEFAULT_ENVIRONMENT)]
    environment: String,
    /// Fetch every file, not only new ones
    #[arg(long)]
    full: bool,
    /// The value of {tap} in the path prefix, and of TAP for the command
    #[arg(long, default_value = "s3", value_name = "NAME")]
    tap: String,
    /// The value of TARGET for the command
    #[arg(long, default_value = "s3", value_name = "NAME")]
    target: String,
    /// How long the command may take
    #[arg(long, default_value_t = 3_600, value_name = "SECONDS")]
    timeout: u64,
    /// How much of the command's output is logged and shown
    #[arg(long, default_value = "10MiB", value_name = "SIZE")]
    output: bytesize::ByteSize,
    /// Keep the job's folder even if the run succeeds
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    limits: LimitArgs,
    /// The command, with its arguments
    #[arg(last = true, required = true)]
    command: Vec<String>,
}

/// Runs for each tenant in turn. Goes on if the run of one fails.
pub async fn run(settings: &Settings, args: RunArgs, json: bool) -> Result<(), CommandError> {
    let environment = EnvironmentId::parse(&args.environment)?;
    let flow = FlowId::parse(&args.flow)?;
    let only_tenant = args.tenant.as_deref().map(TenantId::parse).transpose()?;
    let service = open_service(settings).await?;
    let cancellation = cancel_on_signal();
    let options = RunOptions {
        data_dir: settings.data_dir.clone(),
        command: args.command,
        full: args.full,
        tap: args.tap,
        target: args.target,
        concurrency: args.limits.concurrency(),
        memory: args.limits.memory(),
        command_limits: CommandLimits {
            timeout_seconds: args.timeout,
            output: args.output.as_u64(),
        },
        keep_job_folder: args.keep,
    };
    let mut failures = 0_u64;
    let mut after = None;
    loop {
        let (tenants, next) = match &only_tenant {
            Some(tenant) => (vec![tenant.clone()], None),
            None => find_connected_tenants(&service, &environment, &flow, after.take()).await?,
        };
        for tenant in tenants {
            let scope = TenantScope::new(environment.clone(), tenant);
            let printer = Arc::new(RunPrinter::new(json));
            let observer: Arc<dyn RunObserver> = printer.clone();
            let result = options
                .run(&service, &scope, &flow, &observer, &cancellation)
                .await;
            printer.print_end(&scope.tenant, &result);
            failures += u64::from(result.is_err());
            if cancellation.is_cancelled() {
                return Err(CommandError::Stopped("stopped".to_owned()));
            }
        }
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    service.store().close().await;
    if failures > 0 {
        return Err(CommandError::NotPassed);
    }
    Ok(())
}

/// Returns a page of the tenants that have a connection on the flow, and the position of the next page.
async fn find_connected_tenants(
    service: &Service,
    environment: &EnvironmentId,
    flow: &FlowId,
    after: Option<String>,
) -> Result<(Vec<TenantId>, Option<String>), CommandError> {
    let search = TenantSearch {
        flow: Some(flow.clone()),
        by_name: true,
        after,
        ..TenantSearch::default()
    };
    let page = service.find_tenants(environment, &search).await?;
    let is_connected = |tenant: &service::TenantSummary| {
        let mut connections = tenant.connections.iter();
        connections.any(|connection| connection.flow == *flow)
    };
    let tenants = page.items.into_iter().filter(is_connected);
    Ok((tenants.map(|tenant| tenant.tenant).collect(), page.next))
}

/// Prints one run, for a person or as JSON events.
struct RunPrinter {
    json: bool,
    /// Empty until the job starts.
    job_id: Mutex<String>,
    /// The progress of the fetch or export that is running.
    progress: Mutex<Option<Arc<Progress>>>,
}

impl RunPrinter {
    fn new(json: bool) -> Self {
        Self {
            json,
            job_id: Mutex::default(),
            progress: Mutex::default(),
        }
    }

    fn job_id(&self) -> String {
        self.job_id
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Prints the event as JSON to stdout, or the text to stderr. A person's stdout is for the command's own output.
    fn print_event(&self, event: serde_json::Value, text: &str) {
        if self.json {
            print_stdout(&event);
        } else {
            eprintln!("{text}");
        }
    }

    fn print_end(&self, tenant: &TenantId, result: &Result<(), RunError>) {
        let error = result.as_ref().err().map(ToString::to_string);
        let text = match &error {
            None => format!("{tenant}: done"),
            Some(error) => format!("{tenant}: {error}"),
        };
        self.print_event(
            serde_json::json!({ "event": "run", "job": self.job_id(), "tenant": tenant, "failed": error }),
            &text,
        );
    }
}

impl RunObserver for RunPrinter {
    fn job_started(&self, job: &str, folder: &Path) {
        job.clone_into(&mut self.job_id.lock().unwrap_or_else(PoisonError::into_inner));
        let folder = folder.display().to_string();
        self.print_event(
            serde_json::json!({ "event": "job", "job": job, "folder": folder }),
            &format!("Job {job}, in {folder}"),
        );
    }

    fn transfer_started(
        &self,
        direction: TransferDirection,
        bucket: &str,
        prefix: &str,
    ) -> EventSink {
        let progress = Progress::without_manifest(direction, self.json);
        progress.print_start(&self.job_id(), bucket, prefix);
        let events = progress.event_sink();
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress);
        events
    }

    fn transfer_finished(&self, result: &Result<(), TransferError>) -> bool {
        let progress = self
            .progress
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        progress.is_none_or(|progress| progress.finish(&self.job_id(), result).is_ok())
    }

    fn command_started(&self, command: &[String]) {
        self.print_event(
            serde_json::json!({ "event": "command", "job": self.job_id(), "command": command }),
            &format!("Running {}", command.join(" ")),
        );
    }

    fn command_output(&self, line: OutputLine<'_>) {
        let (stream, line) = match line {
            OutputLine::Stdout(line) => ("stdout", line),
            OutputLine::Stderr(line) => ("stderr", line),
        };
        if self.json {
            print_stdout(
                &serde_json::json!({ "event": "output", "job": self.job_id(), "stream": stream, "line": line }),
            );
        } else if stream == "stdout" {
            print_stdout(&line);
        } else {
            eprintln!("{line}");
        }
    }
}
