//! Connections: saving, reading, checking again and deleting them, and their isolation between tenants.

use crate::database::Database;
use crate::fixtures::{
    SECRET, VENDOR_SECRET, checked_flow, create_tenant, draft_to_text, event, external_id, flow,
    keys_draft, new_connection, record_check, report, role_draft, save, save_events, scope,
};
use domain::{AccessMode, Outcome, Region};
use serde_json::json;
use std::sync::Arc;
use store::{CheckFindings, Store, StoreError, TenantScope};

on_both_databases!(
    saves_a_connection_with_keys,
    only_the_draft_contains_the_secrets,
    saves_a_connection_with_a_role,
    saves_access_points_and_the_regions_of_other_stores,
    a_second_save_replaces_the_first,
    discards_the_report_of_a_connection_that_was_saved_again,
    no_tenant_can_access_another_tenants_connection,
);

async fn delete(store: &Store, scope: &TenantScope, flow_id: &str) -> bool {
    let (flow, event) = (flow(flow_id), event(&scope.environment));
    let deleted = store.delete_connection(scope, &flow, &event, &event, 20);
    deleted.await.unwrap()
}

async fn saves_a_connection_with_keys(database: Arc<Database>) {
    let store = database.store().await;
    let (stranger, demo, draft, passed) = (
        scope("dev", "nobody"),
        flow("demo"),
        keys_draft("my-data"),
        report(Outcome::Passed),
    );
    let region = Region::parse("eu-west-1").unwrap();
    let findings = CheckFindings {
        account: Some("444455556666"),
        region: Some(&region),
        external_id: None,
        report: &passed,
    };
    let refused = store
        .save_connection(
            &new_connection(
                checked_flow(&store, &stranger, &demo).await,
                &draft,
                findings,
            ),
            &save_events(&stranger.environment),
            5,
        )
        .await;
    assert!(
        matches!(refused, Err(StoreError::UnknownTenant(_))),
        "{refused:?}"
    );
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    assert_eq!(store.connection(&acme, &demo).await.unwrap(), None);
    assert!(
        store
            .connection_draft(&acme, &demo)
            .await
            .unwrap()
            .is_none()
    );
    let saved = store
        .save_connection(
            &new_connection(checked_flow(&store, &acme, &demo).await, &draft, findings),
            &save_events(&acme.environment),
            5,
        )
        .await
        .unwrap();
    assert!(saved.created);
    let connection = store.connection(&acme, &demo).await.unwrap().unwrap();
    assert_eq!(connection, saved.connection);
    assert_eq!(
        (&connection.scope, &connection.flow, connection.mode),
        (&acme, &demo, AccessMode::Keys)
    );
    assert_eq!(
        (&connection.bucket, &connection.path_prefix),
        (&draft.bucket, &draft.path_prefix)
    );
    assert_eq!(
        (connection.region.as_ref(), connection.account.as_deref()),
        (Some(&region), Some("444455556666"))
    );
    assert_eq!(
        connection
            .access_key_id
            .as_ref()
            .map(domain::AccessKeyId::as_str),
        Some("AKIAIOSFODNN7EXAMPLE")
    );
    assert_eq!(connection.secret_last_four.as_deref(), Some("EKEY"));
    assert_eq!(
        (
            &connection.role_arn,
            &connection.external_id,
            &connection.kms_key
        ),
        (&None, &None, &None)
    );
    assert_eq!(
        (&connection.endpoint, &connection.bucket_owner),
        (&draft.endpoint, &draft.bucket_owner)
    );
    assert_eq!(
        json!(connection.vendor_fields),
        json!({"zone": "north", "area": 7})
    );
    assert_eq!(connection.report, passed);
    assert_eq!(
        (
            connection.created_at,
            connection.updated_at,
            connection.last_checked_at,
            connection.version
        ),
        (5, 5, 5, 1)
    );
}

async fn only_the_draft_contains_the_secrets(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let demo = flow("demo");
    let saved = save(&store, &acme, "demo", &keys_draft("my-data"), 5)
        .await
        .connection;
    let text = format!("{saved:?}");
    assert!(!text.contains(SECRET) && !text.contains(VENDOR_SECRET));
    let (connection, draft) = store.connection_draft(&acme, &demo).await.unwrap().unwrap();
    assert_eq!(connection, saved);
    assert_eq!(
        draft_to_text(&draft),
        draft_to_text(&keys_draft("my-data")),
        "including the order of the fields"
    );
}

async fn saves_a_connection_with_a_role(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let (demo, draft, passed) = (flow("demo"), role_draft("my-data"), report(Outcome::Passed));
    let findings = CheckFindings {
        account: None,
        region: None,
        external_id: Some(&external_id(1)),
        report: &passed,
    };
    let saved = store
        .save_connection(
            &new_connection(checked_flow(&store, &acme, &demo).await, &draft, findings),
            &save_events(&acme.environment),
            5,
        )
        .await
        .unwrap()
        .connection;
    assert_eq!(
        (saved.mode, saved.external_id.as_ref()),
        (AccessMode::Role, Some(&external_id(1)))
    );
    assert_eq!(
        (
            &saved.access_key_id,
            &saved.secret_last_four,
            &saved.account
        ),
        (&None, &None, &None)
    );
    assert_eq!(
        (&saved.region, &saved.kms_key),
        (&draft.region, &draft.kms_key)
    );
    assert!(saved.role_arn.is_some());
    let (_, opened) = store.connection_draft(&acme, &demo).await.unwrap().unwrap();
    assert_eq!(draft_to_text(&opened), draft_to_text(&draft));
}

