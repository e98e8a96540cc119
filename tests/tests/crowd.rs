//! Two hundred checks at once against a slow store: all get their turn, the page still answers, and memory
//! stays what it is.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::app::{App, Fields, aws_through, sample, start_slow_sandbox};
use futures::future::join_all;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

const MANY: usize = 200;

/// Far above what two hundred checks take, far below what two hundred copies of anything large would.
const ROOM_MIB: u64 = 256;

fn resident_mib(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with(what));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    kib.and_then(|kib| kib.parse::<u64>().ok()).expect("a size") / 1024
}

#[tokio::test(flavor = "multi_thread")]
async fn all_get_their_turn() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_slow_sandbox(folder.path(), Duration::from_millis(250)).await;
    let aws = aws_through(&sandbox.url(), &sandbox);
    let app = App::setup().with_aws(aws).start().await;
    let fields = Fields::of(sample(&sandbox, "full-access")).json();
    let onlooker = app.create_session("onlooker").await;
    let before = resident_mib("VmRSS");

    let checking = AtomicBool::new(true);
    let seen = AtomicUsize::new(0);
    let looking = async {
        while checking.load(Ordering::SeqCst) {
            let page = app.open(&onlooker).await.expect(200);
            assert!(page.words().contains("Connect your S3 bucket"));
            seen.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let checks = async {
        let tenants: Vec<String> = (0..MANY).map(|number| format!("crowd_{number}")).collect();
        let one = |tenant: String| {
            let (app, fields) = (&app, &fields);
            async move {
                let saved = app.put_connection(&tenant, fields).await.expect(201);
                assert_eq!(saved.json()["report"]["outcome"], "passed", "{tenant}");
            }
        };
        join_all(tenants.into_iter().map(one)).await;
        checking.store(false, Ordering::SeqCst);
    };
    tokio::join!(looking, checks);

    let most = resident_mib("VmHWM");
    let looks = seen.load(Ordering::SeqCst);
    println!(
        "{MANY} checks at once: {before} MiB before, {most} MiB at most, {looks} looks at the page"
    );
    assert!(looks > 10, "the page answers meanwhile");
    assert!(
        most < before + ROOM_MIB,
        "{before} MiB before, {most} MiB at most"
    );
}
