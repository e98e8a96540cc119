//! `s3-connect run`: what the command finds, and what becomes of its files when it goes well and when it does not.

#![expect(clippy::expect_used, reason = "tests")]

mod events;
mod incomplete;
mod read_only;
mod turns;

use e2e::app::{Fields, sample, start_sandbox};
use e2e::binary::{Ended, Running, at_aws, command, run};
use sandbox::Sandbox;
use secrecy::ExposeSecret;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::process::Command;

/// A server whose tenant `acme` has a connection that reads and writes.
struct Scene {
    folder: TempDir,
    sandbox: Sandbox,
    server: Running,
}

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let sandbox = start_sandbox(folder.path()).await;
        let mut serve = command(folder.path(), &["serve"]);
        let vendor = sandbox.vendor().clone();
        let vendor = (
            vendor.access_key_id.as_str(),
            vendor.secret_access_key.expose_secret(),
        );
        let server = Running::start(at_aws(&mut serve, &sandbox.url(), vendor)).await;
        let scene = Self {
            folder,
            sandbox,
            server,
        };
        scene.connect("acme").await;
        scene
    }

    async fn connect(&self, tenant: &str) {
        let keys = sample(&self.sandbox, "full-access").keys;
        let fields = Fields::with(&keys, "my-company-data", &format!("jobs/{tenant}"));
        let client = &self.server.client;
        client
            .put_connection(tenant, &fields.json())
            .await
            .expect(201);
    }

    async fn cli(&self, args: &[&str]) -> Ended {
        run(&mut self.command(args)).await
    }

    fn command(&self, args: &[&str]) -> Command {
        let vendor = self.sandbox.vendor();
        let vendor = (
            vendor.access_key_id.as_str(),
            vendor.secret_access_key.expose_secret(),
        );
        let mut command = command(self.folder.path(), args);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        at_aws(&mut command, &self.sandbox.url(), vendor);
        command
    }

    async fn run(&self, more: &[&str], script: &str) -> Ended {
        let args = [&["run", "--flow", "demo", "--tenant", "acme"], more];
        self.cli(&[&args.concat(), &["--", "sh", "-c", script][..]].concat())
            .await
    }

    /// Puts files into the tenant's folder of the bucket, as the tenant would: not through the connection.
    async fn put(&self, files: &[(&str, &str)]) {
        let folder = self.path("put");
        for (name, text) in files {
            write(&folder.join(name), text);
        }
        let keys = sample(&self.sandbox, "full-access").keys;
        let config = serde_json::json!({
            "bucket": "my-company-data", "path_prefix": "jobs/acme", "endpoint": self.sandbox.url(),
            "aws_access_key_id": keys.access_key_id, "aws_secret_access_key": keys.secret_access_key.expose_secret(),
        });
        write(&self.path("config.json"), &config.to_string());
        let ended = self
            .cli(&["export", "--config", "config.json", "--from", "put"])
            .await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        std::fs::remove_dir_all(folder).expect("removed");
    }

    /// Everything in the tenant's folder of the bucket.
    async fn in_bucket(&self) -> PathBuf {
        let out = self.path("seen");
        let _ = std::fs::remove_dir_all(&out);
        let ended = self
            .cli(&["fetch", "--config", "config.json", "--out", "seen"])
            .await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        out
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn jobs(&self) -> usize {
        std::fs::read_dir(self.path("jobs")).map_or(0, Iterator::count)
    }
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(path, text).expect("written");
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[tokio::test]
async fn a_command_finds_its_files_and_what_it_writes_is_exported() {
    let scene = Scene::new().await;
    scene.put(&[("a.csv", "1"), ("more/b.csv", "2")]).await;
    let script = "cat sync-output/a.csv sync-output/more/b.csv > etl-output/sum.txt; echo seen; echo wrong >&2; \
                  env > etl-output/env.txt; pwd >> etl-output/env.txt";
    let ended = scene.run(&[], script).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(
        ended.stdout.contains("\nseen\n") && ended.stderr.contains("\nwrong\n"),
        "{ended:?}"
    );
    assert_eq!(scene.jobs(), 0, "its folder is removed");

    let seen = scene.in_bucket().await;
    assert_eq!(read(&seen.join("sum.txt")), "12");
    let env = read(&seen.join("env.txt"));
    let root = env.trim_end().lines().last().expect("pwd");
    for line in [
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
        assert!(env.lines().any(|has| has == line), "{line}: {env}");
    }
    let job = Path::new(root)
        .file_name()
        .expect("the job")
        .to_string_lossy();
    assert!(env.contains(&format!("JOB_ID={job}\n")), "{env}");
    for secret in ["AWS_", "S3_CONNECT_", "DATABASE_URL", "LEPTOS_"] {
        assert!(
            !env.contains(secret),
            "{secret} is none of a script's business: {env}"
        );
    }
}

#[tokio::test]
async fn only_a_run_that_went_well_is_remembered() {
    let scene = Scene::new().await;
    scene.put(&[("a.csv", "1")]).await;
    let note = "ls sync-output > etl-output/list.txt; echo x >> snapshots/runs; ";
    let failed = scene.run(&[], &format!("{note} exit 3")).await;
    assert_eq!(failed.code, Some(1), "{failed:?}");
    assert!(
        failed
            .stderr
            .contains("the command ended with exit status: 3; nothing was exported"),
        "{failed:?}"
    );
    assert_eq!(scene.jobs(), 1, "the folder of a job that failed stays");
    assert!(!scene.in_bucket().await.join("list.txt").exists());

    let ended = scene.run(&[], note).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let seen = scene.in_bucket().await;
    assert_eq!(read(&seen.join("list.txt")), "a.csv\n", "fetched again");

    // Neither what was fetched nor what was exported is new to the next run.
    let ended = scene
        .run(&["--keep"], "ls sync-output; cat snapshots/runs")
        .await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stdout.contains("2 unchanged"), "{ended:?}");
    assert!(
        ended.stdout.contains("\nx\n"),
        "the snapshots of the run that went well: {ended:?}"
    );
    assert!(
        !ended.stdout.contains("x\nx\n"),
        "and of no other: {ended:?}"
    );

    let full = scene
        .run(&["--full"], "ls sync-output; echo $SYNC_TYPE")
        .await;
    assert_eq!(full.code, Some(0), "{full:?}");
    assert!(
        full.stdout.contains("a.csv\n") && full.stdout.contains("full_sync\n"),
        "{full:?}"
    );
}