async fn saves_access_points_and_the_regions_of_other_stores(database: Arc<Database>) {
    let store = database.store().await;
    let demo = flow("demo");
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    for (bucket, region) in [
        (
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point",
            "eu-west-1",
        ),
        (
            "my-point-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias",
            "us-east-2",
        ),
        ("my-data", "auto"),
    ] {
        let mut draft = keys_draft(bucket);
        draft.region = Region::parse_at_store(region).ok();
        save(&store, &acme, "demo", &draft, 5).await;
        let saved = store.connection(&acme, &demo).await.unwrap().unwrap();
        assert_eq!(saved.bucket.as_str(), bucket);
        assert_eq!(saved.region.as_ref().map(Region::as_str), Some(region));
    }
}

async fn a_second_save_replaces_the_first(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    save(&store, &acme, "demo", &keys_draft("first"), 5).await;
    let second = save(&store, &acme, "demo", &role_draft("second"), 9).await;
    assert!(!second.created);
    let connection = second.connection;
    assert_eq!(
        (
            connection.version,
            connection.created_at,
            connection.updated_at,
            connection.last_checked_at
        ),
        (2, 5, 9, 9)
    );
    assert_eq!(
        (connection.mode, connection.bucket.as_str()),
        (AccessMode::Role, "second")
    );
    assert_eq!(
        (&connection.access_key_id, &connection.secret_last_four),
        (&None, &None),
        "nothing of the access key remains"
    );
    assert!(connection.vendor_fields.is_empty());
    let (_, opened) = store
        .connection_draft(&acme, &flow("demo"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(draft_to_text(&opened), draft_to_text(&role_draft("second")));
}

async fn discards_the_report_of_a_connection_that_was_saved_again(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let (demo, failed) = (flow("demo"), report(Outcome::Failed));
    let first = save(&store, &acme, "demo", &keys_draft("my-data"), 5)
        .await
        .connection;
    let checked = record_check(&store, &first, &failed, 8).await.unwrap();
    assert_eq!(
        checked,
        store::Connection {
            report: failed.clone(),
            last_checked_at: 8,
            ..first.clone()
        }
    );
    assert_eq!(
        store.connection(&acme, &demo).await.unwrap(),
        Some(checked.clone())
    );
    assert!(
        record_check(&store, &checked, &failed, 9).await.is_some(),
        "a check does not prevent the next one"
    );
    let second = save(&store, &acme, "demo", &keys_draft("my-data"), 10)
        .await
        .connection;
    assert_eq!(
        record_check(&store, &first, &failed, 11).await,
        None,
        "the report describes the connection before the second save"
    );
    assert_eq!(store.connection(&acme, &demo).await.unwrap(), Some(second));
    assert!(delete(&store, &acme, "demo").await);
    save(&store, &acme, "demo", &keys_draft("my-data"), 12).await;
    assert_eq!(
        record_check(&store, &first, &failed, 13).await,
        None,
        "the report describes the connection before it was deleted"
    );
}

async fn no_tenant_can_access_another_tenants_connection(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let demo = flow("demo");
    let saved = save(&store, &acme, "demo", &keys_draft("my-data"), 5)
        .await
        .connection;
    for stranger in [
        create_tenant(&store, "dev", "globex", 2).await,
        create_tenant(&store, "prod", "acme", 3).await,
        scope("dev", "ACME"),
    ] {
        assert_eq!(store.connection(&stranger, &demo).await.unwrap(), None);
        assert!(
            store
                .connection_draft(&stranger, &demo)
                .await
                .unwrap()
                .is_none()
        );
        let forged = store::Connection {
            scope: stranger.clone(),
            ..saved.clone()
        };
        let (failed, event) = (report(Outcome::Failed), event(&stranger.environment));
        let recorded = store
            .record_check(&forged, forged.created_at, &failed, &event, &event, 9)
            .await;
        assert!(
            matches!(recorded, Ok(None) | Err(StoreError::UnknownTenant(_))),
            "{recorded:?}"
        );
        assert!(!delete(&store, &stranger, "demo").await);
    }
    assert_eq!(store.connection(&acme, &flow("other")).await.unwrap(), None);
    assert!(!delete(&store, &acme, "other").await);
    let other = create_tenant(&store, "dev", "globex", 2).await;
    save(&store, &other, "demo", &role_draft("theirs"), 6).await;
    assert_eq!(store.connection(&acme, &demo).await.unwrap(), Some(saved));
    assert!(delete(&store, &acme, "demo").await);
    assert!(!delete(&store, &acme, "demo").await);
    assert!(store.connection(&other, &demo).await.unwrap().is_some());
}
