//! A program that is killed or interrupted: nothing half-written has a name, and the next run does the rest.

#![expect(clippy::expect_used, reason = "tests")]

use super::faults::{PARTIAL, all_whole, files_of, some_files, times};
use e2e::app::Fields;
use e2e::binary::{Running, run};
use e2e::fault_proxy::{Fault, FaultProxy, Plan};
use e2e::transfers::{Transfers, Tree, below, bytes, same, write};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use secrecy::ExposeSecret as _;
use serde_json::json;
use std::time::Duration;
use tokio::process::Child;

/// Kills the program at a random moment of its work, and returns whether it had ended before.
async fn kill(world: &Transfers, url: &str, args: &str, after: Duration) -> bool {
    let mut command = world.command(args, &[]);
    let mut child = command
        .env("AWS_ENDPOINT_URL", url)
        .spawn()
        .expect("it starts");
    tokio::time::sleep(after).await;
    let has_ended = child.try_wait().expect("its status").is_some();
    child.kill().await.expect("it is killed");
    has_ended
}

/// Everything takes a while, so that a kill comes in the middle of it.
fn slow(seed: u64) -> Plan {
    Plan {
        faults: vec![Fault::Late],
        one_in: 1,
        most: u64::MAX,
        hides_checksums: false,
        seed,
    }
}

#[tokio::test]
async fn a_transfer_that_is_killed_goes_on_where_it_was() {
    let mut killed = 0;
    for seed in 0..times() {
        let world = Transfers::start().await;
        let expected = some_files(seed);
        let objects = below("data/", &expected);
        write(&world.path("from"), &expected);
        let proxy = FaultProxy::start(world.sandbox.addr(), slow(seed)).await;
        let mut rng = StdRng::seed_from_u64(seed);
        for _ in 0..3 {
            let after = Duration::from_millis(rng.random_range(20..900));
            let args = "export --config config.json --from from --concurrency 4";
            killed += u32::from(!kill(&world, &proxy.url, args, after).await);
            all_whole(&world.objects().await, &objects);
        }
        world.good("export --config config.json --from from").await;
        same(&world.objects().await, &objects);
        for _ in 0..3 {
            let after = Duration::from_millis(rng.random_range(20..900));
            let args = "fetch --config config.json --out out --concurrency 4";
            killed += u32::from(!kill(&world, &proxy.url, args, after).await);
            all_whole(&files_of(&world), &expected);
        }
        world.good("fetch --config config.json --out out").await;
        same(&files_of(&world), &expected);
    }
    assert!(killed > 0, "no kill came in the middle");
}

#[tokio::test]
async fn an_incremental_fetch_that_is_killed_skips_nothing() {
    for seed in 0..times() {
        let world = Transfers::start().await;
        let server = Running::start(&mut world.command("serve", &[])).await;
        let fields = Fields {
            path_prefix: "data/".to_owned(),
            ..world.fields.clone()
        };
        server
            .client
            .put_connection("acme", &fields.json())
            .await
            .expect(201);
        let mut expected = Tree::new();
        let proxy = FaultProxy::start(world.sandbox.addr(), slow(seed)).await;
        let mut rng = StdRng::seed_from_u64(seed);
        for round in 0..3 {
            for n in 0..12 {
                // Some are new, some replaced.
                let (name, text) = (
                    format!("{}", (n * 5 + round * 7) % 40),
                    bytes(500 + n, seed + round as u64),
                );
                world.put(&format!("data/{name}"), &text).await;
                expected.insert(name, text);
            }
            let after = Duration::from_millis(rng.random_range(50..900));
            let args = "fetch --flow demo --tenant acme --out out --incremental --concurrency 3";
            kill(&world, &proxy.url, args, after).await;
            all_whole(
                &files_of(&world),
                &expected_or_older(&files_of(&world), &expected),
            );
        }
        let args = "fetch --flow demo --tenant acme --out out --incremental";
        let ended = run(&mut world.command(args, &[])).await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        same(&files_of(&world), &expected);
        server.kill().await;
    }
}

/// A file that was not fetched again yet is whole as it was: only lengths of no version are short.
fn expected_or_older(found: &Tree, expected: &Tree) -> Tree {
    let mut all = expected.clone();
    for (name, bytes) in found {
        if (500..512).contains(&bytes.len()) {
            all.insert(name.clone(), bytes.clone());
        }
    }
    all
}

#[tokio::test]
async fn a_file_that_changes_while_it_is_exported_arrives_as_one_version() {
    for seed in 0..times() {
        let world = Transfers::start().await;
        let mut versions = some_files(seed);
        versions.retain(|name, _| ["large", "middle"].contains(&name.as_str()));
        write(&world.path("from"), &versions);
        let proxy = FaultProxy::start(world.sandbox.addr(), slow(seed)).await;
        let child = start(&world, &proxy, "export --config config.json --from from");
        let mut rng = StdRng::seed_from_u64(seed);
        tokio::time::sleep(Duration::from_millis(rng.random_range(50..400))).await;
        for (name, old) in &mut versions {
            *old = bytes(
                old.len() - 10_000 * usize::from(name == "middle"),
                seed + 77,
            );
        }
        write(&world.path("from"), &versions);
        let ended = child.wait_with_output().await.expect("it ends");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(
            ended.status.success() || said.contains("it changed while it was read"),
            "{said}"
        );
        let (older, newer) = (below("data/", &some_files(seed)), below("data/", &versions));
        for (key, bytes) in world.objects().await {
            let is_whole = older.get(&key) == Some(&bytes) || newer.get(&key) == Some(&bytes);
            assert!(is_whole, "{key} is of no version");
        }
        world.good("export --config config.json --from from").await;
        same(&world.objects().await, &below("data/", &versions));
    }
}

