//! Tests that no secret reaches a log, a report or debug output, and that a probe can be moved to a task and aborted.

use crate::canned_responses::{SESSION_SECRET, SESSION_TOKEN, allow_all};
use crate::{SECRET, VENDOR_SECRET, keys, plan, role, settings, vendor};
use domain::Direction;
use std::io::Write;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("lock").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn keeps_secrets_out_of_logs_reports_and_debug_output() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter("aws=trace")
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let stub = crate::stub_server::StubServer::start(allow_all).await;
    let aws = vendor(&stub.url, settings());
    let mut output = vec![format!("{aws:?}")];
    for access in [keys(), role()] {
        let plan = plan(access, Direction::Both);
        let report = aws.probe(&plan, |_| ()).await;
        output.push(format!("{plan:?}{report:?}"));
    }
    output.push(String::from_utf8_lossy(&log.0.lock().expect("lock")).into_owned());
    let output = output.concat();
    assert!(
        output.contains("PutObject"),
        "the log is not empty: {output}"
    );
    for secret in [SECRET, VENDOR_SECRET, SESSION_SECRET, SESSION_TOKEN] {
        assert!(!output.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn can_be_spawned_and_aborted() {
    let stub = crate::stub_server::StubServer::start(|request| {
        allow_all(request).delayed(std::time::Duration::from_secs(5))
    })
    .await;
    let aws = vendor(&stub.url, settings());
    let task = tokio::spawn(async move { aws.probe(&plan(keys(), Direction::Both), |_| ()).await });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    task.abort();
    assert!(task.await.expect_err("aborted").is_cancelled());
}
