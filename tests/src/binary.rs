//! Runs the `s3-connect` program in a process of its own.

use crate::client::{ADMIN_KEY, API_KEY, Client};
use sandbox::Keys;
use secrecy::ExposeSecret as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};

/// Returns the path of the program: `S3_CONNECT_BIN`, or else the program that was built beside this test.
///
/// # Panics
/// Panics if the program is missing. A test whose program is missing has to fail, not to be skipped.
pub fn path() -> PathBuf {
    let path = std::env::var_os("S3_CONNECT_BIN").map_or_else(
        || {
            let test = std::env::current_exe().expect("this test's own path");
            test.parent()
                .and_then(Path::parent)
                .expect("the folder above it")
                .join("s3-connect")
        },
        PathBuf::from,
    );
    assert!(
        path.is_file(),
        "{} is missing. Build it with `cargo build -p server`, or set S3_CONNECT_BIN to its path. ./dev test does both.",
        path.display()
    );
    path
}

/// Builds a command that inherits no environment variables and keeps its SQLite database in `folder`.
pub fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(path());
    command
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env(
            "DATABASE_URL",
            format!("sqlite://{}/s3-connect.db", folder.display()),
        )
        .env("LEPTOS_SITE_ADDR", "127.0.0.1:0")
        .env("S3_CONNECT_API_KEY", API_KEY)
        .env("S3_CONNECT_ADMIN_KEY", ADMIN_KEY)
        .env("S3_CONNECT_IAM_WAIT_SECONDS", "0")
        .env("S3_CONNECT_API_RATE", "off")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Builds a command like [`command`] that may open at most `limit` file descriptors.
pub fn command_with_fd_limit(folder: &Path, args: &[&str], limit: u32) -> Command {
    let inner = command(folder, args);
    let mut outer = Command::new("sh");
    outer
        .arg("-c")
        // `exec` keeps the process id, so killing the child kills the server and not only the shell.
        .arg(format!("ulimit -n {limit} && exec \"$0\" \"$@\""))
        .arg(inner.as_std().get_program())
        .args(inner.as_std().get_args())
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    for (name, value) in inner.as_std().get_envs() {
        if let Some(value) = value {
            outer.env(name, value);
        }
    }
    outer
}

/// Returns the ID and the secret of an access key.
pub fn key_pair(keys: &Keys) -> (&str, &str) {
    (&keys.access_key_id, keys.secret_access_key.expose_secret())
}

/// Sets the AWS environment variables of a command: the endpoint, and the vendor's access key and secret.
pub fn set_aws_env<'a>(
    command: &'a mut Command,
    url: &str,
    vendor: (&str, &str),
) -> &'a mut Command {
    command
        .env("AWS_ENDPOINT_URL", url)
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", vendor.0)
        .env("AWS_SECRET_ACCESS_KEY", vendor.1)
}

/// Runs a command to its end, for a minute at most.
pub async fn run(command: &mut Command) -> CommandOutput {
    let output = tokio::time::timeout(Duration::from_mins(1), command.output()).await;
    let output = output.expect("it ends within a minute").expect("it starts");
    CommandOutput::from_output(output)
}

/// Runs a command to its end and measures its memory. Returns its output and its peak resident memory in MiB.
///
/// # Panics
/// Panics if the command does not start, or does not end `within` the given time.
pub async fn run_and_measure(command: &mut Command, within: Duration) -> (CommandOutput, u64) {
    let child = command.spawn().expect("it starts");
    let status = format!("/proc/{}/status", child.id().expect("it runs"));
    let ending = tokio::time::timeout(within, child.wait_with_output());
    let mut ending = std::pin::pin!(ending);
    let mut peak = 0;
    loop {
        tokio::select! {
            output = &mut ending => {
                let output = output.expect("it ends in time").expect("its output");
                return (CommandOutput::from_output(output), peak);
            }
            // `/proc` no longer shows the peak once the process has ended, so the last sample before the end counts.
            () = tokio::time::sleep(Duration::from_millis(10)) => {
                peak = peak_memory_mib(&status).unwrap_or(peak);
            }
        }
    }
}

/// Reads the peak resident memory from a process's `/proc/…/status`, in MiB.
fn peak_memory_mib(status: &str) -> Option<u64> {
    let status = std::fs::read_to_string(status).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib.div_ceil(1024))
}

/// The exit code and output of a command.
#[derive(Debug)]
pub struct CommandOutput {
    /// The exit code. `None` if a signal ended the process.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl CommandOutput {
    fn from_output(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// A server that runs in a process of its own.
pub struct ServerProcess {
    pub client: Client,
    child: Child,
    output: Arc<Mutex<String>>,
}

impl ServerProcess {
    /// Starts the server and waits until it prints its address.
    ///
    /// # Panics
    /// Panics if the server does not print its address within half a minute.
    pub async fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().expect("it starts");
        let output = Arc::<Mutex<String>>::default();
        collect_lines(child.stdout.take().expect("its stdout"), &output);
        collect_lines(child.stderr.take().expect("its stderr"), &output);
        for _ in 0..6000 {
            let so_far = output.lock().expect("lock").clone();
            if let Some((_, rest)) = so_far.split_once("s3-connect is running at ") {
                let client = Client::new(rest.lines().next().unwrap_or_default());
                return Self {
                    client,
                    child,
                    output,
                };
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("it did not start: {}", output.lock().expect("lock"));
    }

    /// Returns everything the server wrote so far, on stdout and stderr.
    pub fn output(&self) -> String {
        self.output.lock().expect("lock").clone()
    }

    /// Returns the process id.
    ///
    /// # Panics
    /// Panics if the server has ended.
    pub fn pid(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// Kills the server with SIGKILL, so it cannot finish anything.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("it is killed");
    }
}

/// Appends each line to `output`, in a task of its own: a server blocks if nobody reads its pipe.
fn collect_lines(from: impl AsyncRead + Unpin + Send + 'static, output: &Arc<Mutex<String>>) {
    let output = Arc::clone(output);
    tokio::spawn(async move {
        let mut lines = BufReader::new(from).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let mut output = output.lock().expect("lock");
            output.push_str(&line);
            output.push('\n');
        }
    });
}
