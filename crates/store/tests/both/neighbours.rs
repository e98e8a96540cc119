//! A connection that may only be new, and what a tenant learns of the others at the same bucket.

use crate::database::Database;
use crate::samples::{
    event, flow, keys_draft, new_connection, report, role_draft, save, save_events, tenant,
};
use domain::{Draft, Outcome, PathTemplate};
use std::sync::Arc;
use store::Facts;

both!(
    what_is_only_added_replaces_nothing,
    prefixes_of_others_at_the_same_place
);

async fn what_is_only_added_replaces_nothing(database: Arc<Database>) {
    let store = database.store().await;
    let acme = tenant(&store, "dev", "acme", 1).await;
    let (demo, passed) = (flow("demo"), report(Outcome::Passed));
    let events = save_events(&acme.environment);
    let facts = Facts {
        account: None,
        region: None,
        external_id: None,
        report: &passed,
    };
    let first = keys_draft("my-data");
    let added = store
        .add_connection(&new_connection(&acme, &demo, &first, facts), &events, 5)
        .await
        .unwrap();
    let kept = store.connection(&acme, &demo).await.unwrap();
    assert!(added.is_some());
    assert_eq!(added.map(|added| added.connection), kept);
    let second = role_draft("other-data");
    let refused = store
        .add_connection(&new_connection(&acme, &demo, &second, facts), &events, 6)
        .await
        .unwrap();
    assert_eq!(refused, None);
    assert_eq!(store.connection(&acme, &demo).await.unwrap(), kept);
    // Where nothing is left it is new again.
    let event = event(&acme.environment);
    let deleted = store.delete_connection(&acme, &demo, &event, 6).await;
    assert!(deleted.unwrap());
    let again = store
        .add_connection(&new_connection(&acme, &demo, &second, facts), &events, 7)
        .await
        .unwrap();
    assert_eq!(again.unwrap().connection.bucket.as_str(), "other-data");
}

async fn prefixes_of_others_at_the_same_place(database: Arc<Database>) {
    let store = database.store().await;
    let acme = tenant(&store, "dev", "acme", 1).await;
    let globex = tenant(&store, "dev", "globex", 2).await;
    let initech = tenant(&store, "dev", "initech", 3).await;
    let elsewhere = tenant(&store, "prod", "globex", 4).await;
    let at = |prefix: &str, draft: Draft| Draft {
        path_prefix: PathTemplate::parse(prefix).unwrap(),
        ..draft
    };
    let shared = role_draft("shared");
    for (scope, flow, draft) in [
        (&acme, "demo", at("ours/", shared.clone())),
        (&globex, "demo", at("in/{tenant}", shared.clone())),
        (&initech, "demo", at("in/{tenant}", shared.clone())),
        (&globex, "other", at("of-another-flow/", shared.clone())),
        (
            &elsewhere,
            "demo",
            at("of-another-environment/", shared.clone()),
        ),
        (
            &initech,
            "third",
            at("another-bucket/", role_draft("shared-2")),
        ),
    ] {
        save(&store, scope, flow, &draft, 1).await;
    }
    let demo = flow("demo");
    let others = |endpoint| store.prefixes_of_others(&acme, &demo, &shared.bucket, endpoint);
    let template = PathTemplate::parse("in/{tenant}").unwrap();
    assert_eq!(others(None).await.unwrap(), [template], "each once");
    let with_endpoint = keys_draft("shared").endpoint;
    assert!(others(with_endpoint.as_ref()).await.unwrap().is_empty());
    save(
        &store,
        &globex,
        "demo",
        &at("store/", keys_draft("shared")),
        2,
    )
    .await;
    let store_only = others(with_endpoint.as_ref()).await.unwrap();
    assert_eq!(store_only, [PathTemplate::parse("store/").unwrap()]);
    // What no longer parses is left out: it is not this tenant's trouble.
    let broken = "UPDATE connections SET path_prefix = 'in/{' WHERE tenant = 'initech'";
    assert_eq!(database.tamper(broken).await, 2);
    assert!(others(None).await.unwrap().is_empty());
}
