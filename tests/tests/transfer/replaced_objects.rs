//! Objects that are replaced or deleted after they were listed and before they are read.

use super::fault_helpers::{mixed_files, read_out, repetitions, run_through};
use super::outcomes;
use e2e::fault_proxy::{BeforeGet, FaultPlan, FaultProxy};
use e2e::transfer_fixture::{BUCKET, TransferFixture, assert_same_tree, random_bytes};
use futures::FutureExt as _;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::sync::{Arc, Mutex};

#[tokio::test]
async fn fetches_the_new_version_of_replaced_objects_and_reports_deleted_ones() {
    for seed in 0..repetitions() {
        let fixture = Arc::new(TransferFixture::start().await);
        let mut expected = mixed_files(seed);
        for (name, bytes) in &expected {
            fixture.put_object(&format!("data/{name}"), bytes).await;
        }
        // Before its first read, each object is deleted, replaced or left alone.
        let names: Vec<String> = expected.keys().cloned().collect();
        let mut rng = StdRng::seed_from_u64(seed);
        let mut deleted = Vec::new();
        let mut changes = std::collections::BTreeMap::new();
        for name in names {
            match rng.random_range(0..3) {
                0 => {
                    expected.remove(&name);
                    changes.insert(name.clone(), None);
                    deleted.push(name);
                }
                1 => {
                    // One byte longer, of the same length, or one byte shorter.
                    let length = expected[&name].len() + 1
                        - rng.random_range(0..=2).min(expected[&name].len());
                    let newer = random_bytes(length, seed + 1000);
                    expected.insert(name.clone(), newer.clone());
                    changes.insert(name, Some(newer));
                }
                _ => {}
            }
        }
        let change_count = changes.len();
        let changes = Arc::new(Mutex::new(changes));
        let (hook_changes, hook_fixture) = (Arc::clone(&changes), Arc::clone(&fixture));
        let before_get: BeforeGet = Arc::new(move |path| {
            let path = path
                .split('?')
                .next()
                .unwrap_or_default()
                .replace("%20", " ");
            let name = path
                .rsplit_once("/data/")
                .map(|(_, name)| name.to_owned())
                .unwrap_or_default();
            let change = hook_changes.lock().expect("lock").remove(&name);
            let fixture = Arc::clone(&hook_fixture);
            async move {
                match change {
                    Some(Some(newer)) => fixture.put_object(&format!("data/{name}"), &newer).await,
                    Some(None) => fixture
                        .sandbox
                        .delete_object(BUCKET, &format!("data/{name}"))
                        .expect("the object is deleted"),
                    None => {}
                }
            }
            .boxed()
        });
        let plan = FaultPlan {
            faults: Vec::new(),
            one_in: 1,
            max_faults: 0,
            hides_checksums: false,
            seed,
        };
        let proxy =
            FaultProxy::start_with_hook(fixture.sandbox.addr(), plan, Some(before_get)).await;
        let output = run_through(
            &fixture,
            &proxy.url,
            "fetch --config config.json --out out --json",
        )
        .await;
        assert_eq!(output.code, Some(0), "{output:?}");
        assert!(
            changes.lock().expect("lock").is_empty() && change_count > 3,
            "every change happened"
        );
        assert_same_tree(&read_out(&fixture), &expected);
        let outcomes = outcomes(&output.stdout);
        for name in deleted {
            assert!(
                outcomes.contains(&(name.clone(), "vanished".to_owned())),
                "{name}: {outcomes:?}"
            );
        }
    }
}
