//! Lists of tenants: their order, their pages, their filters, and that no other environment's tenants are in them.

use crate::database::Database;
use crate::fixtures::{
    attempt, checked_flow, environment, event, flow, keys_draft, record_check, report, role_draft,
    save, scope, tenant_id,
};
use domain::{
    AccessMode, AccountId, BucketAddress, Cause, ExternalId, Outcome, Report, StepId, StepStatus,
};
use std::sync::Arc;
use store::{
    AttemptSummary, ConnectionCriteria, ConnectionFilter, Store, TenantQuery, TenantScope,
    TenantSummary,
};

on_both_databases!(
    sorts_by_the_bytes_of_the_id,
    pages_newest_first_even_within_one_millisecond,
    finds_tenants_by_their_connections,
    counts_connections_up_to_a_limit,
    summarizes_the_last_check,
    summarizes_attempts_that_did_not_pass,
    migrates_outcomes_out_of_old_reports,
    a_page_is_complete_while_tenants_are_deleted,
);

/// Creates tenants, two in each millisecond.
async fn create_tenants(store: &Store, environment_id: &str, names: &[&str]) {
    let environment = environment(environment_id);
    store.ensure_environment(&environment, 1).await.unwrap();
    for (n, name) in names.iter().enumerate() {
        let scope = TenantScope::new(environment.clone(), tenant_id(name));
        // Some names differ only in case. External IDs must differ in more than that, so the number is part of them.
        let id = ExternalId::parse(&format!("{environment_id}-{n}-{name}")).unwrap();
        let now = i64::try_from(n / 2).unwrap();
        store.ensure_tenant(&scope, None, id, now).await.unwrap();
    }
}

fn ids(summaries: &[TenantSummary]) -> Vec<&str> {
    summaries
        .iter()
        .map(|summary| summary.tenant.as_str())
        .collect()
}

/// Reads all pages of `limit` tenants and returns their IDs.
async fn read_pages(store: &Store, query: TenantQuery<'_>, limit: i64) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    loop {
        let after = all.last().map(|last| tenant_id(last));
        let page_query = TenantQuery {
            after: after.as_ref(),
            limit,
            ..query
        };
        let page = store
            .tenants(&environment("dev"), &page_query)
            .await
            .unwrap();
        assert!(page.len() <= usize::try_from(limit).unwrap());
        if page.is_empty() {
            return all;
        }
        all.extend(ids(&page).into_iter().map(str::to_owned));
    }
}

async fn sorts_by_the_bytes_of_the_id(database: Arc<Database>) {
    let store = database.store().await;
    // The collation of a language would order case, punctuation and digits differently.
    let mut all = vec![
        "acme", "Acme", "acme_2", "acme-2", "acme.2", "acme2", "acme:x", "acme@x", "acme+x",
        "acme=x", "ACME", "acmeZ", "zebra", "Zebra", "0", "10", "9",
    ];
    create_tenants(&store, "dev", &all).await;
    create_tenants(&store, "prod", &["acme_of_prod", "acme"]).await;
    all.sort_unstable();
    for limit in [1, 2, 5, 100] {
        assert_eq!(
            read_pages(&store, TenantQuery::default(), limit).await,
            all,
            "{limit} a page"
        );
    }
    for prefix in [
        "a", "acme", "acme_", "acme2", "A", "acme:x", "zz", "9", "1", "é", "acme~",
    ] {
        let has_prefix = |name: &&&str| name.starts_with(prefix);
        let expected: Vec<&str> = all.iter().filter(has_prefix).copied().collect();
        let query = TenantQuery {
            prefix,
            ..TenantQuery::default()
        };
        assert_eq!(read_pages(&store, query, 2).await, expected, "{prefix}");
    }
}

async fn pages_newest_first_even_within_one_millisecond(database: Arc<Database>) {
    let store = database.store().await;
    create_tenants(&store, "dev", &["b", "a", "d", "c", "x", "E"]).await;
    create_tenants(&store, "prod", &["other"]).await;
    let expected = ["x", "E", "d", "c", "b", "a"];
    for limit in [1, 2, 3, 50] {
        let mut all: Vec<(i64, String)> = Vec::new();
        loop {
            let last = all.last().map(|(at, name)| (*at, tenant_id(name)));
            let before = last.as_ref().map(|(at, name)| (*at, name));
            let page = store
                .newest_tenants(&environment("dev"), before, limit)
                .await
                .unwrap();
            if page.is_empty() {
                break;
            }
            all.extend(page.into_iter().map(|t| (t.created_at, t.tenant.into())));
        }
        let all: Vec<_> = all.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(all, expected, "{limit} a page");
    }
}

