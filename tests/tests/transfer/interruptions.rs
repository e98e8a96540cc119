//! Transfers that are killed or interrupted: every file under its final name is complete, and the next run does the
//! rest.

#![expect(clippy::expect_used, reason = "tests")]

use super::fault_helpers::{
    PARTIAL_FOLDER, assert_all_complete, mixed_files, read_out, repetitions,
};
use e2e::app::Fields;
use e2e::binary::{ServerProcess, run};
use e2e::fault_proxy::{Fault, FaultPlan, FaultProxy};
use e2e::transfer_fixture::{
    FileTree, TransferFixture, assert_same_tree, random_bytes, with_prefix, write_tree,
};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use secrecy::ExposeSecret as _;
use serde_json::json;
use std::time::Duration;
use tokio::process::Child;

/// Starts the program and kills it after a while. Returns whether it had output by itself before.
async fn start_and_kill(fixture: &TransferFixture, url: &str, args: &str, after: Duration) -> bool {
    let mut command = fixture.command(args, &[]);
    let mut child = command
        .env("AWS_ENDPOINT_URL", url)
        .spawn()
        .expect("the program starts");
    tokio::time::sleep(after).await;
    let has_ended = child.try_wait().expect("its status").is_some();
    child.kill().await.expect("the program can be killed");
    has_ended
}

/// Delays every response, so that the program is killed in the middle of its work.
fn delay_everything(seed: u64) -> FaultPlan {
    FaultPlan {
        faults: vec![Fault::Late],
        one_in: 1,
        max_faults: u64::MAX,
        hides_checksums: false,
        seed,
    }
}

#[tokio::test]
async fn a_killed_transfer_continues_in_the_next_run() {
    let mut kills = 0;
    for seed in 0..repetitions() {
        let fixture = TransferFixture::start().await;
        let expected = mixed_files(seed);
        let objects = with_prefix("data/", &expected);
        write_tree(&fixture.path("from"), &expected);
        let proxy = FaultProxy::start(fixture.sandbox.addr(), delay_everything(seed)).await;
        let mut rng = StdRng::seed_from_u64(seed);
        for _ in 0..3 {
            let after = Duration::from_millis(rng.random_range(20..900));
            let args = "export --config config.json --from from --concurrency 4";
            kills += u32::from(!start_and_kill(&fixture, &proxy.url, args, after).await);
            assert_all_complete(&fixture.read_objects().await, &objects);
        }
        fixture
            .run_successfully("export --config config.json --from from")
            .await;
        assert_same_tree(&fixture.read_objects().await, &objects);
        for _ in 0..3 {
            let after = Duration::from_millis(rng.random_range(20..900));
            let args = "fetch --config config.json --out out --concurrency 4";
            kills += u32::from(!start_and_kill(&fixture, &proxy.url, args, after).await);
            assert_all_complete(&read_out(&fixture), &expected);
        }
        fixture
            .run_successfully("fetch --config config.json --out out")
            .await;
        assert_same_tree(&read_out(&fixture), &expected);
    }
    assert!(kills > 0, "every program output before it was killed");
}

#[tokio::test]
async fn a_killed_incremental_fetch_skips_no_file_later() {
    for seed in 0..repetitions() {
        let fixture = TransferFixture::start().await;
        let server = ServerProcess::start(&mut fixture.command("serve", &[])).await;
        let fields = Fields {
            path_prefix: "data/".to_owned(),
            ..fixture.fields.clone()
        };
        server
            .client
            .put_connection("acme", &fields.json())
            .await
            .expect(201);
        let mut expected = FileTree::new();
        let proxy = FaultProxy::start(fixture.sandbox.addr(), delay_everything(seed)).await;
        let mut rng = StdRng::seed_from_u64(seed);
        for round in 0..3 {
            for n in 0..12 {
                // The numbers repeat, so some objects are new and some are replaced.
                let (name, text) = (
                    format!("{}", (n * 5 + round * 7) % 40),
                    random_bytes(500 + n, seed + round as u64),
                );
                fixture.put_object(&format!("data/{name}"), &text).await;
                expected.insert(name, text);
            }
            let after = Duration::from_millis(rng.random_range(50..900));
            let args = "fetch --flow demo --tenant acme --out out --incremental --concurrency 3";
            start_and_kill(&fixture, &proxy.url, args, after).await;
            assert_all_complete(
                &read_out(&fixture),
                &accept_older_versions(&read_out(&fixture), &expected),
            );
        }
        let args = "fetch --flow demo --tenant acme --out out --incremental";
        let output = run(&mut fixture.command(args, &[])).await;
        assert_eq!(output.code, Some(0), "{output:?}");
        assert_same_tree(&read_out(&fixture), &expected);
        server.kill().await;
    }
}

