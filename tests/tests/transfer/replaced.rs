//! Objects that change between the list and the moment that they are read.

use super::faults::{files_of, run_at, some_files, times};
use super::outcomes;
use e2e::fault_proxy::{BeforeGet, FaultProxy, Plan};
use e2e::transfers::{BUCKET, Transfers, bytes, same};
use futures::FutureExt as _;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::sync::{Arc, Mutex};

#[tokio::test]
async fn objects_are_replaced_or_deleted_after_they_were_listed() {
    for seed in 0..times() {
        let world = Arc::new(Transfers::start().await);
        let mut expected = some_files(seed);
        for (name, bytes) in &expected {
            world.put(&format!("data/{name}"), bytes).await;
        }
        // Each object once, before it is first read: every third is deleted, every other third replaced.
        let mut left: Vec<String> = expected.keys().cloned().collect();
        let mut rng = StdRng::seed_from_u64(seed);
        let mut deleted = Vec::new();
        let mut changes = std::collections::BTreeMap::new();
        for name in left.drain(..) {
            match rng.random_range(0..3) {
                0 => {
                    expected.remove(&name);
                    changes.insert(name.clone(), None);
                    deleted.push(name);
                }
                1 => {
                    // Of the same length, or longer, or shorter.
                    let length = expected[&name].len() + 1
                        - rng.random_range(0..=2).min(expected[&name].len());
                    let newer = bytes(length, seed + 1000);
                    expected.insert(name.clone(), newer.clone());
                    changes.insert(name, Some(newer));
                }
                _ => {}
            }
        }
        let count = changes.len();
        let changes = Arc::new(Mutex::new(changes));
        let (of_proxy, store) = (Arc::clone(&changes), Arc::clone(&world));
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
            let change = of_proxy.lock().expect("lock").remove(&name);
            let store = Arc::clone(&store);
            async move {
                match change {
                    Some(Some(newer)) => store.put(&format!("data/{name}"), &newer).await,
                    Some(None) => store
                        .sandbox
                        .delete_object(BUCKET, &format!("data/{name}"))
                        .expect("deleted"),
                    None => {}
                }
            }
            .boxed()
        });
        let plan = Plan {
            faults: Vec::new(),
            one_in: 1,
            most: 0,
            hides_checksums: false,
            seed,
        };
        let proxy = FaultProxy::start_with(world.sandbox.addr(), plan, Some(before_get)).await;
        let ended = run_at(
            &world,
            &proxy.url,
            "fetch --config config.json --out out --json",
        )
        .await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert!(
            changes.lock().expect("lock").is_empty() && count > 3,
            "all of it happened"
        );
        same(&files_of(&world), &expected);
        let outcomes = outcomes(&ended.stdout);
        for name in deleted {
            assert!(
                outcomes.contains(&(name.clone(), "vanished".to_owned())),
                "{name}: {outcomes:?}"
            );
        }
    }
}
