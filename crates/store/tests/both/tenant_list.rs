//! Lists of tenants: every one once, in order, page by page, and nobody of another environment.

use crate::database::Database;
use crate::samples::{check, environment, flow, keys_draft, report, role_draft, save, tenant_id};
use domain::{AccessMode, AccountId, BucketName, Cause, ExternalId, Outcome, Report, Status};
use std::sync::Arc;
use store::{Connected, Having, ListedTenant, Store, TenantScope, TenantsOf};

both!(
    by_name_in_the_order_of_their_bytes,
    newest_first_whatever_happens_at_the_same_moment,
    found_by_what_they_are_connected_to,
    counted_up_to_a_number,
    what_the_last_check_came_to,
    from_before_there_were_columns_for_it
);

async fn named(store: &Store, environment_id: &str, names: &[&str]) {
    let environment = environment(environment_id);
    store.ensure_environment(&environment, 1).await.unwrap();
    for (n, name) in names.iter().enumerate() {
        let scope = TenantScope::new(environment.clone(), tenant_id(name));
        // Some names differ only in case, and external IDs may not.
        let id = ExternalId::parse(&format!("{environment_id}-{n}-{name}")).unwrap();
        let now = i64::try_from(n / 2).unwrap();
        store.ensure_tenant(&scope, None, id, now).await.unwrap();
    }
}

fn names(listed: &[ListedTenant]) -> Vec<&str> {
    listed.iter().map(|listed| listed.tenant.as_str()).collect()
}

/// All pages of so many, one after another.
async fn paged(store: &Store, of: TenantsOf<'_>, limit: i64) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    loop {
        let after = all.last().map(|last| tenant_id(last));
        let of = TenantsOf {
            after: after.as_ref(),
            limit,
            ..of
        };
        let page = store.tenants(&environment("dev"), &of).await.unwrap();
        assert!(page.len() <= usize::try_from(limit).unwrap());
        if page.is_empty() {
            return all;
        }
        all.extend(names(&page).into_iter().map(str::to_owned));
    }
}

async fn by_name_in_the_order_of_their_bytes(database: Arc<Database>) {
    let store = database.store().await;
    // What languages would order otherwise: case, punctuation, digits.
    let mut all = vec![
        "acme", "Acme", "acme_2", "acme-2", "acme.2", "acme2", "acme:x", "acme@x", "acme+x",
        "acme=x", "ACME", "acmeZ", "zebra", "Zebra", "0", "10", "9",
    ];
    named(&store, "dev", &all).await;
    named(&store, "prod", &["acme_of_prod", "acme"]).await;
    all.sort_unstable();
    for limit in [1, 2, 5, 100] {
        assert_eq!(
            paged(&store, TenantsOf::default(), limit).await,
            all,
            "{limit} a page"
        );
    }
    for prefix in [
        "a", "acme", "acme_", "acme2", "A", "acme:x", "zz", "9", "1", "é", "acme~",
    ] {
        let begin = |name: &&&str| name.starts_with(prefix);
        let expected: Vec<&str> = all.iter().filter(begin).copied().collect();
        let of = TenantsOf {
            prefix,
            ..TenantsOf::default()
        };
        assert_eq!(paged(&store, of, 2).await, expected, "{prefix}");
    }
}

