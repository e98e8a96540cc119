//! `s3-connect run`: fetch, the vendor's command, export, for one tenant or for all of them.

use super::CommandError;
use super::check::service;
use super::transfer::{Amount, Progress, print, stop_at_signal};
use crate::first_start;
use crate::run::{Limits, Output, Plan, Watch};
use crate::settings::Settings;
use domain::{EnvironmentId, FlowId, TenantId};
use service::{MovedTo, Service, TenantScope, TenantSearch};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use transfer::{Stop, Tell};

#[derive(clap::Args)]
pub struct Args {
    /// The flow of the connections
    #[arg(long)]
    flow: String,
    /// Whose files
    #[arg(long, required_unless_present = "all_tenants")]
    tenant: Option<String>,
    /// Every tenant with a connection on the flow, one after the other
    #[arg(long, conflicts_with = "tenant")]
    all_tenants: bool,
    /// The environment of them
    #[arg(long, default_value = first_start::ENVIRONMENT)]
    environment: String,
    /// Fetch everything, and not only what is new
    #[arg(long)]
    full: bool,
    /// What {tap} in the path prefix stands for, and TAP for the command
    #[arg(long, default_value = "s3", value_name = "NAME")]
    tap: String,
    /// What TARGET is for the command
    #[arg(long, default_value = "s3", value_name = "NAME")]
    target: String,
    /// How long the command may take
    #[arg(long, default_value_t = 3_600, value_name = "SECONDS")]
    timeout: u64,
    /// How much of the command's output is kept and shown
    #[arg(long, default_value = "10MiB", value_name = "SIZE")]
    output: bytesize::ByteSize,
    /// Keep the folder of a job that went well, as those of other jobs are
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    amount: Amount,
    /// The command, with its arguments
    #[arg(last = true, required = true)]
    command: Vec<String>,
}

pub async fn run(settings: &Settings, args: Args, json: bool) -> Result<(), CommandError> {
    let environment = EnvironmentId::parse(&args.environment)?;
    let flow = FlowId::parse(&args.flow)?;
    let one = args.tenant.as_deref().map(TenantId::parse).transpose()?;
    let service = service(settings).await?;
    let stop = stop_at_signal();
    let plan = Plan {
        data_dir: settings.data_dir.clone(),
        command: args.command,
        full: args.full,
        source: args.tap,
        target: args.target,
        concurrency: args.amount.concurrency(),
        memory: args.amount.memory(),
        limits: Limits {
            seconds: args.timeout,
            output: args.output.as_u64(),
        },
        keep: args.keep,
    };
    let mut failed = 0_u64;
    let mut after = None;
    loop {
        let (tenants, next) = match &one {
            Some(tenant) => (vec![tenant.clone()], None),
            None => connected(&service, &environment, &flow, after.take()).await?,
        };
        for tenant in tenants {
            let scope = TenantScope::new(environment.clone(), tenant);
            let shown = Arc::new(Shown::new(json));
            let watch: Arc<dyn Watch> = shown.clone();
            let result = plan.run(&service, &scope, &flow, &watch, &stop).await;
            shown.end(&scope.tenant, &result);
            failed += u64::from(result.is_err());
            if stop.is_cancelled() {
                return Err(CommandError::Stopped("stopped".to_owned()));
            }
        }
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    service.store().close().await;
    if failed > 0 {
        return Err(CommandError::NotPassed);
    }
    Ok(())
}

/// A page of the tenants that have a connection on the flow, and where the next begins.
async fn connected(
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
    let on_flow = |tenant: &service::ListedTenant| {
        let mut connections = tenant.connections.iter();
        connections.any(|connection| connection.flow == *flow)
    };
    let tenants = page.tenants.into_iter().filter(on_flow);
    Ok((tenants.map(|tenant| tenant.tenant).collect(), page.next))
}

/// What a person, or a program, sees of one run.
struct Shown {
    json: bool,
    job: Mutex<String>,
    moving: Mutex<Option<Arc<Progress>>>,
}

impl Shown {
    fn new(json: bool) -> Self {
        Self {
            json,
            job: Mutex::default(),
            moving: Mutex::default(),
        }
    }

    fn job(&self) -> String {
        self.job
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn event(&self, event: serde_json::Value, words: &str) {
        if self.json {
            print(&event);
        } else {
            eprintln!("{words}");
        }
    }

    fn end(&self, tenant: &TenantId, result: &Result<(), crate::run::RunError>) {
        let why = result.as_ref().err().map(ToString::to_string);
        let words = match &why {
            None => format!("{tenant}: done"),
            Some(why) => format!("{tenant}: {why}"),
        };
        self.event(
            serde_json::json!({ "event": "run", "job": self.job(), "tenant": tenant, "failed": why }),
            &words,
        );
    }
}

impl Watch for Shown {
    fn begun(&self, job: &str, folder: &Path) {
        job.clone_into(&mut self.job.lock().unwrap_or_else(PoisonError::into_inner));
        let folder = folder.display().to_string();
        self.event(
            serde_json::json!({ "event": "job", "job": job, "folder": folder }),
            &format!("Job {job}, in {folder}"),
        );
    }

    fn moves(&self, to: MovedTo, bucket: &str, prefix: &str) -> Tell {
        let progress = Progress::without_manifest(to, self.json);
        progress.begun(&self.job(), bucket, prefix);
        let tell = progress.tell();
        *self.moving.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress);
        tell
    }

    fn moved(&self, ended: &Result<(), Stop>) -> bool {
        let moving = self
            .moving
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        moving.is_none_or(|progress| progress.end(&self.job(), ended).is_ok())
    }

    fn starts(&self, command: &[String]) {
        self.event(
            serde_json::json!({ "event": "command", "job": self.job(), "command": command }),
            &format!("Running {}", command.join(" ")),
        );
    }

    fn translate(&self, output: Output<'_>) {
        let (stream, line) = match output {
            Output::Out(line) => ("stdout", line),
            Output::Err(line) => ("stderr", line),
        };
        if self.json {
            print(
                &serde_json::json!({ "event": "output", "job": self.job(), "stream": stream, "line": line }),
            );
        } else if stream == "stdout" {
            print(&line);
        } else {
            eprintln!("{line}");
        }
    }
}
