//! The settings of an environment.

use crate::database::Database;
use crate::fixtures::{environment, event};
use std::sync::Arc;
use store::{Setting, StoreError};

on_both_databases!(a_setting_can_be_set_changed_and_removed);

async fn a_setting_can_be_set_changed_and_removed(database: Arc<Database>) {
    let store = database.store().await;
    let (dev, prod) = (environment("dev"), environment("prod"));
    let set = async |value, now| {
        store
            .put_settings(&[(Setting::TemplateUrl, value)], &event(&dev), now)
            .await
    };
    let refused = set(Some("https://example.com/a.json"), 1).await;
    assert!(
        matches!(refused, Err(StoreError::UnknownEnvironment(_))),
        "{refused:?}"
    );
    store.ensure_environment(&dev, 1).await.unwrap();
    store.ensure_environment(&prod, 1).await.unwrap();
    let get = async |environment, setting| store.setting(environment, setting).await.unwrap();
    assert_eq!(get(&dev, Setting::TemplateUrl).await, None);
    for text in ["https://example.com/a.json", "„ünïcode“ ' \" \\"] {
        set(Some(text), 2).await.unwrap();
        assert_eq!(get(&dev, Setting::TemplateUrl).await.as_deref(), Some(text));
    }
    assert_eq!(get(&prod, Setting::TemplateUrl).await, None);
    assert_eq!(get(&dev, Setting::Theme).await, None);
    for _ in 0..2 {
        set(None, 3).await.unwrap();
        assert_eq!(get(&dev, Setting::TemplateUrl).await, None);
    }
}
