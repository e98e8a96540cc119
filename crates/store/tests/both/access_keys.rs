//! The admin key and the API keys.

use crate::database::Database;
use crate::samples::{environment, secret};
use std::sync::Arc;
use store::StoreError;

both!(one_admin_key, api_keys_tell_the_environment);

async fn one_admin_key(database: Arc<Database>) {
    let store = database.store().await;
    assert!(!store.has_admin_key().await.unwrap());
    assert!(!store.is_admin_key(&secret("first")).await.unwrap());
    store.set_admin_key(&secret("first"), 1).await.unwrap();
    assert!(store.has_admin_key().await.unwrap());
    assert!(store.is_admin_key(&secret("first")).await.unwrap());
    assert!(!store.is_admin_key(&secret("")).await.unwrap());
    store.set_admin_key(&secret("second"), 2).await.unwrap();
    assert!(store.is_admin_key(&secret("second")).await.unwrap());
    assert!(
        !store.is_admin_key(&secret("first")).await.unwrap(),
        "the key before is no longer good"
    );
}

async fn api_keys_tell_the_environment(database: Arc<Database>) {
    let store = database.store().await;
    let (dev, prod) = (environment("dev"), environment("prod"));
    let without = store.add_api_key(&dev, "ci", &secret("dev-key"), 1).await;
    assert!(
        matches!(without, Err(StoreError::UnknownOwner)),
        "{without:?}"
    );
    store.ensure_environment(&dev, 1).await.unwrap();
    store.ensure_environment(&prod, 1).await.unwrap();
    store.ensure_environment(&prod, 2).await.unwrap();
    assert!(!store.has_api_key(&dev).await.unwrap());
    store
        .add_api_key(&dev, "ci", &secret("dev-key"), 1)
        .await
        .unwrap();
    store
        .add_api_key(&dev, "ci", &secret("dev-key"), 2)
        .await
        .unwrap();
    store
        .add_api_key(&dev, "second", &secret("dev-key-2"), 2)
        .await
        .unwrap();
    assert!(store.has_api_key(&dev).await.unwrap());
    assert!(!store.has_api_key(&prod).await.unwrap());
    for (key, found) in [
        ("dev-key", Some(&dev)),
        ("dev-key-2", Some(&dev)),
        ("dev-key-3", None),
        ("", None),
    ] {
        assert_eq!(
            store
                .find_api_key(&secret(key))
                .await
                .unwrap()
                .map(|(of, _)| of)
                .as_ref(),
            found,
            "{key}"
        );
    }
    let taken = store.add_api_key(&prod, "ci", &secret("dev-key"), 3).await;
    assert!(matches!(taken, Err(StoreError::ApiKeyTaken)), "{taken:?}");
    assert_eq!(
        store.find_api_key(&secret("dev-key")).await.unwrap(),
        Some((dev, "ci".to_owned()))
    );
    store.set_admin_key(&secret("admin"), 1).await.unwrap();
    assert_eq!(
        store.find_api_key(&secret("admin")).await.unwrap(),
        None,
        "an admin key is no API key"
    );
    assert!(
        !store.is_admin_key(&secret("dev-key")).await.unwrap(),
        "an API key is no admin key"
    );
}
