//! Transfers on a bad network: either every file is where it should be, or the command fails and names the problem.
//! `TRANSFER_FAULT_TIMES=50` repeats each test that often.

#![expect(clippy::expect_used, reason = "tests")]

use super::fault_helpers::{assert_all_complete, mixed_files, read_out, repetitions, run_through};
use e2e::binary::CommandOutput;
use e2e::fault_proxy::{Fault, FaultPlan, FaultProxy};
use e2e::transfer_fixture::{FileTree, TransferFixture, assert_same_tree, with_prefix, write_tree};
use serde_json::json;

/// A command must succeed within this many runs.
const MAX_RUNS: usize = 5;

/// Repeats a command until it succeeds, and calls `check` with the success of each run. A run that fails must print
/// why.
async fn run_until_success(
    fixture: &TransferFixture,
    url: &str,
    args: &str,
    mut check: impl AsyncFnMut(bool),
) -> CommandOutput {
    for _ in 0..MAX_RUNS {
        let output = run_through(fixture, url, args).await;
        let is_success = output.code == Some(0);
        check(is_success).await;
        if is_success {
            return output;
        }
        assert!(
            output.code == Some(1) && !output.stderr.is_empty(),
            "{output:?}"
        );
    }
    panic!("{args}: it never succeeded");
}

/// Exports files and fetches them again through a proxy with faults. Returns how many faults each direction had.
async fn transfer_both_ways(fault: Fault, seed: u64, one_in: u32, max_faults: u64) -> (u64, u64) {
    let mut fixture = TransferFixture::start().await;
    if fault == Fault::ExpiredToken {
        use_role(&mut fixture);
    }
    let expected = mixed_files(seed);
    write_tree(&fixture.path("from"), &expected);
    let plan = FaultPlan {
        faults: vec![fault],
        one_in,
        max_faults,
        hides_checksums: false,
        seed,
    };
    let proxy = FaultProxy::start(fixture.sandbox.addr(), plan.clone()).await;
    let objects = with_prefix("data/", &expected);
    let export = "export --config config.json --from from";
    run_until_success(&fixture, &proxy.url, export, async |is_success| {
        assert_intact(is_success, &fixture.read_objects().await, &objects);
    })
    .await;
    let export_faults = proxy.fault_count();
    let proxy = FaultProxy::start(fixture.sandbox.addr(), plan).await;
    let fetch = "fetch --config config.json --out out";
    run_until_success(&fixture, &proxy.url, fetch, async |is_success| {
        assert_intact(is_success, &read_out(&fixture), &expected);
    })
    .await;
    let entries: Vec<_> = std::fs::read_dir(fixture.folder.path())
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(
        entries.len(),
        4,
        "only config.json, from, out and sandbox are left: {entries:?}"
    );
    (export_faults, proxy.fault_count())
}

/// Checks that every file is there after a success, and that no file is incomplete after a failure.
fn assert_intact(is_success: bool, found: &FileTree, expected: &FileTree) {
    if is_success {
        assert_same_tree(found, expected);
    } else {
        assert_all_complete(found, expected);
    }
}

/// Uses a role instead of keys. Only a role's sessions can expire.
fn use_role(fixture: &mut TransferFixture) {
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:root"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"an-external-id"}}}]}"#;
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
    let arn = fixture
        .sandbox
        .create_role("mover", trust, policy)
        .expect("a role");
    fixture.write_config(&json!({ "aws_access_key_id": null, "aws_secret_access_key": null, "aws_role_arn": arn, "aws_external_id": "an-external-id" }));
}

/// Transfers with a fault, with several seeds. The fault must have happened in each direction in which it can.
async fn assert_survives(fault: Fault, one_in: u32, max_faults: u64) {
    let (mut export_faults, mut fetch_faults) = (0, 0);
    for seed in 0..repetitions() {
        let counts = transfer_both_ways(fault, seed, one_in, max_faults).await;
        export_faults += counts.0;
        fetch_faults += counts.1;
    }
    assert!(
        export_faults > 0 || fault == Fault::FlipResponse,
        "{fault:?}: no export had a fault"
    );
    assert!(
        fetch_faults > 0 || fault == Fault::FlipRequest,
        "{fault:?}: no fetch had a fault"
    );
}

#[tokio::test]
async fn survives_connection_resets() {
    assert_survives(Fault::Reset, 5, u64::MAX).await;
}

#[tokio::test]
async fn survives_late_responses() {
    assert_survives(Fault::Late, 2, u64::MAX).await;
}

#[tokio::test]
async fn survives_truncated_responses() {
    assert_survives(Fault::Cut, 5, u64::MAX).await;
}

#[tokio::test]
async fn survives_a_store_that_asks_to_slow_down() {
    assert_survives(Fault::SlowDown, 3, 60).await;
}

#[tokio::test]
async fn detects_flipped_bits_in_responses() {
    assert_survives(Fault::FlipResponse, 3, u64::MAX).await;
}

#[tokio::test]
async fn detects_flipped_bits_in_requests() {
    assert_survives(Fault::FlipRequest, 3, u64::MAX).await;
}

#[tokio::test]
async fn renews_expired_sessions_of_a_role() {
    assert_survives(Fault::ExpiredToken, 6, u64::MAX).await;
}

/// Without a checksum, the `ETag` shows which bytes are right, and without a useful `ETag`, a second reading does.
#[tokio::test]
async fn detects_flipped_bits_in_responses_without_checksums() {
    for seed in 0..repetitions() {
        let fixture = TransferFixture::start().await;
        let expected = mixed_files(seed);
        for (name, bytes) in &expected {
            fixture.put_object(&format!("data/{name}"), bytes).await;
        }
        // Its parts have another size than ours, so its ETag cannot be recomputed.
        fixture
            .put_object_in_parts("data/large", &expected["large"], 5 << 20)
            .await;
        let plan = FaultPlan {
            faults: vec![Fault::FlipResponse],
            one_in: 6,
            max_faults: u64::MAX,
            hides_checksums: true,
            seed,
        };
        let proxy = FaultProxy::start(fixture.sandbox.addr(), plan).await;
        let fetch = "fetch --config config.json --out out";
        run_until_success(&fixture, &proxy.url, fetch, async |is_success| {
            assert_intact(is_success, &read_out(&fixture), &expected);
        })
        .await;
        assert!(proxy.fault_count() > 0);
    }
}
