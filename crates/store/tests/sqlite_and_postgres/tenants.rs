//! Tenants and their external IDs.

use crate::database::Database;
use crate::fixtures::{environment, external_id, scope, tenant_id};
use std::sync::Arc;
use store::{StoreError, Tenant};

on_both_databases!(
    a_tenant_keeps_its_external_id,
    a_tenant_belongs_to_one_environment,
    the_root_tenant_stays_until_it_is_changed
);

async fn a_tenant_keeps_its_external_id(database: Arc<Database>) {
    let store = database.store().await;
    let acme = scope("dev", "acme");
    let refused = store.ensure_tenant(&acme, None, external_id(1), 1).await;
    assert!(
        matches!(refused, Err(StoreError::UnknownOwner)),
        "{refused:?}"
    );
    store
        .ensure_environment(&acme.environment, 1)
        .await
        .unwrap();
    assert_eq!(store.tenant(&acme).await.unwrap(), None);
    let created = store
        .ensure_tenant(&acme, None, external_id(1), 5)
        .await
        .unwrap();
    let expected = Tenant {
        tenant: tenant_id("acme"),
        root_tenant: None,
        external_id: external_id(1),
        external_id_created_at: 5,
        previous_external_id: None,
        created_at: 5,
    };
    assert_eq!(created, expected);
    assert_eq!(
        store
            .ensure_tenant(&acme, None, external_id(2), 9)
            .await
            .unwrap(),
        expected
    );
    assert_eq!(store.tenant(&acme).await.unwrap(), Some(expected));
}

async fn a_tenant_belongs_to_one_environment(database: Arc<Database>) {
    let store = database.store().await;
    for name in ["dev", "prod"] {
        store
            .ensure_environment(&environment(name), 1)
            .await
            .unwrap();
    }
    store
        .ensure_tenant(&scope("dev", "acme"), None, external_id(1), 1)
        .await
        .unwrap();
    assert_eq!(store.tenant(&scope("prod", "acme")).await.unwrap(), None);
    assert_eq!(store.tenant(&scope("dev", "acm")).await.unwrap(), None);
    assert_eq!(store.tenant(&scope("dev", "Acme")).await.unwrap(), None);
    let taken = store
        .ensure_tenant(&scope("dev", "other"), None, external_id(1), 1)
        .await;
    assert!(
        matches!(taken, Err(StoreError::ExternalIdTaken)),
        "{taken:?}"
    );
    assert_eq!(store.tenant(&scope("dev", "other")).await.unwrap(), None);
}

async fn the_root_tenant_stays_until_it_is_changed(database: Arc<Database>) {
    let store = database.store().await;
    let acme = scope("dev", "acme_2");
    store
        .ensure_environment(&acme.environment, 1)
        .await
        .unwrap();
    for (given, stored) in [
        (None, None),
        (Some("acme"), Some("acme")),
        (None, Some("acme")),
        (Some("acme"), Some("acme")),
        (Some("corp"), Some("corp")),
    ] {
        let tenant = store
            .ensure_tenant(&acme, given.map(tenant_id).as_ref(), external_id(1), 1)
            .await
            .unwrap();
        assert_eq!(tenant.root_tenant, stored.map(tenant_id), "{given:?}");
        assert_eq!(tenant.external_id, external_id(1));
    }
}
