//! The admin key.

use crate::database::Database;
use crate::fixtures::secret;
use std::sync::Arc;

on_both_databases!(a_new_admin_key_replaces_the_old_one);

async fn a_new_admin_key_replaces_the_old_one(database: Arc<Database>) {
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
        "the previous key is no longer valid"
    );
}