/// Creates four tenants, three of them with connections, and a connected tenant of the same ID in another environment.
async fn create_connected_tenants(store: &Store) {
    create_tenants(store, "dev", &["a", "b", "c", "d"]).await;
    create_tenants(store, "prod", &["a"]).await;
    let scope = |env: &str, name: &str| TenantScope::new(environment(env), tenant_id(name));
    for (env, name, flow_id, draft) in [
        ("dev", "a", "one", keys_draft("shared")),
        ("dev", "a", "two", role_draft("shared")),
        ("dev", "b", "one", role_draft("shared")),
        ("dev", "c", "two", keys_draft("shared-2")),
        ("prod", "a", "one", keys_draft("only-prod")),
    ] {
        save(store, &scope(env, name), flow_id, &draft, 1).await;
    }
    let b = store.connection(&scope("dev", "b"), &flow("one")).await;
    let failed = report(Outcome::Failed);
    let recorded = record_check(store, &b.unwrap().unwrap(), &failed, 9).await;
    assert!(recorded.is_some());
}

async fn finds_tenants_by_their_connections(database: Arc<Database>) {
    let store = database.store().await;
    create_connected_tenants(&store).await;
    let (one, two) = (flow("one"), flow("two"));
    let bucket = |name: &str| BucketAddress::parse(name).unwrap();
    let (shared, elsewhere) = (bucket("shared"), bucket("only-prod"));
    let account = |id: &str| AccountId::parse(id).unwrap();
    let (used, unused) = (account("111122223333"), account("999999999999"));

    let any = ConnectionCriteria::default();
    let on_flow = |flow| ConnectionCriteria {
        flow: Some(flow),
        ..any
    };
    let with_bucket = |bucket| ConnectionCriteria {
        bucket: Some(bucket),
        ..any
    };
    let with_account = |account| ConnectionCriteria {
        account: Some(account),
        ..any
    };
    let with_outcome = |outcome| ConnectionCriteria {
        outcome: Some(outcome),
        ..any
    };
    let outcome = Some(Outcome::Passed);
    let mode = Some(AccessMode::Keys);
    for (criteria, expected) in [
        (any, "a b c"),
        (on_flow(&one), "a b"),
        (with_outcome(Outcome::Passed), "a c"),
        (with_outcome(Outcome::Failed), "b"),
        (with_outcome(Outcome::Undetermined), ""),
        (
            ConnectionCriteria {
                outcome,
                ..on_flow(&one)
            },
            "a",
        ),
        (
            ConnectionCriteria {
                mode,
                ..on_flow(&one)
            },
            "a",
        ),
        (
            ConnectionCriteria {
                mode,
                ..on_flow(&two)
            },
            "c",
        ),
        (with_bucket(&shared), "a b"),
        (with_bucket(&elsewhere), ""),
        (
            ConnectionCriteria {
                flow: Some(&two),
                ..with_bucket(&shared)
            },
            "a",
        ),
        (with_account(&used), "a b c"),
        (with_account(&unused), ""),
    ] {
        assert_finds(&store, ConnectionFilter::Matching(criteria), expected).await;
    }
    assert_finds(&store, ConnectionFilter::Any, "a b c d").await;
    assert_finds(&store, ConnectionFilter::NotConnected(None), "d").await;
    assert_finds(&store, ConnectionFilter::NotConnected(Some(&one)), "c d").await;
    assert_finds(&store, ConnectionFilter::NotConnected(Some(&two)), "b d").await;
}

/// Asserts which tenants the filter finds, on one page and on several.
async fn assert_finds(store: &Store, connections: ConnectionFilter<'_>, expected: &str) {
    let query = TenantQuery {
        connections,
        ..TenantQuery::default()
    };
    for limit in [1, 50] {
        let found = read_pages(store, query, limit).await.join(" ");
        assert_eq!(found, expected, "{connections:?}");
    }
}

async fn counts_connections_up_to_a_limit(database: Arc<Database>) {
    let store = database.store().await;
    create_connected_tenants(&store).await;
    for (flow_id, mode, at_most, count) in [
        ("one", AccessMode::Keys, 10, 1),
        ("one", AccessMode::Role, 10, 1),
        ("two", AccessMode::Keys, 10, 1),
        ("lost", AccessMode::Keys, 10, 0),
        ("one", AccessMode::Keys, 0, 0),
    ] {
        let counted = store
            .count_connections(&environment("dev"), &flow(flow_id), mode, at_most)
            .await;
        assert_eq!(counted.unwrap(), count, "{flow_id} {mode:?} {at_most}");
    }
}

