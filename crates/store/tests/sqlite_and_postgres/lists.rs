//! Lists of connections and flows: their order, their pages, their filters, and that nothing of another environment is in
//! them.

use crate::database::Database;
use crate::fixtures::{
    create_tenant, ensure_flow, environment, flow, keys_draft, record_check, report, role_draft,
    save, tenant_id,
};
use domain::{AccessMode, Outcome};
use std::sync::Arc;
use store::{ConnectionQuery, Store};

on_both_databases!(
    pages_of_connections_hold_each_one_once,
    shows_the_last_check_of_a_connection,
    pages_of_flows_hold_each_one_once,
);

/// Reads all pages and returns each connection as its tenant and flow.
async fn read_pages(store: &Store, query: ConnectionQuery<'_>, limit: i64) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut after = None;
    loop {
        let query = ConnectionQuery {
            after: after.as_ref().map(|(tenant, flow)| (tenant, flow)),
            limit,
            ..query
        };
        let page = store.list_connections(&environment("dev"), &query).await;
        let page = page.unwrap();
        let Some(last) = page.last() else { return all };
        assert!(page.len() <= usize::try_from(limit).unwrap());
        after = Some((last.tenant.clone(), last.flow.clone()));
        all.extend(page.iter().map(|it| format!("{} {}", it.tenant, it.flow)));
    }
}

async fn pages_of_connections_hold_each_one_once(database: Arc<Database>) {
    let store = database.store().await;
    // The collation of a language would order case and punctuation differently.
    let tenants = [
        "acme", "Acme", "acme-2", "acme.2", "acme_2", "ACME", "zebra",
    ];
    let flows = ["b", "B", "a-1", "a.1", "a"];
    for (number, name) in (0_u8..).zip(tenants) {
        let scope = create_tenant(&store, "dev", name, number).await;
        for flow_id in flows {
            save(&store, &scope, flow_id, &keys_draft("my-data"), 5).await;
        }
    }
    let elsewhere = create_tenant(&store, "prod", "acme", 99).await;
    save(&store, &elsewhere, "b", &keys_draft("my-data"), 5).await;
    let failing = store::TenantScope::new(environment("dev"), tenant_id("acme.2"));
    for flow_id in ["a", "b"] {
        let saved = store.connection(&failing, &flow(flow_id)).await.unwrap();
        let failed = report(Outcome::Failed);
        record_check(&store, &saved.unwrap(), &failed, 9).await;
    }
    let mut all: Vec<(&str, &str)> = Vec::new();
    for tenant in tenants {
        all.extend(flows.map(|flow| (tenant, flow)));
    }
    all.sort_unstable();
    let b = flow("b");
    let any = ConnectionQuery::default();
    let on_b = ConnectionQuery {
        flow: Some(&b),
        ..any
    };
    let failed = ConnectionQuery {
        outcome: Some(Outcome::Failed),
        ..any
    };
    let failed_on_b = ConnectionQuery {
        outcome: Some(Outcome::Failed),
        ..on_b
    };
    for query in [any, on_b, failed, failed_on_b] {
        let is_expected = |(tenant, flow): &&(&str, &str)| {
            let is_failing = *tenant == "acme.2" && ["a", "b"].contains(flow);
            (query.flow.is_none() || *flow == "b") && (query.outcome.is_none() || is_failing)
        };
        let expected = all.iter().filter(is_expected);
        let expected: Vec<_> = expected.map(|(t, f)| format!("{t} {f}")).collect();
        for limit in [1, 2, 4, 100] {
            let found = read_pages(&store, query, limit).await;
            assert_eq!(found, expected, "{query:?} {limit}");
        }
    }
}

async fn shows_the_last_check_of_a_connection(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let saved = save(&store, &acme, "demo", &role_draft("my-data"), 5).await;
    record_check(&store, &saved.connection, &report(Outcome::Undetermined), 9).await;
    let query = ConnectionQuery {
        limit: 9,
        ..ConnectionQuery::default()
    };
    let listed = store.list_connections(&acme.environment, &query).await;
    let listed = listed.unwrap().pop().expect("a connection");
    let connection = store
        .connection(&acme, &flow("demo"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(listed.path_prefix, connection.path_prefix);
    assert_eq!(listed.bucket, connection.bucket);
    assert_eq!(listed.account, connection.account);
    assert_eq!(listed.region, connection.region);
    assert_eq!(
        (listed.mode, listed.outcome, listed.cause),
        (AccessMode::Role, Outcome::Undetermined, None)
    );
    let times = (listed.created_at, listed.updated_at, listed.last_checked_at);
    assert_eq!(times, (5, 5, 9));
}

async fn pages_of_flows_hold_each_one_once(database: Arc<Database>) {
    let store = database.store().await;
    let mut ids = ["b", "B", "a-1", "a.1", "a", "a_1", "9", "10"];
    for (environment_id, flows) in [("dev", &ids[..]), ("prod", &["prod-flow"])] {
        let environment = environment(environment_id);
        store.ensure_environment(&environment, 1).await.unwrap();
        for flow_id in flows {
            ensure_flow(&store, &environment, flow_id).await;
        }
    }
    ids.sort_unstable();
    let dev = environment("dev");
    for limit in [1, 3, 8, 100] {
        let mut found = Vec::new();
        let mut after = None;
        loop {
            let page = store.list_flows(&dev, after.as_ref(), limit).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.flow.clone());
            assert!(page.iter().all(|it| (it.version, it.updated_at) == (1, 1)));
            found.extend(page.into_iter().map(|it| it.flow.to_string()));
        }
        assert_eq!(found, ids, "{limit}");
    }
}
