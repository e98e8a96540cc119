//! API keys: their environment, their creator and their revocation.

use crate::database::Database;
use crate::fixtures::{environment, event_with_action, logged_actions, secret};
use domain::EnvironmentId;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Actor, ApiKey, Store, StoreError};

on_both_databases!(
    an_api_key_identifies_its_environment,
    a_revoked_key_stays_revoked,
    records_the_latest_use,
    the_migration_gives_every_old_key_its_own_id
);

async fn two_environments(database: &Database) -> Store {
    let store = database.store().await;
    for id in ["dev", "prod"] {
        store.ensure_environment(&environment(id), 1).await.unwrap();
    }
    store
}

async fn find(store: &Store, key: &str) -> Option<ApiKey> {
    store.find_api_key(&secret(key)).await.unwrap()
}

async fn revoke(store: &Store, environment: &EnvironmentId, id: &str, now: i64) -> Option<ApiKey> {
    let event = |key: &ApiKey| {
        event_with_action(environment, "key.revoked").with_detail(json!({ "name": key.name }))
    };
    store
        .revoke_api_key(environment, id, event, now)
        .await
        .unwrap()
}

async fn an_api_key_identifies_its_environment(database: Arc<Database>) {
    let store = database.store().await;
    let (dev, prod) = (environment("dev"), environment("prod"));
    let anna = Actor::Admin("Anna".to_owned());
    let add =
        async |to, name, key, now| store.add_api_key(to, name, &secret(key), &anna, now).await;
    let refused = add(&dev, "ci", "dev-key", 1).await;
    assert!(
        matches!(refused, Err(StoreError::UnknownOwner)),
        "{refused:?}"
    );
    store.ensure_environment(&dev, 1).await.unwrap();
    store.ensure_environment(&prod, 1).await.unwrap();
    assert!(!store.has_ever_had_api_key(&dev).await.unwrap());
    let created = add(&dev, "ci", "dev-key", 1).await.unwrap();
    assert_eq!(
        created,
        ApiKey {
            id: created.id.clone(),
            environment: dev.clone(),
            name: "ci".to_owned(),
            created_at: 1,
            created_by: anna.clone(),
            last_used_at: None,
            revoked_at: None,
        }
    );
    assert_eq!(
        add(&dev, "other", "dev-key", 2).await.unwrap(),
        created,
        "the key already exists"
    );
    let second = add(&dev, "second", "dev-key-2", 2).await.unwrap();
    assert!(store.has_ever_had_api_key(&dev).await.unwrap());
    assert!(!store.has_ever_had_api_key(&prod).await.unwrap());
    assert_eq!(find(&store, "dev-key").await.as_ref(), Some(&created));
    assert_eq!(find(&store, "dev-key-2").await.as_ref(), Some(&second));
    for unknown in ["dev-key-3", "", "DEV-KEY"] {
        assert_eq!(find(&store, unknown).await, None, "{unknown}");
    }
    let taken = add(&prod, "ci", "dev-key", 3).await;
    assert!(matches!(taken, Err(StoreError::ApiKeyTaken)), "{taken:?}");
    assert_eq!(find(&store, "dev-key").await.as_ref(), Some(&created));
    assert_eq!(
        store.api_keys(&dev).await.unwrap(),
        [second, created],
        "newest first"
    );
    assert_eq!(store.api_keys(&prod).await.unwrap(), []);
    store.set_admin_key(&secret("admin"), 1).await.unwrap();
    assert_eq!(
        find(&store, "admin").await,
        None,
        "an admin key is not an API key"
    );
    assert!(
        !store.is_admin_key(&secret("dev-key")).await.unwrap(),
        "an API key is not an admin key"
    );
}

async fn a_revoked_key_stays_revoked(database: Arc<Database>) {
    let store = two_environments(&database).await;
    let (dev, prod) = (environment("dev"), environment("prod"));
    let key = store
        .add_api_key(&dev, "ci", &secret("key"), &Actor::Server, 1)
        .await
        .unwrap();
    assert_eq!(
        revoke(&store, &prod, &key.id, 5).await,
        None,
        "the key belongs to another environment"
    );
    assert_eq!(revoke(&store, &dev, "nobody", 5).await, None);
    assert_eq!(find(&store, "key").await, Some(key.clone()));
    let revoked = ApiKey {
        revoked_at: Some(5),
        ..key.clone()
    };
    assert_eq!(
        revoke(&store, &dev, &key.id, 5).await,
        Some(revoked.clone())
    );
    assert_eq!(
        revoke(&store, &dev, &key.id, 6).await,
        None,
        "it is already revoked"
    );
    let again = store
        .add_api_key(&dev, "ci", &secret("key"), &Actor::Server, 7)
        .await;
    assert_eq!(
        again.unwrap(),
        revoked,
        "adding it again does not make it valid"
    );
    assert_eq!(
        store.api_keys(&dev).await.unwrap(),
        [revoked],
        "it stays as a record"
    );
    assert!(store.has_ever_had_api_key(&dev).await.unwrap());
    assert_eq!(logged_actions(&store, &dev).await, ["key.revoked"]);
}

async fn records_the_latest_use(database: Arc<Database>) {
    let store = two_environments(&database).await;
    let dev = environment("dev");
    let key = store
        .add_api_key(&dev, "ci", &secret("key"), &Actor::Server, 1)
        .await
        .unwrap();
    let other = store
        .add_api_key(&dev, "other", &secret("other"), &Actor::Server, 1)
        .await
        .unwrap();
    for (now, last) in [(70, 70), (90, 90), (80, 90)] {
        store.record_api_key_use(&key, now).await.unwrap();
        assert_eq!(find(&store, "key").await.unwrap().last_used_at, Some(last));
    }
    assert_eq!(find(&store, "other").await, Some(other));
}

async fn the_migration_gives_every_old_key_its_own_id(database: Arc<Database>) {
    let store = two_environments(&database).await;
    let dev = environment("dev");
    for name in ["a", "b", "c"] {
        store
            .add_api_key(&dev, name, &secret(name), &Actor::Server, 1)
            .await
            .unwrap();
    }
    store.close().await;
    database.tamper("DROP INDEX api_keys_id").await;
    for column in ["id", "actor", "actor_name", "last_used_at", "revoked_at"] {
        database
            .tamper(&format!("ALTER TABLE api_keys DROP COLUMN {column}"))
            .await;
    }
    database
        .tamper("DELETE FROM _sqlx_migrations WHERE version = 7")
        .await;
    let store = database.store().await;
    let keys = store.api_keys(&dev).await.unwrap();
    let ids: BTreeSet<_> = keys.iter().map(|key| key.id.as_str()).collect();
    assert!(ids.len() == 3 && !ids.contains(""), "{ids:?}");
    for name in ["a", "b", "c"] {
        let key = find(&store, name).await.unwrap();
        assert_eq!((key.name.as_str(), &key.created_by), (name, &Actor::Server));
        assert!(revoke(&store, &dev, &key.id, 9).await.is_some());
    }
}