/// Returns a failed report. A warning and a failure without a cause precede the failure with this cause.
fn failed_report(cause: Cause) -> Report {
    let mut report = report(Outcome::Failed);
    let step = report.steps.remove(0);
    for (status, cause) in [
        (StepStatus::Warning, Some(Cause::ArchivedObject)),
        (StepStatus::Undetermined, Some(Cause::Timeout)),
        (StepStatus::Failed, None),
        (StepStatus::Failed, Some(cause)),
        (StepStatus::Failed, Some(Cause::RootKey)),
    ] {
        let mut step = step.clone();
        (step.status, step.cause) = (status, cause);
        report.steps.push(step);
    }
    report
}

async fn summarizes_the_last_check(database: Arc<Database>) {
    let store = database.store().await;
    create_tenants(&store, "dev", &["acme"]).await;
    let acme = TenantScope::new(environment("dev"), tenant_id("acme"));
    assert_eq!(store.connections(&acme).await.unwrap(), []);
    let saved = save(&store, &acme, "demo", &role_draft("my-data"), 3).await;
    save(&store, &acme, "alpha", &keys_draft("my-data"), 4).await;
    let listed = store.connections(&acme).await.unwrap();
    assert_eq!(
        listed.iter().map(|c| c.flow.as_str()).collect::<Vec<_>>(),
        ["alpha", "demo"],
        "sorted by flow"
    );
    let demo = &listed[1];
    assert_eq!(
        (demo.outcome, demo.cause, demo.last_checked_at),
        (Outcome::Passed, None, 3)
    );
    assert_eq!(
        (demo.mode, demo.bucket.as_str()),
        (AccessMode::Role, "my-data")
    );
    let report = failed_report(Cause::ListDenied);
    record_check(&store, &saved.connection, &report, 8).await;
    let demo = store.connections(&acme).await.unwrap().remove(1);
    assert_eq!(
        (demo.outcome, demo.cause, demo.last_checked_at),
        (Outcome::Failed, Some(Cause::ListDenied), 8)
    );
    save(&store, &acme, "demo", &role_draft("my-data"), 9).await;
    let page = store
        .newest_tenants(&environment("dev"), None, 9)
        .await
        .unwrap();
    let demo = &page[0].connections[1];
    assert_eq!(
        (demo.outcome, demo.cause, demo.last_checked_at),
        (Outcome::Passed, None, 9)
    );
}

async fn summarizes_attempts_that_did_not_pass(database: Arc<Database>) {
    let store = database.store().await;
    create_connected_tenants(&store).await;
    let scope = |name: &str| TenantScope::new(environment("dev"), tenant_id(name));
    let event = event(&environment("dev"));
    let record = async |name: &str, flow_id: &str, report: Option<&Report>| {
        let attempt = attempt(&serde_json::Map::new(), report, 7);
        let (scope, flow) = (scope(name), flow(flow_id));
        let recorded = store.record_attempt(
            checked_flow(&store, &scope, &flow).await,
            &attempt,
            None,
            &event,
            7,
        );
        recorded.await.unwrap();
    };
    let failed = failed_report(Cause::ListDenied);
    let undetermined = report(Outcome::Undetermined);
    record("d", "one", Some(&failed)).await;
    // A draft that was forwarded before a check, and a check that passed, are no attempts in vain.
    record("d", "two", None).await;
    record("c", "one", Some(&report(Outcome::Passed))).await;
    // The tenant is connected, and tried to change the connection.
    record("b", "one", Some(&undetermined)).await;

    let summary = |flow_id: &str, outcome, step, cause| AttemptSummary {
        flow: flow(flow_id),
        outcome,
        step,
        cause,
        attempted_at: 7,
    };
    let in_vain = summary(
        "one",
        Outcome::Failed,
        Some(StepId::List),
        Some(Cause::ListDenied),
    );
    let found = store.attempts(&scope("d")).await.unwrap();
    assert_eq!(found, std::slice::from_ref(&in_vain));
    assert_eq!(store.attempts(&scope("c")).await.unwrap(), []);
    let listed = store.newest_tenants(&environment("dev"), None, 9).await;
    let listed = listed.unwrap();
    let attempts = |name: &str| {
        let tenant = listed.iter().find(|t| t.tenant.as_str() == name);
        tenant.expect("listed").attempts.clone()
    };
    assert_eq!(attempts("d"), [in_vain]);
    assert_eq!(attempts("b").len(), 1);
    assert_eq!(attempts("a"), []);

    let (one, two) = (flow("one"), flow("two"));
    for (filter, expected) in [
        (ConnectionFilter::Tried(None), "b d"),
        (ConnectionFilter::Tried(Some(&one)), "b d"),
        (ConnectionFilter::Tried(Some(&two)), ""),
        (ConnectionFilter::NotConnected(None), ""),
        (ConnectionFilter::NotConnected(Some(&one)), "c"),
        (ConnectionFilter::NotConnected(Some(&two)), "b d"),
    ] {
        assert_finds(&store, filter, expected).await;
    }
    // Attempts of a version without these columns have an outcome only.
    store.close().await;
    for sql in [
        "DROP INDEX attempts_tried",
        "DROP INDEX attempts_tried_by_flow",
        "ALTER TABLE attempts DROP COLUMN outcome",
        "ALTER TABLE attempts DROP COLUMN cause",
        "ALTER TABLE attempts DROP COLUMN step",
        "DELETE FROM _sqlx_migrations WHERE version = 16",
    ] {
        database.tamper(sql).await;
    }
    let store = database.store().await;
    let migrated = store.attempts(&scope("d")).await.unwrap();
    assert_eq!(migrated, [summary("one", Outcome::Failed, None, None)]);
    assert_eq!(store.attempts(&scope("c")).await.unwrap(), []);
}

