//! API keys: whose they are, who made them, and that revoked ones stay so.

use crate::database::Database;
use crate::samples::{actions, environment, event_of, secret};
use domain::EnvironmentId;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Actor, ApiKey, Store, StoreError};

both!(
    api_keys_tell_the_environment,
    a_revoked_key_stays_revoked,
    use_is_kept,
    keys_from_before_have_ids_of_their_own
);

async fn two_environments(database: &Database) -> Store {
    let store = database.store().await;
    for id in ["dev", "prod"] {
        store.ensure_environment(&environment(id), 1).await.unwrap();
    }
    store
}

async fn found(store: &Store, key: &str) -> Option<ApiKey> {
    store.find_api_key(&secret(key)).await.unwrap()
}

async fn revoke(store: &Store, of: &EnvironmentId, id: &str, now: i64) -> Option<ApiKey> {
    let event = |key: &ApiKey| event_of(of, "key.revoked").with(json!({ "name": key.name }));
    store.revoke_api_key(of, id, event, now).await.unwrap()
}

async fn api_keys_tell_the_environment(database: Arc<Database>) {
    let store = database.store().await;
    let (dev, prod) = (environment("dev"), environment("prod"));
    let anna = Actor::Admin("Anna".to_owned());
    let add =
        async |to, name, key, now| store.add_api_key(to, name, &secret(key), &anna, now).await;
    let without = add(&dev, "ci", "dev-key", 1).await;
    assert!(
        matches!(without, Err(StoreError::UnknownOwner)),
        "{without:?}"
    );
    store.ensure_environment(&dev, 1).await.unwrap();
    store.ensure_environment(&prod, 1).await.unwrap();
    assert!(!store.had_api_key(&dev).await.unwrap());
    let made = add(&dev, "ci", "dev-key", 1).await.unwrap();
    assert_eq!(
        made,
        ApiKey {
            id: made.id.clone(),
            environment: dev.clone(),
            name: "ci".to_owned(),
            created_at: 1,
            made_by: anna.clone(),
            last_used_at: None,
            revoked_at: None,
        }
    );
    assert_eq!(
        add(&dev, "other", "dev-key", 2).await.unwrap(),
        made,
        "it is there already"
    );
    let second = add(&dev, "second", "dev-key-2", 2).await.unwrap();
    assert!(store.had_api_key(&dev).await.unwrap());
    assert!(!store.had_api_key(&prod).await.unwrap());
    assert_eq!(found(&store, "dev-key").await.as_ref(), Some(&made));
    assert_eq!(found(&store, "dev-key-2").await.as_ref(), Some(&second));
    for unknown in ["dev-key-3", "", "DEV-KEY"] {
        assert_eq!(found(&store, unknown).await, None, "{unknown}");
    }
    let taken = add(&prod, "ci", "dev-key", 3).await;
    assert!(matches!(taken, Err(StoreError::ApiKeyTaken)), "{taken:?}");
    assert_eq!(found(&store, "dev-key").await.as_ref(), Some(&made));
    assert_eq!(
        store.api_keys(&dev).await.unwrap(),
        [second, made],
        "the newest first"
    );
    assert_eq!(store.api_keys(&prod).await.unwrap(), []);
    store.set_admin_key(&secret("admin"), 1).await.unwrap();
    assert_eq!(
        found(&store, "admin").await,
        None,
        "an admin key is no API key"
    );
    assert!(
        !store.is_admin_key(&secret("dev-key")).await.unwrap(),
        "an API key is no admin key"
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
        "another environment's"
    );
    assert_eq!(revoke(&store, &dev, "nobody", 5).await, None);
    assert_eq!(found(&store, "key").await, Some(key.clone()));
    let revoked = ApiKey {
        revoked_at: Some(5),
        ..key.clone()
    };
    assert_eq!(
        revoke(&store, &dev, &key.id, 5).await,
        Some(revoked.clone())
    );
    assert_eq!(revoke(&store, &dev, &key.id, 6).await, None, "once");
    let again = store
        .add_api_key(&dev, "ci", &secret("key"), &Actor::Server, 7)
        .await;
    assert_eq!(again.unwrap(), revoked, "adding it anew makes it no better");
    assert_eq!(
        store.api_keys(&dev).await.unwrap(),
        [revoked],
        "it stays for the record"
    );
    assert!(store.had_api_key(&dev).await.unwrap());
    assert_eq!(actions(&store, &dev).await, ["key.revoked"], "once");
}

async fn use_is_kept(database: Arc<Database>) {
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
        store.touch_api_key(&key, now).await.unwrap();
        assert_eq!(found(&store, "key").await.unwrap().last_used_at, Some(last));
    }
    assert_eq!(found(&store, "other").await, Some(other));
}

async fn keys_from_before_have_ids_of_their_own(database: Arc<Database>) {
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
        let key = found(&store, name).await.unwrap();
        assert_eq!((key.name.as_str(), &key.made_by), (name, &Actor::Server));
        assert!(revoke(&store, &dev, &key.id, 9).await.is_some());
    }
}
