//! The latest attempt to connect.

use crate::database::Database;
use crate::fixtures::{SECRET, attempt, checked_flow, create_tenant, event, flow, report, scope};
use domain::Outcome;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use store::{Attempt, StoreError};

on_both_databases!(
    stores_the_latest_attempt_without_secrets,
    an_attempt_belongs_to_one_tenant
);

fn fields(value: Value) -> Map<String, Value> {
    let Value::Object(fields) = value else {
        panic!("an object")
    };
    fields
}

async fn stores_the_latest_attempt_without_secrets(database: Arc<Database>) {
    let store = database.store().await;
    let (acme, demo) = (scope("dev", "acme"), flow("demo"));
    let failed = report(Outcome::Failed);
    let event = event(&acme.environment);
    let first = fields(json!({"path_prefix": "a/", "bucket": "my-data"}));
    let refused = store
        .record_attempt(
            checked_flow(&store, &acme, &demo).await,
            &attempt(&first, Some(&failed), 5),
            None,
            &event,
            5,
        )
        .await;
    assert!(
        matches!(refused, Err(StoreError::UnknownTenant(_))),
        "{refused:?}"
    );
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    assert_eq!(store.latest_attempt(&acme, &demo).await.unwrap(), None);
    store
        .record_attempt(
            checked_flow(&store, &acme, &demo).await,
            &attempt(&first, Some(&failed), 5),
            None,
            &event,
            5,
        )
        .await
        .unwrap();
    let stored = store.latest_attempt(&acme, &demo).await.unwrap().unwrap();
    assert_eq!(
        stored,
        Attempt {
            public_fields: first.clone(),
            report: Some(failed.clone()),
            attempted_at: 5
        }
    );
    assert!(
        stored.public_fields.keys().eq(first.keys()),
        "the fields keep their order"
    );
    let second = fields(json!({"bucket": "other", "aws_secret_access_key": SECRET}));
    store
        .record_attempt(
            checked_flow(&store, &acme, &demo).await,
            &attempt(&second, Some(&report(Outcome::Passed)), 7),
            None,
            &event,
            7,
        )
        .await
        .unwrap();
    store
        .record_attempt(
            checked_flow(&store, &acme, &demo).await,
            &attempt(&first, Some(&failed), 6),
            None,
            &event,
            8,
        )
        .await
        .unwrap();
    let stored = store.latest_attempt(&acme, &demo).await.unwrap().unwrap();
    assert_eq!(
        stored,
        Attempt {
            public_fields: fields(json!({"bucket": "other"})),
            report: Some(report(Outcome::Passed)),
            attempted_at: 7
        }
    );
    store
        .record_attempt(
            checked_flow(&store, &acme, &demo).await,
            &attempt(&first, None, 8),
            None,
            &event,
            8,
        )
        .await
        .unwrap();
    let stored = store.latest_attempt(&acme, &demo).await.unwrap().unwrap();
    assert_eq!(
        (stored.public_fields, stored.report, stored.attempted_at),
        (first, None, 8),
        "a draft without a report"
    );
    assert!(store.delete_attempt(&acme, &demo).await.unwrap());
    assert!(!store.delete_attempt(&acme, &demo).await.unwrap());
    assert_eq!(store.latest_attempt(&acme, &demo).await.unwrap(), None);
}

async fn an_attempt_belongs_to_one_tenant(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let strangers = [
        create_tenant(&store, "dev", "globex", 2).await,
        create_tenant(&store, "prod", "acme", 3).await,
    ];
    store
        .record_attempt(
            checked_flow(&store, &acme, &flow("demo")).await,
            &attempt(&Map::new(), Some(&report(Outcome::Failed)), 1),
            None,
            &event(&acme.environment),
            1,
        )
        .await
        .unwrap();
    for stranger in &strangers {
        assert_eq!(
            store.latest_attempt(stranger, &flow("demo")).await.unwrap(),
            None
        );
        assert!(!store.delete_attempt(stranger, &flow("demo")).await.unwrap());
    }
    assert_eq!(
        store.latest_attempt(&acme, &flow("other")).await.unwrap(),
        None
    );
    assert!(
        store
            .latest_attempt(&acme, &flow("demo"))
            .await
            .unwrap()
            .is_some()
    );
}
