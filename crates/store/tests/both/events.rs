//! The log: in order, page by page, by tenant and by kind, and what is of passing interest for a while only.

use crate::database::Database;
use crate::samples::{environment, flow, tenant_id};
use serde_json::json;
use std::sync::Arc;
use store::{Actor, Event, EventsOf, NewEvent, Store, StoreError};

both!(
    every_event_once_the_newest_first,
    one_after_the_other_within_a_millisecond,
    old_checks_and_links_are_forgotten_and_nothing_else
);

fn event(environment_id: &str, action: &'static str, tenant: Option<&str>) -> NewEvent {
    NewEvent {
        environment: environment(environment_id),
        actor: Actor::ApiKey("ci".to_owned()),
        action,
        tenant: tenant.map(tenant_id),
        flow: tenant.map(|_| flow("demo")),
        detail: serde_json::Map::new(),
    }
}

async fn paged(store: &Store, of: EventsOf<'_>) -> Vec<Event> {
    let mut all: Vec<Event> = Vec::new();
    loop {
        let before = all.last().map(|event| event.id.clone());
        let of = EventsOf {
            before: before.as_deref(),
            limit: 2,
            ..of
        };
        let page = store.events(&environment("dev"), &of).await.unwrap();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

fn told(events: &[Event]) -> Vec<String> {
    let tenant = |event: &Event| {
        event
            .tenant
            .as_ref()
            .map_or("-".to_owned(), ToString::to_string)
    };
    events
        .iter()
        .map(|event| format!("{} {} {}", event.at, event.action, tenant(event)))
        .collect()
}

async fn every_event_once_the_newest_first(database: Arc<Database>) {
    let store = database.store().await;
    let without = store.record_event(&event("dev", "key.made", None), 1).await;
    assert!(
        matches!(without, Err(StoreError::UnknownOwner)),
        "{without:?}"
    );
    for id in ["dev", "prod"] {
        store.ensure_environment(&environment(id), 1).await.unwrap();
    }
    for (now, action, tenant) in [
        (1, "environment.created", None),
        (300, "check.passed", Some("acme")),
        (20, "key.made", None),
        (70_000, "check.failed", Some("globex")),
        (70_001, "link.made", Some("acme")),
    ] {
        store
            .record_event(&event("dev", action, tenant), now)
            .await
            .unwrap();
        store
            .record_event(&event("prod", "link.made", Some("acme")), now)
            .await
            .unwrap();
    }
    assert_eq!(
        told(&paged(&store, EventsOf::default()).await),
        [
            "70001 link.made acme",
            "70000 check.failed globex",
            "300 check.passed acme",
            "20 key.made -",
            "1 environment.created -"
        ]
    );
    let acme = tenant_id("acme");
    let of_acme = EventsOf {
        tenant: Some(&acme),
        ..EventsOf::default()
    };
    assert_eq!(
        told(&paged(&store, of_acme).await),
        ["70001 link.made acme", "300 check.passed acme"]
    );
    let kind = |kind| EventsOf {
        kind: Some(kind),
        ..EventsOf::default()
    };
    assert_eq!(
        told(&paged(&store, kind("check")).await),
        ["70000 check.failed globex", "300 check.passed acme"]
    );
    assert_eq!(told(&paged(&store, kind("nothing")).await), [""; 0]);
    let both = EventsOf {
        kind: Some("check"),
        ..of_acme
    };
    assert_eq!(told(&paged(&store, both).await), ["300 check.passed acme"]);

    let mut whole = event("dev", "origins.saved", Some("acme"));
    whole = whole.with(json!({ "origins": ["https://a.example"] }));
    store.record_event(&whole, 80_000).await.unwrap();
    let read = paged(&store, EventsOf::default()).await.remove(0);
    assert_eq!(
        (read.actor, read.flow, read.detail),
        (whole.actor, whole.flow, whole.detail)
    );
}

async fn one_after_the_other_within_a_millisecond(database: Arc<Database>) {
    let store = database.store().await;
    store
        .ensure_environment(&environment("dev"), 1)
        .await
        .unwrap();
    let tenants: Vec<String> = (0..20).map(|n| format!("t{n}")).collect();
    for tenant in &tenants {
        let event = event("dev", "key.made", Some(tenant));
        store.record_event(&event, 7).await.unwrap();
    }
    let newest_first = tenants.iter().rev();
    let expected: Vec<String> = newest_first.map(|t| format!("7 key.made {t}")).collect();
    assert_eq!(told(&paged(&store, EventsOf::default()).await), expected);
}

async fn old_checks_and_links_are_forgotten_and_nothing_else(database: Arc<Database>) {
    let store = database.store().await;
    store
        .ensure_environment(&environment("dev"), 1)
        .await
        .unwrap();
    for now in [1_000, 1_999, 2_000, 3_000] {
        for action in [
            "check.passed",
            "link.made",
            "connection.saved",
            "connector.saved",
            "key.made",
        ] {
            store
                .record_event(&event("dev", action, None), now)
                .await
                .unwrap();
        }
    }
    assert_eq!(store.purge_events(2_000).await.unwrap(), 4);
    assert_eq!(store.purge_events(2_000).await.unwrap(), 0);
    let left = told(&paged(&store, EventsOf::default()).await);
    assert_eq!(left.len(), 16, "{left:?}");
    for gone in ["1999 check.passed -", "1000 link.made -"] {
        assert!(!left.contains(&gone.to_owned()), "{left:?}");
    }
}