async fn migrates_outcomes_out_of_old_reports(database: Arc<Database>) {
    let store = database.store().await;
    let all = [
        ("a", Outcome::Passed),
        ("b", Outcome::Failed),
        ("c", Outcome::Undetermined),
    ];
    create_tenants(&store, "dev", &all.map(|(name, _)| name)).await;
    for (name, outcome) in all {
        let scope = TenantScope::new(environment("dev"), tenant_id(name));
        let saved = save(&store, &scope, "demo", &keys_draft("my-data"), 1).await;
        record_check(&store, &saved.connection, &report(outcome), 2).await;
    }
    store.close().await;
    for index in [
        "tenants_by_name",
        "tenants_newest",
        "connections_by_flow",
        "connections_by_outcome",
        "connections_by_flow_and_outcome",
        "connections_by_flow_and_mode",
        "connections_by_bucket",
        "connections_by_account",
        "events_kind",
        // A later migration created this one.
        "events_tenant_kind",
    ] {
        database.tamper(&format!("DROP INDEX {index}")).await;
    }
    for column in [
        "connections DROP COLUMN outcome",
        "connections DROP COLUMN cause",
        "events DROP COLUMN kind",
    ] {
        database.tamper(&format!("ALTER TABLE {column}")).await;
    }
    database
        .tamper("DELETE FROM _sqlx_migrations WHERE version IN (6, 11)")
        .await;
    let store = database.store().await;
    let listed = store
        .tenants(
            &environment("dev"),
            &TenantQuery {
                limit: 9,
                ..TenantQuery::default()
            },
        )
        .await
        .unwrap();
    let outcomes: Vec<_> = listed.iter().map(|t| t.connections[0].outcome).collect();
    assert_eq!(outcomes, all.map(|(_, outcome)| outcome));
}

async fn a_page_is_complete_while_tenants_are_deleted(database: Arc<Database>) {
    let store = database.store().await;
    let names: Vec<String> = (100..400).map(|n| format!("tenant-{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    create_tenants(&store, "dev", &names).await;
    // Every second tenant is deleted while the pages are read.
    let (kept, deleted): (Vec<&str>, Vec<&str>) = names
        .iter()
        .partition(|name| name.ends_with(['0', '2', '4', '6', '8']));
    let deleting = async {
        for name in deleted {
            let scope = scope("dev", name);
            let event = event(&scope.environment);
            assert!(store.delete_tenant(&scope, &event, 9).await.unwrap());
        }
    };
    let reading = async {
        loop {
            let read = read_pages(&store, TenantQuery::default(), 4).await;
            for name in &kept {
                assert!(read.iter().any(|id| id == name), "{name} is missing");
            }
            if read.len() == kept.len() {
                return;
            }
        }
    };
    tokio::join!(deleting, reading);
}