/// Also accepts files that were not fetched again yet. They are complete, because every version has one of these
/// lengths and an incomplete file would be shorter.
fn accept_older_versions(found: &FileTree, expected: &FileTree) -> FileTree {
    let mut accepted = expected.clone();
    for (name, bytes) in found {
        if (500..512).contains(&bytes.len()) {
            accepted.insert(name.clone(), bytes.clone());
        }
    }
    accepted
}

#[tokio::test]
async fn a_file_that_changes_during_its_export_arrives_as_a_single_version() {
    for seed in 0..repetitions() {
        let fixture = TransferFixture::start().await;
        let mut versions = mixed_files(seed);
        versions.retain(|name, _| ["large", "middle"].contains(&name.as_str()));
        write_tree(&fixture.path("from"), &versions);
        let proxy = FaultProxy::start(fixture.sandbox.addr(), delay_everything(seed)).await;
        let child = start_through(&fixture, &proxy, "export --config config.json --from from");
        let mut rng = StdRng::seed_from_u64(seed);
        tokio::time::sleep(Duration::from_millis(rng.random_range(50..400))).await;
        for (name, old) in &mut versions {
            *old = random_bytes(
                old.len() - 10_000 * usize::from(name == "middle"),
                seed + 77,
            );
        }
        write_tree(&fixture.path("from"), &versions);
        let output = child.wait_with_output().await.expect("the program ends");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() || stderr.contains("it changed while it was being read"),
            "{stderr}"
        );
        let (older, newer) = (
            with_prefix("data/", &mixed_files(seed)),
            with_prefix("data/", &versions),
        );
        for (key, bytes) in fixture.read_objects().await {
            let is_one_version = older.get(&key) == Some(&bytes) || newer.get(&key) == Some(&bytes);
            assert!(is_one_version, "{key} is a mixture");
        }
        fixture
            .run_successfully("export --config config.json --from from")
            .await;
        assert_same_tree(
            &fixture.read_objects().await,
            &with_prefix("data/", &versions),
        );
    }
}

#[tokio::test]
async fn an_interrupted_fetch_leaves_no_partial_files_and_continues_in_the_next_run() {
    let fixture = TransferFixture::start().await;
    let expected = mixed_files(1);
    for (name, bytes) in &expected {
        fixture.put_object(&format!("data/{name}"), bytes).await;
    }
    let proxy = FaultProxy::start(fixture.sandbox.addr(), delay_everything(1)).await;
    let child = start_through(&fixture, &proxy, "fetch --config config.json --out out");
    let out = fixture.path("out");
    let is_file = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.is_ok_and(|entry| entry.file_name() != PARTIAL_FOLDER)
    };
    wait_until(async || std::fs::read_dir(&out).is_ok_and(|mut entries| entries.any(is_file)))
        .await;
    let (summary, _) = interrupt(child).await;
    assert_all_complete(&read_out(&fixture), &expected);
    let mut partial_files = read_out(&fixture);
    partial_files.retain(|name, _| name.starts_with(PARTIAL_FOLDER));
    partial_files.remove(&format!("{PARTIAL_FOLDER}/finished"));
    assert!(partial_files.is_empty(), "{:?}", partial_files.keys());

    // The same command continues from there, and leaves nothing but the files.
    let finished = summary_count(&summary, " fetched");
    assert!(finished < expected.len(), "{summary}");
    let output = fixture
        .run_successfully("fetch --config config.json --out out")
        .await;
    let (fetched, unchanged) = (
        summary_count(&output.stdout, " fetched"),
        summary_count(&output.stdout, " unchanged"),
    );
    // More than the summary had counted, because files can be finished between the interruption and the end.
    assert!(unchanged >= finished.max(1), "{summary} {output:?}");
    assert_eq!(fetched + unchanged, expected.len(), "{output:?}");
    assert_same_tree(&read_out(&fixture), &expected);
}

