//! Nothing secret reaches a log or a report, and a probe can be sent to another thread or dropped.

use crate::canned::{SESSION_SECRET, SESSION_TOKEN, all_well};
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
async fn neither_log_nor_report_holds_a_secret() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter("aws=trace")
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let stub = crate::stub::Stub::start(all_well).await;
    let aws = vendor(&stub.url, settings());
    let mut said = vec![format!("{aws:?}")];
    for access in [keys(), role()] {
        let plan = plan(access, Direction::Both);
        let report = aws.probe(&plan, |_| ()).await;
        said.push(format!("{plan:?}{report:?}"));
    }
    said.push(String::from_utf8_lossy(&log.0.lock().expect("lock")).into_owned());
    let said = said.concat();
    assert!(said.contains("PutObject"), "the log was read: {said}");
    for secret in [SECRET, VENDOR_SECRET, SESSION_SECRET, SESSION_TOKEN] {
        assert!(!said.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_probe_can_be_sent_away_and_dropped() {
    let stub =
        crate::stub::Stub::start(|asked| all_well(asked).after(std::time::Duration::from_secs(5)))
            .await;
    let aws = vendor(&stub.url, settings());
    let task = tokio::spawn(async move { aws.probe(&plan(keys(), Direction::Both), |_| ()).await });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    task.abort();
    assert!(task.await.expect_err("aborted").is_cancelled());
}
