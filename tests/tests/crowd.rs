//! Two hundred checks at once of a slow store: all of them pass, pages are still served, and memory stays bounded.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::app::{App, Fields, aws_via_gate, find_sample, start_slow_sandbox};
use futures::future::join_all;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

const CHECKS: usize = 200;

/// How much memory the checks may take: far more than they need, and far less than 200 copies of anything large.
const MEMORY_LIMIT_MIB: u64 = 256;

/// Returns a memory value of this process in MiB. `name` is a line of `/proc/self/status`.
fn memory_mib(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with(name));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    kib.and_then(|kib| kib.parse::<u64>().ok()).expect("a size") / 1024
}

#[tokio::test(flavor = "multi_thread")]
async fn serves_pages_and_passes_all_checks_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_slow_sandbox(folder.path(), Duration::from_millis(250)).await;
    let aws = aws_via_gate(&sandbox.url(), &sandbox);
    let app = App::builder().with_aws(aws).start().await;
    let fields = Fields::from_sample(find_sample(&sandbox, "full-access")).json();
    let token = app.create_session("onlooker").await;
    let before = memory_mib("VmRSS");

    let checking = AtomicBool::new(true);
    let pages = AtomicUsize::new(0);
    let loading_pages = async {
        while checking.load(Ordering::SeqCst) {
            let page = app.open(&token).await.expect(200);
            assert!(page.visible_text().contains("Connect your S3 bucket"));
            pages.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let checks = async {
        let tenants: Vec<String> = (0..CHECKS)
            .map(|number| format!("crowd_{number}"))
            .collect();
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
    tokio::join!(loading_pages, checks);

    let peak = memory_mib("VmHWM");
    let pages = pages.load(Ordering::SeqCst);
    println!("{CHECKS} checks at once: {before} MiB before, {peak} MiB at most, {pages} pages");
    assert!(pages > 10, "only {pages} pages were served meanwhile");
    assert!(
        peak < before + MEMORY_LIMIT_MIB,
        "{before} MiB before, {peak} MiB at most"
    );
}
