//! Concurrent calls through two stores on one database, as two processes would make them.

use crate::database::Database;
use crate::fixtures::{
    attempt, checked_flow, create_tenant, draft_to_text, environment, event, external_id, flow,
    keys_draft, report, save, scope, secret,
};
use domain::Outcome;
use serde_json::Map;
use sqlx::{Connection as _, Executor as _};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{ConnectSession, SessionKind, Store, StoreError};
use tokio::task::JoinSet;

on_both_databases!(
    concurrent_first_calls_agree_on_the_external_id,
    concurrent_saves_create_one_connection,
    concurrent_forwarded_links_respect_the_limit,
    moderate_load_never_fails,
    a_write_does_not_wait_long_for_a_row_that_is_locked,
);

async fn two_stores(database: &Database) -> [Store; 2] {
    [database.store().await, database.store().await]
}

async fn concurrent_first_calls_agree_on_the_external_id(database: Arc<Database>) {
    let stores = two_stores(&database).await;
    stores[0]
        .ensure_environment(&environment("dev"), 1)
        .await
        .unwrap();
    let mut calls = JoinSet::new();
    for n in 0..24u8 {
        let store = stores[usize::from(n % 2)].clone();
        calls.spawn(async move {
            store
                .ensure_tenant(&scope("dev", "acme"), None, external_id(n), i64::from(n))
                .await
                .unwrap()
        });
    }
    let tenants = calls.join_all().await;
    let ids: BTreeSet<_> = tenants
        .iter()
        .map(|tenant| tenant.external_id.as_str())
        .collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
    assert_eq!(
        stores[0]
            .tenant(&scope("dev", "acme"))
            .await
            .unwrap()
            .as_ref(),
        tenants.first()
    );
}

async fn concurrent_forwarded_links_respect_the_limit(database: Arc<Database>) {
    let stores = two_stores(&database).await;
    let acme = create_tenant(&stores[0], "dev", "acme", 1).await;
    let mut tasks = JoinSet::new();
    for n in 0..50i64 {
        let store = stores[usize::from(n % 2 == 0)].clone();
        let session = ConnectSession {
            scope: acme.clone(),
            kind: SessionKind::Forwarded,
            flow: flow("demo"),
            root_tenant: None,
            origin: None,
            locale: None,
            return_url: None,
            asked_by: None,
            created_at: 10 + n,
            expires_at: 1_000,
        };
        tasks.spawn(async move {
            let token = secret(&n.to_string());
            store
                .create_forwarded_session(
                    &session,
                    &token,
                    None,
                    (5, 10),
                    &event(&session.scope.environment),
                )
                .await
                .unwrap()
        });
    }
    let created = tasks.join_all().await;
    assert_eq!(created.into_iter().filter(|created| *created).count(), 10);
    let open = stores[0].active_links(&acme, 100, 99).await.unwrap();
    assert_eq!(open.len(), 10);
}

async fn concurrent_saves_create_one_connection(database: Arc<Database>) {
    let (ring, text) = store::KeyRing::generate().unwrap();
    let text = secrecy::ExposeSecret::expose_secret(&text).to_owned();
    let stores = [
        database.open(ring).await,
        database.open(store::KeyRing::parse(&text).unwrap()).await,
    ];
    let acme = create_tenant(&stores[0], "dev", "acme", 1).await;
    let mut tasks = JoinSet::new();
    for n in 0..24u8 {
        let (store, acme) = (stores[usize::from(n % 2)].clone(), acme.clone());
        tasks.spawn(async move {
            save(
                &store,
                &acme,
                "demo",
                &keys_draft(&format!("bucket-{n}")),
                5,
            )
            .await
        });
    }
    let saved = tasks.join_all().await;
    assert_eq!(saved.iter().filter(|saved| saved.created).count(), 1);
    let versions: BTreeSet<_> = saved.iter().map(|saved| saved.connection.version).collect();
    assert!(
        versions.into_iter().eq(1..=24),
        "each save creates its own version"
    );
    let (last, draft) = stores[1]
        .connection_draft(&acme, &flow("demo"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(last.version, 24);
    assert_eq!(
        draft_to_text(&draft),
        draft_to_text(&keys_draft(last.bucket.as_str())),
        "no mixture of two saves"
    );
}

async fn moderate_load_never_fails(database: Arc<Database>) {
    let stores = two_stores(&database).await;
    let mut tasks = JoinSet::new();
    for n in 0..16u8 {
        let store = stores[usize::from(n % 2)].clone();
        tasks.spawn(async move {
            let name = format!("tenant-{n}");
            let scope = create_tenant(&store, "dev", &name, n).await;
            for round in 0..8 {
                let token = secret(&format!("{name}-{round}"));
                let session = ConnectSession {
                    scope: scope.clone(),
                    kind: SessionKind::Tenant,
                    flow: flow("demo"),
                    root_tenant: None,
                    origin: None,
                    locale: None,
                    return_url: None,
                    asked_by: None,
                    created_at: 1,
                    expires_at: round,
                };
                store
                    .create_session(&session, &token, &event(&environment("dev")))
                    .await
                    .unwrap();
                assert_eq!(store.find_session(&token).await.unwrap(), Some(session));
                store
                    .record_attempt(
                        checked_flow(&store, &scope, &flow("demo")).await,
                        &attempt(&Map::new(), Some(&report(Outcome::Failed)), round),
                        None,
                        &event(&scope.environment),
                        round,
                    )
                    .await
                    .unwrap();
                let saved = save(&store, &scope, "demo", &keys_draft("my-data"), round)
                    .await
                    .connection;
                assert_eq!(
                    store.connection(&scope, &flow("demo")).await.unwrap(),
                    Some(saved),
                    "what is written can be read"
                );
                store.ping().await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    assert_eq!(stores[0].purge_sessions(8).await.unwrap(), 16 * 8);
}

/// A long transaction, such as the deletion of a tenant with much data, holds a lock that others need.
async fn a_write_does_not_wait_long_for_a_row_that_is_locked(database: Arc<Database>) {
    const LOCK: &str = "UPDATE tenants SET created_at = created_at";
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let event = event(&acme.environment);
    let mut other = database.connect().await;
    let mut transaction = other.begin().await.unwrap();
    transaction.execute(LOCK).await.unwrap();
    let refused = store.cancel_rotation(&acme, &event, 2).await;
    assert!(matches!(refused, Err(StoreError::Busy)), "{refused:?}");
    transaction.rollback().await.unwrap();
    store.cancel_rotation(&acme, &event, 2).await.unwrap();
}
