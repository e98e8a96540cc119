//! `s3-connect run`: what the command finds, and what happens to its files after a success and after a failure.

#![expect(clippy::expect_used, reason = "tests")]

mod concurrent_runs;
mod incomplete_transfers;
mod json_events;
mod read_only_flows;

use e2e::app::{Fields, find_sample, start_sandbox};
use e2e::binary::{CommandOutput, ServerProcess, command, key_pair, run, set_aws_env};
use sandbox::Sandbox;
use secrecy::ExposeSecret;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::process::Command;

/// A server whose tenant `acme` has a connection that reads and writes, and the program beside it.
struct RunFixture {
    folder: TempDir,
    sandbox: Sandbox,
    server: ServerProcess,
}

impl RunFixture {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let sandbox = start_sandbox(folder.path()).await;
        let mut serve = command(folder.path(), &["serve"]);
        let vendor = key_pair(sandbox.vendor());
        let server = ServerProcess::start(set_aws_env(&mut serve, &sandbox.url(), vendor)).await;
        let fixture = Self {
            folder,
            sandbox,
            server,
        };
        fixture.connect("acme").await;
        fixture
    }

    async fn connect(&self, tenant: &str) {
        let keys = find_sample(&self.sandbox, "full-access").keys;
        let fields = Fields::new(&keys, "my-company-data", &format!("jobs/{tenant}"));
        let client = &self.server.client;
        client
            .put_connection(tenant, &fields.json())
            .await
            .expect(201);
    }

    async fn cli(&self, args: &[&str]) -> CommandOutput {
        run(&mut self.command(args)).await
    }

    fn command(&self, args: &[&str]) -> Command {
        let vendor = key_pair(self.sandbox.vendor());
        let mut command = command(self.folder.path(), args);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        set_aws_env(&mut command, &self.sandbox.url(), vendor);
        command
    }

    async fn run(&self, more: &[&str], script: &str) -> CommandOutput {
        let args = [&["run", "--flow", "demo", "--tenant", "acme"], more];
        self.cli(&[&args.concat(), &["--", "sh", "-c", script][..]].concat())
            .await
    }

    /// Writes files to the tenant's folder of the bucket with a config file. An export through the connection would be
    /// in its ledger, so a run would skip the files.
    async fn upload_files(&self, files: &[(&str, &str)]) {
        let folder = self.path("uploads");
        for (name, text) in files {
            write_file(&folder.join(name), text);
        }
        let keys = find_sample(&self.sandbox, "full-access").keys;
        let config = serde_json::json!({
            "bucket": "my-company-data", "path_prefix": "jobs/acme", "endpoint": self.sandbox.url(),
            "aws_access_key_id": keys.access_key_id, "aws_secret_access_key": keys.secret_access_key.expose_secret(),
        });
        write_file(&self.path("config.json"), &config.to_string());
        let output = self
            .cli(&["export", "--config", "config.json", "--from", "uploads"])
            .await;
        assert_eq!(output.code, Some(0), "{output:?}");
        std::fs::remove_dir_all(folder).expect("the folder is removed");
    }

    /// Fetches the tenant's folder of the bucket with the config file. Returns the folder that has the files.
    async fn fetch_bucket(&self) -> PathBuf {
        let out = self.path("bucket-copy");
        let _ = std::fs::remove_dir_all(&out);
        let output = self
            .cli(&["fetch", "--config", "config.json", "--out", "bucket-copy"])
            .await;
        assert_eq!(output.code, Some(0), "{output:?}");
        out
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns how many job folders there are.
    fn job_count(&self) -> usize {
        std::fs::read_dir(self.path("jobs")).map_or(0, Iterator::count)
    }
}

fn write_file(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a parent folder"))
        .expect("the folder is created");
    std::fs::write(path, text).expect("the file is written");
}