#[tokio::test]
async fn an_interrupted_fetch_ends_cleanly() {
    let world = Transfers::start().await;
    let expected = some_files(1);
    for (name, bytes) in &expected {
        world.put(&format!("data/{name}"), bytes).await;
    }
    let proxy = FaultProxy::start(world.sandbox.addr(), slow(1)).await;
    let child = start(&world, &proxy, "fetch --config config.json --out out");
    let out = world.path("out");
    let is_file = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.is_ok_and(|entry| entry.file_name() != PARTIAL)
    };
    until(async || std::fs::read_dir(&out).is_ok_and(|mut entries| entries.any(is_file))).await;
    let (stopped, _) = interrupt(child).await;
    all_whole(&files_of(&world), &expected);
    let mut left = files_of(&world);
    left.retain(|name, _| name.starts_with(PARTIAL));
    left.remove(&format!("{PARTIAL}/finished"));
    assert!(left.is_empty(), "{:?}", left.keys());

    // The same command goes on from there, and leaves nothing but the files.
    let finished = count(&stopped, " fetched");
    assert!(finished < expected.len(), "{stopped}");
    let ended = world.good("fetch --config config.json --out out").await;
    let (rest, before) = (
        count(&ended.stdout, " fetched"),
        count(&ended.stdout, " unchanged"),
    );
    // Some may have been finished that the summary did not count any more.
    assert!(before >= finished.max(1), "{stopped} {ended:?}");
    assert_eq!(rest + before, expected.len(), "{ended:?}");
    same(&files_of(&world), &expected);
}

/// The number before some words of a summary.
fn count(summary: &str, words: &str) -> usize {
    let before = summary.split(words).next().unwrap_or_default();
    let number = before.rsplit(' ').next().unwrap_or_default();
    number.parse().unwrap_or_else(|_| panic!("{summary}"))
}

/// Starts a command behind the proxy, which moves two files or parts at once.
fn start(world: &Transfers, proxy: &FaultProxy, args: &str) -> Child {
    world
        .command(args, &["--concurrency", "2"])
        .env("AWS_ENDPOINT_URL", &proxy.url)
        .spawn()
        .expect("it starts")
}

/// Interrupts the program as Ctrl-C does. It has to end in time and say so. Returns its stdout and stderr.
async fn interrupt(child: Child) -> (String, String) {
    let pid = child.id().expect("it runs").to_string();
    let sent = std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status();
    assert!(sent.expect("kill").success());
    let output = tokio::time::timeout(Duration::from_secs(20), child.wait_with_output()).await;
    let output = output.expect("it ends").expect("its output");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("stopped; what was moved stays moved"),
        "{said}"
    );
    let summary = String::from_utf8_lossy(&output.stdout).into_owned();
    (summary, said)
}

#[tokio::test]
async fn an_interrupted_export_gives_its_uploads_up_or_names_them() {
    let world = Transfers::start().await;
    let expected = Tree::from([("large".to_owned(), bytes(64 * 1024 * 1024, 1))]);
    write(&world.path("from"), &expected);
    let proxy = FaultProxy::start(world.sandbox.addr(), slow(1)).await;
    let interrupted = async || {
        let child = start(&world, &proxy, "export --config config.json --from from");
        until(async || parts(&world) > 0).await;
        interrupt(child).await.1
    };
    let said = interrupted().await;
    assert!(!said.contains("may be left"), "{said}");
    // The sandbox may still have been reading one.
    until(async || parts(&world) == 0).await;
    assert!(world.objects().await.is_empty());

    // With the policy that tenants are told to use, nobody may give an upload up.
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}"#;
    let keys = world.sandbox.create_user("writer", policy).expect("a user");
    world.config(&json!({
        "aws_access_key_id": keys.access_key_id,
        "aws_secret_access_key": keys.secret_access_key.expose_secret(),
    }));
    let said = interrupted().await;
    let words = "large: it was stopped while it was written; parts of the upload ";
    assert!(said.contains(words), "{said}");
    assert!(parts(&world) > 0, "and so they are");
    world.good("export --config config.json --from from").await;
    same(&world.objects().await, &below("data/", &expected));
}

/// How many parts of uploads the sandbox has.
fn parts(world: &Transfers) -> usize {
    let unfinished = std::fs::read_dir(world.path("sandbox/unfinished"));
    unfinished.expect("a folder").count()
}

async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    for _ in 0..2_000 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it does not come to that");
}