/// Returns the number before some words of a summary.
fn summary_count(summary: &str, words: &str) -> usize {
    let before = summary.split(words).next().unwrap_or_default();
    let number = before.rsplit(' ').next().unwrap_or_default();
    number.parse().unwrap_or_else(|_| panic!("{summary}"))
}

/// Starts a command that uses the proxy as AWS and makes at most two calls at once.
fn start_through(fixture: &TransferFixture, proxy: &FaultProxy, args: &str) -> Child {
    fixture
        .command(args, &["--concurrency", "2"])
        .env("AWS_ENDPOINT_URL", &proxy.url)
        .spawn()
        .expect("the program starts")
}

/// Interrupts the program as Ctrl-C does. It must end soon and print that it was stopped. Returns its stdout and
/// stderr.
async fn interrupt(child: Child) -> (String, String) {
    let pid = child.id().expect("the program runs").to_string();
    let status = std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status();
    assert!(status.expect("kill").success());
    let output = tokio::time::timeout(Duration::from_secs(20), child.wait_with_output()).await;
    let output = output.expect("the program ends soon").expect("its output");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(
        stderr.contains("stopped; files that are already transferred stay in place"),
        "{stderr}"
    );
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    (stdout, stderr)
}

#[tokio::test]
async fn an_interrupted_export_aborts_its_uploads_or_prints_their_ids() {
    let fixture = TransferFixture::start().await;
    let expected = FileTree::from([("large".to_owned(), random_bytes(64 * 1024 * 1024, 1))]);
    write_tree(&fixture.path("from"), &expected);
    let proxy = FaultProxy::start(fixture.sandbox.addr(), delay_everything(1)).await;
    let interrupt_export = async || {
        let child = start_through(&fixture, &proxy, "export --config config.json --from from");
        wait_until(async || stored_parts(&fixture) > 0).await;
        interrupt(child).await.1
    };
    let stderr = interrupt_export().await;
    assert!(!stderr.contains("may be left"), "{stderr}");
    // The sandbox may have been reading a part while the upload was aborted.
    wait_until(async || stored_parts(&fixture) == 0).await;
    assert!(fixture.read_objects().await.is_empty());

    // The policy that we print for tenants does not allow aborting an upload.
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}"#;
    let keys = fixture
        .sandbox
        .create_user("writer", policy)
        .expect("a user");
    fixture.write_config(&json!({
        "aws_access_key_id": keys.access_key_id,
        "aws_secret_access_key": keys.secret_access_key.expose_secret(),
    }));
    let stderr = interrupt_export().await;
    let message = "large: the export was stopped while uploading it; parts of the upload ";
    assert!(stderr.contains(message), "{stderr}");
    assert!(stored_parts(&fixture) > 0, "the parts are still there");
    fixture
        .run_successfully("export --config config.json --from from")
        .await;
    assert_same_tree(
        &fixture.read_objects().await,
        &with_prefix("data/", &expected),
    );
}

/// Returns how many parts of unfinished uploads the sandbox stores.
fn stored_parts(fixture: &TransferFixture) -> usize {
    let uploads = std::fs::read_dir(fixture.path("sandbox/unfinished"));
    uploads.expect("a folder").count()
}

async fn wait_until(mut condition: impl AsyncFnMut() -> bool) {
    for _ in 0..2_000 {
        if condition().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the condition is still false after 10 s");
}
