//! The program itself, as its own process.

use crate::client::{ADMIN_KEY, API_KEY, Client};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};

/// `S3_CONNECT_BIN`, or else what was built beside this test.
///
/// # Panics
/// When it is not there: a test whose program is missing fails.
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
        "{} is not there. Build it with `cargo build -p server`, or name it in S3_CONNECT_BIN; ./dev test does both.",
        path.display()
    );
    path
}

/// A command in an empty world: nothing of this process's environment, SQLite in `folder`.
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
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// As [`command`], with so many file descriptors at most.
pub fn command_with_descriptors(folder: &Path, args: &[&str], most: u32) -> Command {
    let inner = command(folder, args);
    let mut outer = Command::new("sh");
    outer
        .arg("-c")
        .arg(format!("ulimit -n {most} && exec \"$0\" \"$@\""))
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

/// Points a command at an AWS.
pub fn at_aws<'a>(command: &'a mut Command, url: &str, vendor: (&str, &str)) -> &'a mut Command {
    command
        .env("AWS_ENDPOINT_URL", url)
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", vendor.0)
        .env("AWS_SECRET_ACCESS_KEY", vendor.1)
}

/// Runs a command to its end.
pub async fn run(command: &mut Command) -> Ended {
    let output = tokio::time::timeout(Duration::from_mins(1), command.output()).await;
    let output = output.expect("it ends within a minute").expect("it starts");
    Ended::of(output)
}

/// Runs a command to its end, which may take so long. Returns the most memory it had as well, in MiB.
///
/// # Panics
/// If it does not start, or does not end in time.
pub async fn run_and_measure(command: &mut Command, within: Duration) -> (Ended, u64) {
    let child = command.spawn().expect("it starts");
    let status = format!("/proc/{}/status", child.id().expect("it runs"));
    let ending = tokio::time::timeout(within, child.wait_with_output());
    let mut ending = std::pin::pin!(ending);
    let mut peak = 0;
    loop {
        tokio::select! {
            output = &mut ending => {
                let output = output.expect("it ends in time").expect("its output");
                return (Ended::of(output), peak);
            }
            // A process that has ended has no peak any more, so the last look counts.
            () = tokio::time::sleep(Duration::from_millis(10)) => {
                peak = peak_in(&status).unwrap_or(peak);
            }
        }
    }
}

/// The most memory that a process had so far, in MiB.
fn peak_in(status: &str) -> Option<u64> {
    let status = std::fs::read_to_string(status).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib.div_ceil(1024))
}

#[derive(Debug)]
pub struct Ended {
    /// `None` when a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ended {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// A server that runs.
pub struct Running {
    pub client: Client,
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Running {
    /// # Panics
    /// When it does not say where it runs within half a minute.
    pub async fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().expect("it starts");
        let said = Arc::<Mutex<String>>::default();
        listen(child.stdout.take().expect("its stdout"), &said);
        listen(child.stderr.take().expect("its stderr"), &said);
        for _ in 0..6000 {
            let so_far = said.lock().expect("lock").clone();
            if let Some((_, rest)) = so_far.split_once("s3-connect is running at ") {
                let client = Client::new(rest.lines().next().unwrap_or_default());
                return Self {
                    client,
                    child,
                    said,
                };
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("it did not start: {}", said.lock().expect("lock"));
    }

    /// Everything it wrote, on stdout and stderr.
    pub fn translate(&self) -> String {
        self.said.lock().expect("lock").clone()
    }

    /// # Panics
    /// When it has ended.
    pub fn pid(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// SIGKILL: no time for anything.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("it is killed");
    }
}

fn listen(from: impl AsyncRead + Unpin + Send + 'static, said: &Arc<Mutex<String>>) {
    let said = Arc::clone(said);
    tokio::spawn(async move {
        let mut lines = BufReader::new(from).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let mut said = said.lock().expect("lock");
            said.push_str(&line);
            said.push('\n');
        }
    });
}
