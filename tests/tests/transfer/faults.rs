//! What goes wrong on the way: afterwards everything is where it should be, or it was said that it is not.
//! `TRANSFER_FAULT_TIMES=50` does each so many times.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::binary::{Ended, run};
use e2e::fault_proxy::{Fault, FaultProxy, Plan};
use e2e::transfers::{Transfers, Tree, below, bytes, files, same, write};
use serde_json::json;

const TIMES: u64 = 2;
/// After so many runs everything has to be there.
const MOST_RUNS: usize = 5;
pub(super) const PARTIAL: &str = ".s3-connect-partial";

pub(super) fn times() -> u64 {
    let times = std::env::var("TRANSFER_FAULT_TIMES");
    times.map_or(TIMES, |times| times.parse().expect("a number"))
}

/// Files of each way to be moved: at once, in one piece, and in parts.
pub(super) fn some_files(seed: u64) -> Tree {
    let mut all = Tree::new();
    for n in 0..20 {
        let length = if n == 0 { 0 } else { 1000 + n * 37 };
        all.insert(
            format!("folder {}/{n:02}", n % 3),
            bytes(length, seed + n as u64),
        );
    }
    all.insert("middle".to_owned(), bytes(700_000, seed));
    all.insert("large".to_owned(), bytes(9 * 1024 * 1024, seed));
    all
}

/// What is there is as it should be, however much is missing.
pub(super) fn all_whole(found: &Tree, expected: &Tree) {
    let mut found = found.clone();
    found.retain(|name, _| !name.starts_with(PARTIAL));
    let mut expected = expected.clone();
    expected.retain(|name, _| found.contains_key(name));
    same(&found, &expected);
}

pub(super) fn files_of(world: &Transfers) -> Tree {
    let out = world.path("out");
    if out.exists() {
        files(&out)
    } else {
        Tree::new()
    }
}

pub(super) async fn run_at(world: &Transfers, url: &str, args: &str) -> Ended {
    let mut command = world.command(args, &[]);
    let ended = run(command.env("AWS_ENDPOINT_URL", url)).await;
    world.no_secret_in(&ended);
    ended
}

/// Runs a command until it ends well. Each time that it does not, it says why.
async fn until_good(
    world: &Transfers,
    url: &str,
    args: &str,
    mut check: impl AsyncFnMut(bool),
) -> Ended {
    for _ in 0..MOST_RUNS {
        let ended = run_at(world, url, args).await;
        let is_good = ended.code == Some(0);
        check(is_good).await;
        if is_good {
            return ended;
        }
        assert!(
            ended.code == Some(1) && !ended.stderr.is_empty(),
            "{ended:?}"
        );
    }
    panic!("{args}: it never ended well");
}

/// Returns how many faults there were on the way to the store and on the way back.
async fn both_ways_through(fault: Fault, seed: u64, one_in: u32, most: u64) -> (u64, u64) {
    let mut world = Transfers::start().await;
    if fault == Fault::ExpiredToken {
        with_a_role(&mut world);
    }
    let expected = some_files(seed);
    write(&world.path("from"), &expected);
    let plan = Plan {
        faults: vec![fault],
        one_in,
        most,
        hides_checksums: false,
        seed,
    };
    let proxy = FaultProxy::start(world.sandbox.addr(), plan.clone()).await;
    let objects = below("data/", &expected);
    let export = "export --config config.json --from from";
    until_good(&world, &proxy.url, export, async |is_good| {
        holds(is_good, &world.objects().await, &objects);
    })
    .await;
    let exporting = proxy.count();
    let proxy = FaultProxy::start(world.sandbox.addr(), plan).await;
    until_good(
        &world,
        &proxy.url,
        "fetch --config config.json --out out",
        async |is_good| {
            holds(is_good, &files_of(&world), &expected);
        },
    )
    .await;
    let around: Vec<_> = std::fs::read_dir(world.folder.path())
        .expect("a folder")
        .flatten()
        .map(|e| e.file_name())
        .collect();
    assert_eq!(around.len(), 4, "{around:?}: config, from, out, sandbox");
    (exporting, proxy.count())
}

/// After a good end everything is there. Until then, what is there is whole.
fn holds(is_good: bool, found: &Tree, expected: &Tree) {
    if is_good {
        same(found, expected);
    } else {
        all_whole(found, expected);
    }
}

/// The role may do everything, and its sessions end when the proxy says so.
fn with_a_role(world: &mut Transfers) {
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:root"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"an-external-id"}}}]}"#;
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
    let arn = world
        .sandbox
        .create_role("mover", trust, policy)
        .expect("a role");
    world.config(&json!({ "aws_access_key_id": null, "aws_secret_access_key": null, "aws_role_arn": arn, "aws_external_id": "an-external-id" }));
}

async fn each_time(fault: Fault, one_in: u32, most: u64) {
    let (mut exporting, mut fetching) = (0, 0);
    for seed in 0..times() {
        let counts = both_ways_through(fault, seed, one_in, most).await;
        exporting += counts.0;
        fetching += counts.1;
    }
    assert!(
        exporting > 0 || fault == Fault::FlipResponse,
        "{fault:?}: nothing happened to an export"
    );
    assert!(
        fetching > 0 || fault == Fault::FlipRequest,
        "{fault:?}: nothing happened to a fetch"
    );
}

#[tokio::test]
async fn connections_are_reset() {
    each_time(Fault::Reset, 5, u64::MAX).await;
}

#[tokio::test]
async fn responses_are_late() {
    each_time(Fault::Late, 2, u64::MAX).await;
}

#[tokio::test]
async fn responses_are_cut_short() {
    each_time(Fault::Cut, 5, u64::MAX).await;
}

#[tokio::test]
async fn the_store_asks_to_be_slower() {
    each_time(Fault::SlowDown, 3, 60).await;
}

#[tokio::test]
async fn bits_are_changed_in_responses() {
    each_time(Fault::FlipResponse, 3, u64::MAX).await;
}

#[tokio::test]
async fn bits_are_changed_in_requests() {
    each_time(Fault::FlipRequest, 3, u64::MAX).await;
}

#[tokio::test]
async fn sessions_of_a_role_end() {
    each_time(Fault::ExpiredToken, 6, u64::MAX).await;
}

/// Where the store says no checksum, `ETags` tell.
#[tokio::test]
async fn bits_are_changed_where_no_checksum_tells() {
    for seed in 0..times() {
        let world = Transfers::start().await;
        let expected = some_files(seed);
        for (name, bytes) in &expected {
            world.put(&format!("data/{name}"), bytes).await;
        }
        // Its parts are of another size than ours, so that only a second reading tells.
        world
            .put_in_parts("data/large", &expected["large"], 5 << 20)
            .await;
        let plan = Plan {
            faults: vec![Fault::FlipResponse],
            one_in: 6,
            most: u64::MAX,
            hides_checksums: true,
            seed,
        };
        let proxy = FaultProxy::start(world.sandbox.addr(), plan).await;
        until_good(
            &world,
            &proxy.url,
            "fetch --config config.json --out out",
            async |is_good| {
                holds(is_good, &files_of(&world), &expected);
            },
        )
        .await;
        assert!(proxy.count() > 0);
    }
}
