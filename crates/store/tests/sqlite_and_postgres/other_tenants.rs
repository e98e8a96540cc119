//! Adding a connection without replacing one, and what a tenant learns about others that use the same bucket.

use crate::database::Database;
use crate::fixtures::{
    checked_flow, create_tenant, event, flow, keys_draft, new_connection, report, role_draft, save,
    save_events,
};
use domain::{Draft, Outcome, PathTemplate};
use std::sync::Arc;
use store::CheckFindings;

on_both_databases!(
    add_connection_replaces_nothing,
    returns_other_tenants_prefixes_of_the_same_bucket_and_endpoint
);

async fn add_connection_replaces_nothing(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let (demo, passed) = (flow("demo"), report(Outcome::Passed));
    let events = save_events(&acme.environment);
    let findings = CheckFindings {
        account: None,
        region: None,
        external_id: None,
        report: &passed,
    };
    let first = keys_draft("my-data");
    let added = store
        .add_connection(
            &new_connection(checked_flow(&store, &acme, &demo).await, &first, findings),
            &events,
            5,
        )
        .await
        .unwrap();
    let stored = store.connection(&acme, &demo).await.unwrap();
    assert!(added.is_some());
    assert_eq!(added.map(|added| added.connection), stored);
    let second = role_draft("other-data");
    let refused = store
        .add_connection(
            &new_connection(checked_flow(&store, &acme, &demo).await, &second, findings),
            &events,
            6,
        )
        .await
        .unwrap();
    assert_eq!(refused, None);
    assert_eq!(store.connection(&acme, &demo).await.unwrap(), stored);
    // After the connection is deleted, another can be added.
    let event = event(&acme.environment);
    let deleted = store
        .delete_connection(&acme, &demo, &event, &event, 6)
        .await;
    assert!(deleted.unwrap());
    let again = store
        .add_connection(
            &new_connection(checked_flow(&store, &acme, &demo).await, &second, findings),
            &events,
            7,
        )
        .await
        .unwrap();
    assert_eq!(again.unwrap().connection.bucket.as_str(), "other-data");
}

async fn returns_other_tenants_prefixes_of_the_same_bucket_and_endpoint(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let globex = create_tenant(&store, "dev", "globex", 2).await;
    let initech = create_tenant(&store, "dev", "initech", 3).await;
    let elsewhere = create_tenant(&store, "prod", "globex", 4).await;
    let with_prefix = |prefix: &str, draft: Draft| Draft {
        path_prefix: PathTemplate::parse(prefix).unwrap(),
        ..draft
    };
    let shared = role_draft("shared");
    for (scope, flow, draft) in [
        (&acme, "demo", with_prefix("ours/", shared.clone())),
        (&globex, "demo", with_prefix("in/{tenant}", shared.clone())),
        (&initech, "demo", with_prefix("in/{tenant}", shared.clone())),
        (
            &globex,
            "other",
            with_prefix("of-another-flow/", shared.clone()),
        ),
        (
            &elsewhere,
            "demo",
            with_prefix("of-another-environment/", shared.clone()),
        ),
        (
            &initech,
            "third",
            with_prefix("another-bucket/", role_draft("shared-2")),
        ),
    ] {
        save(&store, scope, flow, &draft, 1).await;
    }
    let demo = flow("demo");
    let others = |endpoint| store.other_tenants_prefixes(&acme, &demo, &shared.bucket, endpoint);
    let template = PathTemplate::parse("in/{tenant}").unwrap();
    assert_eq!(
        others(None).await.unwrap(),
        [template],
        "without duplicates"
    );
    let with_endpoint = keys_draft("shared").endpoint;
    assert!(others(with_endpoint.as_ref()).await.unwrap().is_empty());
    save(
        &store,
        &globex,
        "demo",
        &with_prefix("store/", keys_draft("shared")),
        2,
    )
    .await;
    let store_only = others(with_endpoint.as_ref()).await.unwrap();
    assert_eq!(store_only, [PathTemplate::parse("store/").unwrap()]);
    // A prefix that cannot be parsed is left out, because it is another tenant's row.
    let broken = "UPDATE connections SET path_prefix = 'in/{' WHERE tenant = 'initech'";
    assert_eq!(database.tamper(broken).await, 2);
    assert!(others(None).await.unwrap().is_empty());
}
