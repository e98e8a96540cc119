//! The vendor's command: its folders, its environment, its output, and how long it may take.

use super::folders::Folders;
use super::watch::{Output, Watch};
use domain::{Direction, FlowId, Variable};
use rustix::process::{Pid, Signal, kill_process_group};
use service::{JobValues, TenantScope};
use std::fs::File;
use std::io::{self, Write as _};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio_util::sync::CancellationToken;

/// Between the request to end and the end.
const GRACE: Duration = Duration::from_secs(10);
/// A line that is longer is cut, in bytes.
const LONGEST_LINE: u64 = 64 * 1024;
/// Settings of ours, and credentials of the vendor's: none of a script's business.
const OURS: [&str; 4] = ["S3_CONNECT_", "AWS_", "LEPTOS_", "DATABASE_URL"];

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub seconds: u64,
    /// Of each of stdout and stderr, so many bytes are kept and shown.
    pub output: u64,
}

/// How the command ended.
pub(super) enum Ran {
    Well,
    Badly(String),
    TooLong,
    Stopped,
}

pub(super) struct Script<'a> {
    pub(super) command: &'a [String],
    pub(super) folders: &'a Folders,
    pub(super) scope: &'a TenantScope,
    pub(super) flow: &'a FlowId,
    pub(super) job: &'a JobValues,
    pub(super) direction: Direction,
    pub(super) full: bool,
    pub(super) source: &'a str,
    pub(super) target: &'a str,
}

impl Script<'_> {
    /// Starts the command and waits for its end. Its output is kept beside its folders, in `stdout.log` and
    /// `stderr.log`.
    pub(super) async fn run(
        &self,
        limits: Limits,
        watch: &Arc<dyn Watch>,
        stop: &CancellationToken,
    ) -> io::Result<Ran> {
        let root = self.folders.root();
        self.write_settings()?;
        let mut child = self.start()?;
        // Once it was waited for, nobody knows its ID any more, and its group may still have processes.
        let group = child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?));
        let out = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let err = child.stderr.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let keep = |name: &str| File::create(root.join(name));
        let (out_log, err_log) = (keep("stdout.log")?, keep("stderr.log")?);
        let (out_watch, err_watch) = (Arc::clone(watch), Arc::clone(watch));
        let mut reading = tokio::task::JoinSet::new();
        reading.spawn(follow(
            BufReader::new(out),
            out_log,
            limits.output,
            move |line| {
                out_watch.translate(Output::Out(line));
            },
        ));
        reading.spawn(follow(
            BufReader::new(err),
            err_log,
            limits.output,
            move |line| {
                err_watch.translate(Output::Err(line));
            },
        ));
        let ran = tokio::select! {
            status = child.wait() => verdict(status?),
            () = tokio::time::sleep(Duration::from_secs(limits.seconds)) => Ran::TooLong,
            () = stop.cancelled() => Ran::Stopped,
        };
        // Whatever the command started ends with it.
        if let Some(group) = group {
            end(
                &mut child,
                group,
                matches!(ran, Ran::TooLong | Ran::Stopped),
            )
            .await;
        }
        while let Some(read) = reading.join_next().await {
            read.map_err(io::Error::other)??;
        }
        Ok(ran)
    }

    fn start(&self) -> io::Result<Child> {
        let (program, arguments) = self
            .command
            .split_first()
            .ok_or(io::ErrorKind::InvalidInput)?;
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            let ours = name
                .to_str()
                .is_some_and(|name| OURS.iter().any(|ours| name.starts_with(ours)));
            if ours {
                command.env_remove(name);
            }
        }
        command
            .args(arguments)
            .current_dir(self.folders.root())
            .envs(self.environment())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
    }

    /// As hotglue's scripts know it.
    fn environment(&self) -> Vec<(&'static str, String)> {
        let root = self.folders.root();
        let below = |name: &str| root.join(name).display().to_string();
        let today = self.job.values.get(&Variable::FullDate);
        vec![
            ("TENANT", self.scope.tenant.to_string()),
            ("FLOW", self.flow.to_string()),
            ("ENV_ID", self.scope.environment.to_string()),
            ("JOB_ID", self.job.id.clone()),
            ("JOB_ROOT", root.display().to_string()),
            (
                "JOB_TYPE",
                if self.direction.reads() {
                    "read"
                } else {
                    "write"
                }
                .to_owned(),
            ),
            (
                "SYNC_TYPE",
                if self.full {
                    "full_sync"
                } else {
                    "incremental_sync"
                }
                .to_owned(),
            ),
            ("TAP", self.source.to_owned()),
            ("TARGET", self.target.to_owned()),
            ("CONNECTOR_ID", self.source.to_owned()),
            ("ROOT_DIR", root.display().to_string()),
            ("ROOT", root.display().to_string()),
            ("base_input_dir", below("sync-output")),
            ("output_dir", below("etl-output")),
            ("snapshot_dir", below("snapshots")),
            ("tmp_dir", below("tmp")),
            ("config_json", below("config.json")),
            ("today", today.cloned().unwrap_or_default()),
        ]
    }

    /// The files that scripts read: without secrets, and with nothing to remember.
    fn write_settings(&self) -> io::Result<()> {
        let root = self.folders.root();
        let config = serde_json::json!({
            "tenant": self.scope.tenant, "flow": self.flow, "env_id": self.scope.environment,
            "job_id": self.job.id,
        });
        std::fs::write(root.join("config.json"), format!("{config:#}\n"))?;
        std::fs::write(root.join("state.json"), "{}\n")
    }
}

fn verdict(status: ExitStatus) -> Ran {
    if status.success() {
        Ran::Well
    } else {
        Ran::Badly(status.to_string())
    }
}

/// Ends the command's whole process group, kindly at first where it still runs.
async fn end(child: &mut Child, group: Pid, still_runs: bool) {
    if still_runs {
        let _ = kill_process_group(group, Signal::TERM);
        let _ = tokio::time::timeout(GRACE, child.wait()).await;
    }
    let _ = kill_process_group(group, Signal::KILL);
    let _ = child.wait().await;
}

/// Keeps and shows lines up to the limit, and reads on after it, so that the command does not wait.
async fn follow(
    mut from: impl AsyncBufRead + Unpin,
    mut log: File,
    mut left: u64,
    show: impl Fn(&str),
) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut limited = (&mut from).take(LONGEST_LINE);
        if limited.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        if left == 0 {
            continue;
        }
        left = left.saturating_sub(line.len() as u64);
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches('\n');
        writeln!(log, "{text}")?;
        show(text);
        if left == 0 {
            let words = "… the rest of the output is neither kept nor shown";
            writeln!(log, "{words}")?;
            show(words);
        }
    }
}
