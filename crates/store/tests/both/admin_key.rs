//! The admin key.

use crate::database::Database;
use crate::samples::secret;
use std::sync::Arc;

both!(one_admin_key);

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