#[tokio::test]
async fn a_command_has_limits() {
    let scene = Scene::new().await;
    let started = std::time::Instant::now();
    let ended = scene.run(&["--timeout", "1"], "sleep 60 & sleep 60").await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("took longer than 1 s"), "{ended:?}");
    assert!(started.elapsed().as_secs() < 40, "the whole group ends");

    let many = "i=0; while [ $i -lt 5000 ]; do echo line-$i-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; i=$((i+1)); done";
    let ended = scene.run(&["--output", "10KiB"], many).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(
        ended.stdout.len() < 12_000 && ended.stdout.contains("neither kept nor shown"),
        "{} bytes",
        ended.stdout.len()
    );
    let ended = scene
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
        ended.code == Some(1) && ended.stderr.contains("could not be started"),
        "{ended:?}"
    );
}

#[tokio::test]
async fn every_tenant_of_a_flow_has_its_turn_and_its_own_files() {
    let scene = Scene::new().await;
    scene.connect("globex").await;
    scene.put(&[("a.csv", "1")]).await;
    let ended = scene
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
    assert_eq!(ended.code, Some(1), "one of them failed: {ended:?}");
    for words in ["acme has 1\n", "globex has 0\n"] {
        assert!(ended.stdout.contains(words), "{words}: {ended:?}");
    }
    assert!(
        ended.stderr.contains("acme: the command ended") && ended.stderr.contains("globex: done"),
        "{ended:?}"
    );
}

/// A script as vendors have them, which knows nothing of us: `run/etl.py`.
#[tokio::test]
async fn a_script_on_gluestick_runs_and_its_snapshots_survive() {
    let python = std::env::var("TEST_GLUESTICK").unwrap_or_else(|_| {
        panic!("TEST_GLUESTICK names a Python with gluestick; ./dev test installs one")
    });
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/run/etl.py");
    let scene = Scene::new().await;
    let run = async || {
        let args = [
            "run", "--flow", "demo", "--tenant", "acme", "--", &python, script,
        ];
        let ended = scene.cli(&args).await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        read(&scene.in_bucket().await.join("customers.csv"))
    };
    scene
        .put(&[("customers-20261101T000000.csv", "id,name\n1,Ada\n2,Bob\n")])
        .await;
    assert_eq!(run().await, "id,name\n1,Ada\n2,Bob\n");
    scene
        .put(&[("customers-20261102T000000.csv", "id,name\n2,Robert\n3,Cy\n")])
        .await;
    assert_eq!(run().await, "id,name\n1,Ada\n2,Robert\n3,Cy\n");
}
