//! Runs the vendor's command: its working directory, environment, output and time limit.

use super::job_folders::JobFolders;
use super::observer::{OutputLine, RunObserver};
use super::run_error::RunError;
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

/// How long a command may take to end after SIGTERM, before it gets SIGKILL.
const TERMINATION_GRACE: Duration = Duration::from_secs(10);
/// In bytes. A longer line is split.
const MAX_LINE_LENGTH: u64 = 64 * 1024;
/// Environment variables with these prefixes hold our settings and the vendor's credentials, which a script must not
/// see.
const PRIVATE_VARIABLES: [&str; 4] = ["S3_CONNECT_", "AWS_", "LEPTOS_", "DATABASE_URL"];

/// The limits of a command.
#[derive(Clone, Copy, Debug)]
pub struct CommandLimits {
    pub timeout_seconds: u64,
    /// How many bytes of stdout, and of stderr, are logged and shown.
    pub output: u64,
}

/// How a command ended.
pub(super) enum CommandOutcome {
    Succeeded,
    /// Contains the exit status.
    Failed(String),
    TimedOut,
    Cancelled,
}

/// The vendor's command, with everything that its environment is made of.
pub(super) struct VendorCommand<'a> {
    pub(super) command: &'a [String],
    pub(super) folders: &'a JobFolders,
    pub(super) scope: &'a TenantScope,
    pub(super) flow: &'a FlowId,
    pub(super) job: &'a JobValues,
    pub(super) direction: Direction,
    pub(super) full: bool,
    pub(super) tap: &'a str,
    pub(super) target: &'a str,
}

