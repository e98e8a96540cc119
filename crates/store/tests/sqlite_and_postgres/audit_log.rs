//! The audit log: its order, its pages, its filters, and the deletion of old checks and links.

use crate::database::Database;
use crate::fixtures::{environment, flow, tenant_id};
use serde_json::json;
use std::sync::Arc;
use store::{Actor, AuditAction, AuditEvent, AuditEventFilter, NewAuditEvent, Store, StoreError};

on_both_databases!(
    pages_return_every_event_once_newest_first,
    events_of_one_millisecond_keep_their_order,
    purges_only_old_checks_links_and_credentials
);

fn event(environment_id: &str, action: &'static str, tenant: Option<&str>) -> NewAuditEvent {
    NewAuditEvent {
        environment: environment(environment_id),
        actor: Actor::ApiKey("ci".to_owned()),
        action: AuditAction::parse(action).expect("an action"),
        tenant: tenant.map(tenant_id),
        flow: tenant.map(|_| flow("demo")),
        detail: serde_json::Map::new(),
    }
}

/// Reads all pages and returns their events.
async fn read_pages(store: &Store, filter: AuditEventFilter<'_>) -> Vec<AuditEvent> {
    let mut all: Vec<AuditEvent> = Vec::new();
    loop {
        let before = all.last().map(|event| event.id.clone());
        let page_filter = AuditEventFilter {
            before: before.as_deref(),
            limit: 2,
            ..filter
        };
        let page = store
            .events(&environment("dev"), &page_filter)
            .await
            .unwrap();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

/// Formats each event as time, action and tenant.
fn summaries(events: &[AuditEvent]) -> Vec<String> {
    let tenant = |event: &AuditEvent| {
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

async fn pages_return_every_event_once_newest_first(database: Arc<Database>) {
    let store = database.store().await;
    let refused = store.record_event(&event("dev", "key.made", None), 1).await;
    assert!(
        matches!(refused, Err(StoreError::UnknownOwner)),
        "{refused:?}"
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
        summaries(&read_pages(&store, AuditEventFilter::default()).await),
        [
            "70001 link.made acme",
            "70000 check.failed globex",
            "300 check.passed acme",
            "20 key.made -",
            "1 environment.created -"
        ]
    );
    let acme = tenant_id("acme");
    let only_acme = AuditEventFilter {
        tenant: Some(&acme),
        ..AuditEventFilter::default()
    };
    assert_eq!(
        summaries(&read_pages(&store, only_acme).await),
        ["70001 link.made acme", "300 check.passed acme"]
    );
    let kind = |kind| AuditEventFilter {
        kind: Some(kind),
        ..AuditEventFilter::default()
    };
    assert_eq!(
        summaries(&read_pages(&store, kind("check")).await),
        ["70000 check.failed globex", "300 check.passed acme"]
    );
    assert_eq!(
        summaries(&read_pages(&store, kind("nothing")).await),
        [""; 0]
    );
    let both = AuditEventFilter {
        kind: Some("check"),
        ..only_acme
    };
    assert_eq!(
        summaries(&read_pages(&store, both).await),
        ["300 check.passed acme"]
    );

    let mut detailed = event("dev", "origins.saved", Some("acme"));
    detailed = detailed.with_detail(json!({ "origins": ["https://a.example"] }));
    store.record_event(&detailed, 80_000).await.unwrap();
    let read = read_pages(&store, AuditEventFilter::default())
        .await
        .remove(0);
    assert_eq!(
        (read.actor, read.flow, read.detail),
        (detailed.actor, detailed.flow, detailed.detail)
    );
}

async fn events_of_one_millisecond_keep_their_order(database: Arc<Database>) {
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
    assert_eq!(
        summaries(&read_pages(&store, AuditEventFilter::default()).await),
        expected
    );
}

async fn purges_only_old_checks_links_and_credentials(database: Arc<Database>) {
    let store = database.store().await;
    store
        .ensure_environment(&environment("dev"), 1)
        .await
        .unwrap();
    for now in [1_000, 1_999, 2_000, 3_000] {
        for action in [
            "check.passed",
            "link.made",
            "credentials.issued",
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
    assert_eq!(store.purge_events(2_000).await.unwrap(), 6);
    assert_eq!(store.purge_events(2_000).await.unwrap(), 0);
    let left = summaries(&read_pages(&store, AuditEventFilter::default()).await);
    assert_eq!(left.len(), 18, "{left:?}");
    for purged in [
        "1999 check.passed -",
        "1000 link.made -",
        "1999 credentials.issued -",
    ] {
        assert!(!left.contains(&purged.to_owned()), "{left:?}");
    }
}
