//! An error about a row that cannot be parsed names the table and the column, never the value.

use crate::database::Database;
use crate::fixtures::{
    attempt, checked_flow, connector_update, create_tenant, environment, event, flow, keys_draft,
    report, save, scope, secret,
};
use domain::{Direction, Outcome};
use serde_json::Map;
use std::sync::Arc;
use store::{Actor, ConnectSession, SessionKind, Store, StoreError};

on_both_databases!(names_the_column_that_cannot_be_parsed);

async fn read(store: &Store, table: &str) -> Result<(), StoreError> {
    let (acme, demo, dev) = (scope("dev", "acme"), flow("demo"), environment("dev"));
    match table {
        "admin_keys" => store.is_admin_key(&secret("admin")).await.map(drop),
        "api_keys" => store.find_api_key(&secret("api")).await.map(drop),
        "connectors" => store.connectors(&dev).await.map(drop),
        "tenants" => store.tenant(&acme).await.map(drop),
        "sessions" => store.find_session(&secret("token")).await.map(drop),
        "connections" => store.connection(&acme, &demo).await.map(drop),
        "attempts" => store.latest_attempt(&acme, &demo).await.map(drop),
        _ => panic!("{table}"),
    }
}

async fn names_the_column_that_cannot_be_parsed(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let session = ConnectSession {
        scope: acme.clone(),
        kind: SessionKind::Tenant,
        flow: flow("demo"),
        root_tenant: None,
        origin: None,
        locale: None,
        return_url: None,
        asked_by: None,
        created_at: 1,
        expires_at: 2,
    };
    store
        .create_session(&session, &secret("token"), &event(&environment("dev")))
        .await
        .unwrap();
    store.set_admin_key(&secret("admin"), 1).await.unwrap();
    store
        .add_api_key(&acme.environment, "ci", &secret("api"), &Actor::Server, 1)
        .await
        .unwrap();
    store
        .put_connector(
            &connector_update(&flow("demo"), Direction::Read, None),
            &event(&acme.environment),
            1,
        )
        .await
        .unwrap();
    save(&store, &acme, "demo", &keys_draft("my-data"), 1).await;
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
    for (table, column) in [
        ("admin_keys", "hash"),
        ("api_keys", "hash"),
        ("connectors", "direction"),
        ("connectors", "params"),
        ("tenants", "external_id"),
        ("tenants", "root_tenant"),
        ("sessions", "hash"),
        ("sessions", "root_tenant"),
        ("sessions", "kind"),
        ("connections", "mode"),
        ("connections", "bucket"),
        ("connections", "path_prefix"),
        ("connections", "region"),
        ("connections", "access_key_id"),
        ("connections", "role_arn"),
        ("connections", "external_id"),
        ("connections", "endpoint"),
        ("connections", "kms_key"),
        ("connections", "bucket_owner"),
        ("connections", "vendor_fields"),
        ("connections", "report"),
        ("attempts", "public_fields"),
        ("attempts", "report"),
    ] {
        read(&store, table)
            .await
            .expect("readable before the change");
        database
            .tamper(&format!("ALTER TABLE {table} ADD COLUMN backup TEXT"))
            .await;
        database
            .tamper(&format!(
                "UPDATE {table} SET backup = {column}, {column} = '{{§junk§'"
            ))
            .await;
        let error = read(&store, table).await.expect_err(column);
        assert!(
            matches!(error, StoreError::Corrupt { table: t, column: c } if (t, c) == (table, column)),
            "{table}.{column}: {error}"
        );
        assert!(
            !format!("{error} {error:?}").contains("junk"),
            "the error must not contain the value"
        );
        database
            .tamper(&format!("UPDATE {table} SET {column} = backup"))
            .await;
        database
            .tamper(&format!("ALTER TABLE {table} DROP COLUMN backup"))
            .await;
    }
}