impl VendorCommand<'_> {
    /// Starts the command and waits until it ends. Writes its output to `stdout.log` and `stderr.log` in the job's
    /// folder.
    ///
    /// # Errors
    /// Returns an error if the command cannot be started, or if its output cannot be read or logged.
    pub(super) async fn run(
        &self,
        limits: CommandLimits,
        observer: &Arc<dyn RunObserver>,
        cancellation: &CancellationToken,
    ) -> Result<CommandOutcome, RunError> {
        let disk_error = |context| move |source| RunError::Disk { context, source };
        let logging = "the command's output could not be logged";
        let root = self.folders.root();
        self.write_config_files()
            .map_err(disk_error("the command's settings could not be written"))?;
        // Before the command starts, so that one whose output cannot be kept never runs.
        let create_log = |name: &str| File::create(root.join(name)).map_err(disk_error(logging));
        let (stdout_log, stderr_log) = (create_log("stdout.log")?, create_log("stderr.log")?);
        let mut child = self.start().map_err(RunError::CommandNotStarted)?;
        // Taken now: a child that was waited for has no ID any more, but its group may still have processes.
        let group = child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?));
        let no_pipe = || RunError::CommandNotStarted(io::ErrorKind::BrokenPipe.into());
        let stdout = child.stdout.take().ok_or_else(no_pipe)?;
        let stderr = child.stderr.take().ok_or_else(no_pipe)?;
        let (stdout_observer, stderr_observer) = (Arc::clone(observer), Arc::clone(observer));
        let mut readers = tokio::task::JoinSet::new();
        readers.spawn(copy_lines(
            BufReader::new(stdout),
            stdout_log,
            limits.output,
            move |line| {
                stdout_observer.command_output(OutputLine::Stdout(line));
            },
        ));
        readers.spawn(copy_lines(
            BufReader::new(stderr),
            stderr_log,
            limits.output,
            move |line| {
                stderr_observer.command_output(OutputLine::Stderr(line));
            },
        ));
        let timeout = Duration::from_secs(limits.timeout_seconds);
        let outcome = tokio::select! {
            status = child.wait() => outcome_for(status.map_err(RunError::CommandNotStarted)?),
            () = tokio::time::sleep(timeout) => CommandOutcome::TimedOut,
            () = cancellation.cancelled() => CommandOutcome::Cancelled,
        };
        // Background processes of the command must end too. They hold its output open, so the readers below would wait
        // for them.
        if let Some(group) = group {
            let is_running = matches!(
                outcome,
                CommandOutcome::TimedOut | CommandOutcome::Cancelled
            );
            kill_group(&mut child, group, is_running).await;
        }
        while let Some(result) = readers.join_next().await {
            let result = result.map_err(io::Error::other).flatten();
            result.map_err(disk_error(logging))?;
        }
        Ok(outcome)
    }

    fn start(&self) -> io::Result<Child> {
        let (program, arguments) = self
            .command
            .split_first()
            .ok_or(io::ErrorKind::InvalidInput)?;
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            let is_private = name.to_str().is_some_and(|name| {
                PRIVATE_VARIABLES
                    .iter()
                    .any(|prefix| name.starts_with(prefix))
            });
            if is_private {
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
            // A process group of its own, so that the whole group can be killed. It also keeps Ctrl-C from the command:
            // the run ends it in order.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
    }

    /// Returns the environment variables that scripts for hotglue expect. Scripts use either `ROOT_DIR` or `ROOT`.
    fn environment(&self) -> Vec<(&'static str, String)> {
        let root = self.folders.root();
        let path_of = |name: &str| root.join(name).display().to_string();
        let today = self.job.values.get(&Variable::FullDate);
        let job_type = if self.direction.reads() {
            "read"
        } else {
            "write"
        };
        let sync_type = if self.full {
            "full_sync"
        } else {
            "incremental_sync"
        };
        vec![
            ("TENANT", self.scope.tenant.to_string()),
            ("FLOW", self.flow.to_string()),
            ("ENV_ID", self.scope.environment.to_string()),
            ("JOB_ID", self.job.id.clone()),
            ("JOB_ROOT", root.display().to_string()),
            ("JOB_TYPE", job_type.to_owned()),
            ("SYNC_TYPE", sync_type.to_owned()),
            ("TAP", self.tap.to_owned()),
            ("TARGET", self.target.to_owned()),
            ("CONNECTOR_ID", self.tap.to_owned()),
            ("ROOT_DIR", root.display().to_string()),
            ("ROOT", root.display().to_string()),
            ("base_input_dir", path_of("sync-output")),
            ("output_dir", path_of("etl-output")),
            ("snapshot_dir", path_of("snapshots")),
            ("tmp_dir", path_of("tmp")),
            ("config_json", path_of("config.json")),
            ("today", today.cloned().unwrap_or_default()),
        ]
    }

    /// Writes the files that scripts for hotglue read. `config.json` contains no secrets, and `state.json` no state.
    fn write_config_files(&self) -> io::Result<()> {
        let root = self.folders.root();
        let config = serde_json::json!({
            "tenant": self.scope.tenant, "flow": self.flow, "env_id": self.scope.environment,
            "job_id": self.job.id,
        });
        std::fs::write(root.join("config.json"), format!("{config:#}\n"))?;
        std::fs::write(root.join("state.json"), "{}\n")
    }
}

fn outcome_for(status: ExitStatus) -> CommandOutcome {
    if status.success() {
        CommandOutcome::Succeeded
    } else {
        CommandOutcome::Failed(status.to_string())
    }
}

/// Kills the command's whole process group. If the command still runs, first asks it to end.
async fn kill_group(child: &mut Child, group: Pid, is_running: bool) {
    if is_running {
        let _ = kill_process_group(group, Signal::TERM);
        let _ = tokio::time::timeout(TERMINATION_GRACE, child.wait()).await;
    }
    let _ = kill_process_group(group, Signal::KILL);
    let _ = child.wait().await;
}

/// Logs and shows lines up to a limit in bytes. Reads on after it, because a full pipe would block the command.
async fn copy_lines(
    mut source: impl AsyncBufRead + Unpin,
    mut log: File,
    limit: u64,
    show: impl Fn(&str),
) -> io::Result<()> {
    let mut left = limit;
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut limited = (&mut source).take(MAX_LINE_LENGTH);
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
            let notice = "… the rest of the output is neither logged nor shown";
            writeln!(log, "{notice}")?;
            show(notice);
        }
    }
}