async fn newest_first_whatever_happens_at_the_same_moment(database: Arc<Database>) {
    let store = database.store().await;
    // Two at each moment.
    named(&store, "dev", &["b", "a", "d", "c", "x", "E"]).await;
    named(&store, "prod", &["other"]).await;
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

/// Four tenants of which three are connected, and one elsewhere of the same name.
async fn some_connected(store: &Store) {
    named(store, "dev", &["a", "b", "c", "d"]).await;
    named(store, "prod", &["a"]).await;
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
    let kept = check(store, &b.unwrap().unwrap(), &failed, 9).await;
    assert!(kept.is_some());
}

async fn found_by_what_they_are_connected_to(database: Arc<Database>) {
    let store = database.store().await;
    some_connected(&store).await;
    let (one, two) = (flow("one"), flow("two"));
    let bucket = |name: &str| BucketName::parse(name).unwrap();
    let (shared, elsewhere) = (bucket("shared"), bucket("only-prod"));
    let account = |id: &str| AccountId::parse(id).unwrap();
    let (theirs, nobodys) = (account("111122223333"), account("999999999999"));

    let any = Having::default();
    let on = |flow| Having {
        flow: Some(flow),
        ..any
    };
    let at = |bucket| Having {
        bucket: Some(bucket),
        ..any
    };
    let of = |account| Having {
        account: Some(account),
        ..any
    };
    let came_to = |outcome| Having {
        outcome: Some(outcome),
        ..any
    };
    let outcome = Some(Outcome::Passed);
    let mode = Some(AccessMode::Keys);
    for (having, expected) in [
        (any, "a b c"),
        (on(&one), "a b"),
        (came_to(Outcome::Passed), "a c"),
        (came_to(Outcome::Failed), "b"),
        (came_to(Outcome::Undetermined), ""),
        (
            Having {
                outcome,
                ..on(&one)
            },
            "a",
        ),
        (Having { mode, ..on(&one) }, "a"),
        (Having { mode, ..on(&two) }, "c"),
        (at(&shared), "a b"),
        (at(&elsewhere), ""),
        (
            Having {
                flow: Some(&two),
                ..at(&shared)
            },
            "a",
        ),
        (of(&theirs), "a b c"),
        (of(&nobodys), ""),
    ] {
        finds(&store, Connected::As(having), expected).await;
    }
    finds(&store, Connected::OrNot, "a b c d").await;
    finds(&store, Connected::Not(None), "d").await;
    finds(&store, Connected::Not(Some(&one)), "c d").await;
    finds(&store, Connected::Not(Some(&two)), "b d").await;
}

/// On one page, and on many.
async fn finds(store: &Store, connected: Connected<'_>, expected: &str) {
    let of = TenantsOf {
        connected,
        ..TenantsOf::default()
    };
    for limit in [1, 50] {
        let found = paged(store, of, limit).await.join(" ");
        assert_eq!(found, expected, "{connected:?}");
    }
}

async fn counted_up_to_a_number(database: Arc<Database>) {
    let store = database.store().await;
    some_connected(&store).await;
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

/// A report in which a warning, a failure without a cause and one with a cause follow each other.
fn failed_of(cause: Cause) -> Report {
    let mut report = report(Outcome::Failed);
    let step = report.steps.remove(0);
    for (status, cause) in [
        (Status::Warning, Some(Cause::ArchivedObject)),
        (Status::Undetermined, Some(Cause::Timeout)),
        (Status::Failed, None),
        (Status::Failed, Some(cause)),
        (Status::Failed, Some(Cause::RootKey)),
    ] {
        let mut step = step.clone();
        (step.status, step.cause) = (status, cause);
        report.steps.push(step);
    }
    report
}

async fn what_the_last_check_came_to(database: Arc<Database>) {
    let store = database.store().await;
    named(&store, "dev", &["acme"]).await;
    let acme = TenantScope::new(environment("dev"), tenant_id("acme"));
    assert_eq!(store.connections(&acme).await.unwrap(), []);
    let saved = save(&store, &acme, "demo", &role_draft("my-data"), 3).await;
    save(&store, &acme, "alpha", &keys_draft("my-data"), 4).await;
    let listed = store.connections(&acme).await.unwrap();
    assert_eq!(
        listed.iter().map(|c| c.flow.as_str()).collect::<Vec<_>>(),
        ["alpha", "demo"],
        "by flow"
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
    let report = failed_of(Cause::ListDenied);
    check(&store, &saved.connection, &report, 8).await;
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

async fn from_before_there_were_columns_for_it(database: Arc<Database>) {
    let store = database.store().await;
    let all = [
        ("a", Outcome::Passed),
        ("b", Outcome::Failed),
        ("c", Outcome::Undetermined),
    ];
    named(&store, "dev", &all.map(|(name, _)| name)).await;
    for (name, outcome) in all {
        let scope = TenantScope::new(environment("dev"), tenant_id(name));
        let saved = save(&store, &scope, "demo", &keys_draft("my-data"), 1).await;
        check(&store, &saved.connection, &report(outcome), 2).await;
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
        // Of a later migration.
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
            &TenantsOf {
                limit: 9,
                ..TenantsOf::default()
            },
        )
        .await
        .unwrap();
    let outcomes: Vec<_> = listed.iter().map(|t| t.connections[0].outcome).collect();
    assert_eq!(outcomes, all.map(|(_, outcome)| outcome));
}