fn read_file(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[tokio::test]
async fn a_command_finds_fetched_files_and_its_output_is_exported() {
    let fixture = RunFixture::start().await;
    fixture
        .upload_files(&[("a.csv", "1"), ("more/b.csv", "2")])
        .await;
    let script = "cat sync-output/a.csv sync-output/more/b.csv > etl-output/sum.txt; echo to-stdout; echo to-stderr >&2; \
                  env > etl-output/env.txt; pwd >> etl-output/env.txt";
    let output = fixture.run(&[], script).await;
    assert_eq!(output.code, Some(0), "{output:?}");
    assert!(
        output.stdout.contains("\nto-stdout\n") && output.stderr.contains("\nto-stderr\n"),
        "{output:?}"
    );
    assert_eq!(fixture.job_count(), 0, "the job's folder is removed");

    let bucket = fixture.fetch_bucket().await;
    assert_eq!(read_file(&bucket.join("sum.txt")), "12");
    let env = read_file(&bucket.join("env.txt"));
    let root = env.trim_end().lines().last().expect("the output of pwd");
    for expected in [
        "TENANT=acme",
        "FLOW=demo",
        "ENV_ID=dev",
        "JOB_TYPE=read",
        "SYNC_TYPE=incremental_sync",
        &format!("ROOT={root}"),
        &format!("ROOT_DIR={root}"),
        &format!("JOB_ROOT={root}"),
        &format!("base_input_dir={root}/sync-output"),
        &format!("output_dir={root}/etl-output"),
        &format!("snapshot_dir={root}/snapshots"),
        &format!("tmp_dir={root}/tmp"),
        &format!("config_json={root}/config.json"),
    ] {
        assert!(
            env.lines().any(|line| line == expected),
            "{expected}: {env}"
        );
    }
    let job = Path::new(root)
        .file_name()
        .expect("the job's folder")
        .to_string_lossy();
    assert!(env.contains(&format!("JOB_ID={job}\n")), "{env}");
    for private in ["AWS_", "S3_CONNECT_", "DATABASE_URL", "LEPTOS_"] {
        assert!(
            !env.contains(private),
            "a script must not see {private}: {env}"
        );
    }
}

#[tokio::test]
async fn only_a_successful_run_is_recorded() {
    let fixture = RunFixture::start().await;
    fixture.upload_files(&[("a.csv", "1")]).await;
    let script = "ls sync-output > etl-output/list.txt; echo x >> snapshots/runs; ";
    let failed = fixture.run(&[], &format!("{script} exit 3")).await;
    assert_eq!(failed.code, Some(1), "{failed:?}");
    assert!(
        failed
            .stderr
            .contains("the command ended with exit status: 3; nothing was exported"),
        "{failed:?}"
    );
    assert_eq!(fixture.job_count(), 1, "the folder of a failed job stays");
    assert!(!fixture.fetch_bucket().await.join("list.txt").exists());

    let output = fixture.run(&[], script).await;
    assert_eq!(output.code, Some(0), "{output:?}");
    let bucket = fixture.fetch_bucket().await;
    assert_eq!(
        read_file(&bucket.join("list.txt")),
        "a.csv\n",
        "the file is fetched again"
    );

    // The next run skips both the file that was fetched and the file that was exported.
    let output = fixture
        .run(&["--keep"], "ls sync-output; cat snapshots/runs")
        .await;
    assert_eq!(output.code, Some(0), "{output:?}");
    assert!(output.stdout.contains("2 unchanged"), "{output:?}");
    assert!(
        output.stdout.contains("\nx\n"),
        "the snapshots of the successful run: {output:?}"
    );
    assert!(
        !output.stdout.contains("x\nx\n"),
        "no snapshots of the failed run: {output:?}"
    );

    let full = fixture
        .run(&["--full"], "ls sync-output; echo $SYNC_TYPE")
        .await;
    assert_eq!(full.code, Some(0), "{full:?}");
    assert!(
        full.stdout.contains("a.csv\n") && full.stdout.contains("full_sync\n"),
        "{full:?}"
    );
}

#[tokio::test]
async fn limits_the_time_and_output_of_a_command() {
    let fixture = RunFixture::start().await;
    let started = std::time::Instant::now();
    let output = fixture
        .run(&["--timeout", "1"], "sleep 60 & sleep 60")
        .await;
    assert_eq!(output.code, Some(1), "{output:?}");
    assert!(output.stderr.contains("took longer than 1 s"), "{output:?}");
    assert!(
        started.elapsed().as_secs() < 40,
        "the whole process group ends"
    );

    let long_output = "i=0; while [ $i -lt 5000 ]; do echo line-$i-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; i=$((i+1)); done";
    let output = fixture.run(&["--output", "10KiB"], long_output).await;
    assert_eq!(output.code, Some(0), "{output:?}");
    assert!(
        output.stdout.len() < 12_000 && output.stdout.contains("neither logged nor shown"),
        "{} bytes",
        output.stdout.len()
    );
    let output = fixture
        .cli(&[
            "run",
            "--flow",
            "demo",
            "--tenant",
            "acme",
            "--",
            "no-such-program",
        ])
        .await;
    assert!(
        output.code == Some(1) && output.stderr.contains("could not be started"),
        "{output:?}"
    );
}

#[tokio::test]
async fn runs_for_every_tenant_of_a_flow_with_its_own_files() {
    let fixture = RunFixture::start().await;
    fixture.connect("globex").await;
    fixture.upload_files(&[("a.csv", "1")]).await;
    let output = fixture
        .cli(&[
            "run",
            "--flow",
            "demo",
            "--all-tenants",
            "--",
            "sh",
            "-c",
            "echo $TENANT has $(ls sync-output | wc -l); [ $TENANT = globex ]",
        ])
        .await;
    assert_eq!(
        output.code,
        Some(1),
        "the run for one tenant failed: {output:?}"
    );
    for line in ["acme has 1\n", "globex has 0\n"] {
        assert!(output.stdout.contains(line), "{line}: {output:?}");
    }
    assert!(
        output.stderr.contains("acme: the command ended") && output.stderr.contains("globex: done"),
        "{output:?}"
    );
}

/// `run/etl.py` is a script as vendors write it for hotglue. It has no code for us.
#[tokio::test]
async fn runs_a_gluestick_script_and_saves_its_snapshots() {
    let python = std::env::var("TEST_GLUESTICK").unwrap_or_else(|_| {
        panic!("TEST_GLUESTICK names a Python with gluestick; ./dev test installs one")
    });
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/run/etl.py");
    let fixture = RunFixture::start().await;
    let run = async || {
        let args = [
            "run", "--flow", "demo", "--tenant", "acme", "--", &python, script,
        ];
        let output = fixture.cli(&args).await;
        assert_eq!(output.code, Some(0), "{output:?}");
        read_file(&fixture.fetch_bucket().await.join("customers.csv"))
    };
    fixture
        .upload_files(&[("customers-20261101T000000.csv", "id,name\n1,Ada\n2,Bob\n")])
        .await;
    assert_eq!(run().await, "id,name\n1,Ada\n2,Bob\n");
    fixture
        .upload_files(&[("customers-20261102T000000.csv", "id,name\n2,Robert\n3,Cy\n")])
        .await;
    assert_eq!(run().await, "id,name\n1,Ada\n2,Robert\n3,Cy\n");
}
