//! Programs that know nothing of s3-connect, and get a tenant's credentials from its container endpoint: the AWS CLI, a
//! boto3 client, and a client of the AWS SDK for JavaScript.
//!
//! `TEST_LINTERS`, `TEST_TRANSFER_TOOLS` and `TEST_AWS_JAVASCRIPT` are where they are. `./dev test` installs them. A test
//! whose program is missing fails.

use crate::{linters, seaweedfs};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// No call takes that long, so one that does hangs.
const TIMEOUT: Duration = Duration::from_mins(1);

/// All that a program knows.
#[derive(Clone, Debug)]
pub struct ProgramEnv {
    /// The address of S3.
    pub s3: String,
    /// The address of the credentials.
    pub credentials: String,
    pub api_key: String,
}

/// What came of a call.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// `ok`, or the error code.
    pub code: String,
    /// The access key ID that signed the last request. The AWS CLI does not tell.
    pub signer: String,
}

/// A running program.
pub struct StockProgram {
    pub name: &'static str,
    kind: Kind,
    /// Has no `.aws`, in which a program would look for other credentials first.
    home: TempDir,
}

enum Kind {
    /// The AWS CLI is a new process for each call.
    Cli(ProgramEnv),
    Session(Box<Session>),
}

/// A process with one client that lives as long as the test.
struct Session {
    _child: Child,
    stdin: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl StockProgram {
    pub fn aws_cli(env: &ProgramEnv) -> Self {
        Self {
            name: "the AWS CLI",
            kind: Kind::Cli(env.clone()),
            home: tempfile::tempdir().expect("a folder"),
        }
    }

    pub fn boto3(env: &ProgramEnv) -> Self {
        let python = seaweedfs::tool("python");
        Self::session("boto3", &python, "boto3_session.py", env)
    }

    pub fn javascript(env: &ProgramEnv) -> Self {
        assert!(
            std::env::var_os("TEST_AWS_JAVASCRIPT").is_some(),
            "TEST_AWS_JAVASCRIPT is not set. This test needs the AWS SDK for JavaScript. ./dev test installs it."
        );
        let name = "the AWS SDK for JavaScript";
        Self::session(name, Path::new("node"), "javascript_session.cjs", env)
    }

    fn session(name: &'static str, program: &Path, script: &str, env: &ProgramEnv) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let script = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("programs")
            .join(script);
        let mut child = command(program, env, home.path())
            .arg(script)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let stdin = child.stdin.take().expect("its input");
        let kind = Kind::Session(Box::new(Session {
            _child: child,
            stdin,
            lines,
        }));
        Self { name, kind, home }
    }

    pub async fn list(&mut self, bucket: &str, prefix: &str) -> Outcome {
        let url = format!("s3://{bucket}/{prefix}");
        self.call("list", bucket, prefix, &["s3", "ls", &url]).await
    }

    pub async fn get(&mut self, bucket: &str, key: &str) -> Outcome {
        let args = ["s3api", "get-object", "--bucket", bucket, "--key", key, "-"];
        self.call("get", bucket, key, &args).await
    }

    pub async fn put(&mut self, bucket: &str, key: &str) -> Outcome {
        let url = format!("s3://{bucket}/{key}");
        self.call("put", bucket, key, &["s3", "cp", "-", &url])
            .await
    }

    async fn call(&mut self, name: &str, bucket: &str, key: &str, cli: &[&str]) -> Outcome {
        let call = async {
            match &mut self.kind {
                Kind::Cli(env) => run_cli(env, self.home.path(), cli).await,
                Kind::Session(session) => {
                    let line = format!("{}\n", json!([name, bucket, key]));
                    let written = session.stdin.write_all(line.as_bytes()).await;
                    written.expect("it runs");
                    let answer = session.lines.next_line().await.expect("its output");
                    let answer = answer.unwrap_or_else(|| panic!("{name} ended"));
                    let answer: Value = serde_json::from_str(&answer).expect("JSON");
                    Outcome {
                        code: answer["outcome"].as_str().unwrap_or_default().to_owned(),
                        signer: answer["signer"].as_str().unwrap_or_default().to_owned(),
                    }
                }
            }
        };
        let outcome = tokio::time::timeout(TIMEOUT, call).await;
        outcome.unwrap_or_else(|_| panic!("{} hangs: {name} {bucket} {key}", self.name))
    }
}

/// Builds a command that finds nothing but these addresses and this key.
fn command(program: impl AsRef<OsStr>, env: &ProgramEnv, home: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home)
        .env("AWS_ENDPOINT_URL", &env.s3)
        .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", &env.credentials)
        .env("AWS_CONTAINER_AUTHORIZATION_TOKEN", &env.api_key)
        // The Python SDK and the others have different names for it.
        .env("AWS_DEFAULT_REGION", "us-east-1")
        .env("AWS_REGION", "us-east-1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    if let Some(modules) = std::env::var_os("TEST_AWS_JAVASCRIPT") {
        command.env("NODE_PATH", modules);
    }
    command
}

async fn run_cli(env: &ProgramEnv, home: &Path, args: &[&str]) -> Outcome {
    let mut command = command(linters::tool("aws"), env, home);
    let output = command.args(args).current_dir(home).output().await;
    let output = output.expect("the AWS CLI starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    let code = if output.status.success() {
        "ok"
    } else {
        let code = errors.split_once("An error occurred (");
        let code = code.and_then(|(_, rest)| rest.split_once(')'));
        code.unwrap_or_else(|| panic!("{args:?}: {errors}")).0
    };
    Outcome {
        code: code.to_owned(),
        signer: String::new(),
    }
}
