//! A change and its audit events are one transaction: without the event, nothing changes.

use crate::database::Database;
use crate::fixtures::{
    attempt, checked_flow, connector_update, create_tenant, ensure_flow, environment, event,
    event_with_action, external_id, flow, keys_draft, logged_actions, new_connection, report,
    role_draft, save, save_events, secret,
};
use domain::{Direction, ExternalId, FlowId, Outcome};
use serde_json::Map;
use sqlx::Executor as _;
use std::sync::Arc;
use std::time::Duration;
use store::{
    Actor, CheckFindings, ConnectSession, Connection, Credential, NewConnection, NewServerEvent,
    ServerAction, SessionKind, Setting, Store, StoreError, TenantScope,
};
use tokio::task::JoinSet;

on_both_databases!(
    changes_nothing_that_it_cannot_record,
    a_save_or_disconnect_that_fails_at_any_table_changes_nothing,
    a_save_and_a_disconnect_end_attempts_and_forwarded_links,
    concurrent_saves_of_several_flows_end_the_rotation,
    a_credential_that_is_not_valid_any_more_stores_only_the_check,
    a_save_waits_for_the_end_of_its_link_and_then_stores_nothing,
);

fn session(scope: &TenantScope, kind: SessionKind) -> ConnectSession {
    ConnectSession {
        scope: scope.clone(),
        kind,
        flow: flow("demo"),
        root_tenant: None,
        origin: None,
        locale: None,
        return_url: None,
        asked_by: None,
        created_at: 5,
        expires_at: 90,
    }
}

fn findings<'a>(
    report: &'a domain::Report,
    external_id: Option<&'a ExternalId>,
) -> CheckFindings<'a> {
    CheckFindings {
        account: None,
        region: None,
        external_id,
        report,
    }
}

/// Returns everything that the operations below change, except the log.
async fn snapshot(store: &Store, scope: &TenantScope, demo: &FlowId) -> String {
    let environment = &scope.environment;
    let theme = store.setting(environment, Setting::Theme).await.unwrap();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {theme:?}",
        store.connection(scope, demo).await.unwrap(),
        store.latest_attempt(scope, demo).await.unwrap(),
        store.active_links(scope, 10, 99).await.unwrap(),
        store.tenant(scope).await.unwrap(),
        store.api_keys(environment).await.unwrap(),
        store.connectors(environment).await.unwrap(),
        store.environments().await.unwrap(),
    )
}

/// Calls every operation that records an event. Returns the result of each.
#[expect(clippy::too_many_lines, reason = "one operation after another")]
async fn run_all_operations(
    store: &Store,
    scope: &TenantScope,
    saved: &Connection,
    key: &str,
) -> Vec<(&'static str, Result<(), StoreError>)> {
    let (demo, scope_environment) = (flow("demo"), &scope.environment);
    let (passed, draft) = (report(Outcome::Passed), role_draft("other"));
    let (event, events) = (event(scope_environment), save_events(scope_environment));
    let connection = new_connection(
        checked_flow(store, scope, &demo).await,
        &draft,
        findings(&passed, None),
    );
    let failed = attempt(&Map::new(), Some(&passed), 10);
    let forwarded = session(scope, SessionKind::Forwarded);
    let (link, token) = (session(scope, SessionKind::Tenant), secret("token-2"));
    let theme = [(Setting::Theme, Some("{}")), (Setting::Logo, None)];
    let update = connector_update(&demo, Direction::Read, None);
    let put = store.put_connector(&update, &event, 10).await;
    let staging = event_with_action(
        &domain::EnvironmentId::parse("staging").unwrap(),
        "environment.created",
    );
    let gone = event_with_action(&environment("gone"), "environment.deleted");
    let deletion = NewServerEvent {
        actor: Actor::Server,
        action: ServerAction::EnvironmentDeleted,
        detail: Map::new(),
    };
    vec![
        (
            "rotate",
            store
                .rotate_external_id(scope, &external_id(7), &event, &event, 10)
                .await
                .map(drop),
        ),
        (
            "cancel",
            store.cancel_rotation(scope, &event, 10).await.map(drop),
        ),
        (
            "import",
            store
                .import_external_id(scope, &external_id(8), &event, 10)
                .await
                .map(drop),
        ),
        (
            "check",
            store
                .record_check(saved, 1, &passed, &event, &event, 10)
                .await
                .map(drop),
        ),
        (
            "attempt",
            store
                .record_attempt(
                    checked_flow(store, scope, &demo).await,
                    &failed,
                    None,
                    &event,
                    10,
                )
                .await,
        ),
        (
            "save",
            store
                .save_connection(&connection, &events, 10)
                .await
                .map(drop),
        ),
        (
            "delete",
            store
                .delete_connection(scope, &demo, &event, &event, 10)
                .await
                .map(drop),
        ),
        (
            "add",
            store
                .add_connection(&connection, &events, 10)
                .await
                .map(drop),
        ),
        ("link", store.create_session(&link, &token, &event).await),
        (
            "forwarded link",
            store
                .create_forwarded_session(
                    &forwarded,
                    &secret("token-3"),
                    Some(&failed),
                    (0, 9),
                    &event,
                )
                .await
                .map(drop),
        ),
        (
            "end links",
            store
                .end_links(scope, |_| event.clone(), 10)
                .await
                .map(drop),
        ),
        (
            "create key",
            store
                .create_api_key("ci", &secret("key-2"), &event, 10)
                .await
                .map(drop),
        ),
        (
            "revoke key",
            store
                .revoke_api_key(scope_environment, key, |_| event.clone(), 10)
                .await
                .map(drop),
        ),
        ("settings", store.put_settings(&theme, &event, 10).await),
        (
            "environment",
            store.create_environment(&staging, 10).await.map(drop),
        ),
        (
            "delete environment",
            store
                .delete_environment(&gone, &deletion, 10)
                .await
                .map(drop),
        ),
        (
            "delete flow",
            store
                .delete_flow(&flow("unused"), &event, 10)
                .await
                .map(drop),
        ),
        (
            "connector",
            match put {
                Err(store::PutConnectorError::Store(error)) => Err(error),
                other => other.map(drop).map_err(|error| panic!("{error}")),
            },
        ),
    ]
}

async fn changes_nothing_that_it_cannot_record(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let demo = flow("demo");
    let event = event(&acme.environment);
    let saved = save(&store, &acme, "demo", &keys_draft("my-data"), 5)
        .await
        .connection;
    let key = store
        .create_api_key("first", &secret("key"), &event, 5)
        .await
        .unwrap();
    let link = session(&acme, SessionKind::Tenant);
    store
        .create_session(&link, &secret("token"), &event)
        .await
        .unwrap();
    ensure_flow(&store, &acme.environment, "unused").await;
    let gone = event_with_action(&environment("gone"), "environment.created");
    assert!(store.create_environment(&gone, 5).await.unwrap());
    let before = snapshot(&store, &acme, &demo).await;

    database
        .tamper("ALTER TABLE events RENAME TO events_elsewhere")
        .await;
    for (operation, result) in run_all_operations(&store, &acme, &saved, &key.id).await {
        // There is no rotation to cancel, so there is nothing to record.
        let fails = operation != "cancel";
        assert_eq!(result.is_err(), fails, "{operation}: {result:?}");
    }
    database
        .tamper("ALTER TABLE events_elsewhere RENAME TO events")
        .await;
    assert_eq!(snapshot(&store, &acme, &demo).await, before);
    assert_eq!(store.find_session(&secret("token-2")).await.unwrap(), None);

    // With the log, all of them succeed. So they failed above only because of the missing log.
    for (operation, result) in run_all_operations(&store, &acme, &saved, &key.id).await {
        assert!(result.is_ok(), "{operation}: {result:?}");
    }
    assert_ne!(snapshot(&store, &acme, &demo).await, before);
}

/// Each statement of a save or a disconnect fails once, because its table is missing. What the statements before it did must
/// be undone.
async fn a_save_or_disconnect_that_fails_at_any_table_changes_nothing(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let (demo, event) = (flow("demo"), event(&acme.environment));
    save(&store, &acme, "demo", &keys_draft("my-data"), 5).await;
    let new_id = external_id(7);
    let rotated = store
        .rotate_external_id(&acme, &new_id, &event, &event, 6)
        .await;
    rotated.unwrap();
    let forwarded = session(&acme, SessionKind::Forwarded);
    let draft = attempt(&Map::new(), None, 7);
    let token = secret("1");
    let created = store.create_forwarded_session(&forwarded, &token, Some(&draft), (0, 9), &event);
    assert!(created.await.unwrap());
    let passed = report(Outcome::Passed);
    let role = role_draft("other");
    let events = save_events(&acme.environment);
    let save_role = async || {
        let new = new_connection(
            checked_flow(&store, &acme, &demo).await,
            &role,
            findings(&passed, Some(&new_id)),
        );
        store.save_connection(&new, &events, 10).await.map(drop)
    };
    let disconnect = async || {
        store
            .delete_connection(&acme, &demo, &event, &event, 10)
            .await
            .map(drop)
    };

    let before = snapshot(&store, &acme, &demo).await;
    let log = logged_actions(&store, &acme.environment).await;
    for table in ["tenants", "connections", "attempts", "sessions", "events"] {
        database
            .tamper(&format!("ALTER TABLE {table} RENAME TO elsewhere"))
            .await;
        let results = [save_role().await, disconnect().await];
        database
            .tamper(&format!("ALTER TABLE elsewhere RENAME TO {table}"))
            .await;
        assert!(results.iter().all(Result::is_err), "{table}: {results:?}");
        assert_eq!(snapshot(&store, &acme, &demo).await, before, "{table}");
        let log_after = logged_actions(&store, &acme.environment).await;
        assert_eq!(log_after, log, "{table}");
    }

    save_role().await.unwrap();
    let tenant = store.tenant(&acme).await.unwrap().unwrap();
    assert_eq!(
        tenant.external_ids(),
        std::slice::from_ref(&new_id),
        "the rotation ended"
    );
    assert_eq!(store.latest_attempt(&acme, &demo).await.unwrap(), None);
    assert!(store.active_links(&acme, 20, 9).await.unwrap().is_empty());
    disconnect().await.unwrap();
    assert_eq!(store.connection(&acme, &demo).await.unwrap(), None);
}

async fn a_save_and_a_disconnect_end_attempts_and_forwarded_links(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let (demo, event) = (flow("demo"), event(&acme.environment));
    let draft = attempt(&Map::new(), None, 5);
    let forward = async |token| {
        let forwarded = session(&acme, SessionKind::Forwarded);
        let token = secret(token);
        let created =
            store.create_forwarded_session(&forwarded, &token, Some(&draft), (0, 9), &event);
        created.await.unwrap();
    };
    let attempt_and_links = async || {
        let attempt = store.latest_attempt(&acme, &demo).await.unwrap();
        let links = store.active_links(&acme, 20, 9).await.unwrap();
        (attempt.is_some(), links.len())
    };
    forward("1").await;
    assert_eq!(attempt_and_links().await, (true, 1));
    save(&store, &acme, "demo", &keys_draft("my-data"), 10).await;
    assert_eq!(
        attempt_and_links().await,
        (false, 1),
        "the link stays valid and shows that the flow is connected"
    );
    save(&store, &acme, "demo", &keys_draft("my-data"), 11).await;
    assert_eq!(attempt_and_links().await, (false, 0));
    forward("2").await;
    let deleted = store
        .delete_connection(&acme, &demo, &event, &event, 12)
        .await;
    assert!(deleted.unwrap());
    assert_eq!(attempt_and_links().await, (false, 0));
    forward("3").await;
    let deleted = store
        .delete_connection(&acme, &demo, &event, &event, 13)
        .await;
    assert!(!deleted.unwrap());
    assert_eq!(
        attempt_and_links().await,
        (true, 1),
        "without a connection, nothing is deleted or ended"
    );
    let actions = logged_actions(&store, &acme.environment).await;
    let saves = [
        "check.passed",
        "connection.saved",
        "check.passed",
        "connection.replaced",
    ];
    assert_eq!(
        actions
            .iter()
            .filter(|action| *action != "theme.saved")
            .collect::<Vec<_>>(),
        saves
    );
}

/// Saves a role that was checked with this external ID.
async fn save_with(store: Store, acme: TenantScope, flow_id: &'static str, id: ExternalId) {
    ensure_flow(&store, &acme.environment, flow_id).await;
    let (flow, draft, passed) = (
        flow(flow_id),
        role_draft("my-data"),
        report(Outcome::Passed),
    );
    let connection = new_connection(
        checked_flow(&store, &acme, &flow).await,
        &draft,
        findings(&passed, Some(&id)),
    );
    let events = save_events(&acme.environment);
    let saved = store.save_connection(&connection, &events, 9).await;
    saved.unwrap();
}

/// Without a lock, each save would still see the other flows rely on the old ID, and none would end the rotation.
async fn concurrent_saves_of_several_flows_end_the_rotation(database: Arc<Database>) {
    let stores = [database.store().await, database.store().await];
    for round in 0..8_u8 {
        let acme = create_tenant(&stores[0], "dev", &format!("acme-{round}"), round * 2).await;
        let (old, new) = (external_id(round * 2), external_id(round * 2 + 1));
        let flows = ["a", "b", "c", "d"];
        for name in flows {
            save_with(stores[0].clone(), acme.clone(), name, old.clone()).await;
        }
        let event = event(&acme.environment);
        let rotated = stores[0]
            .rotate_external_id(&acme, &new, &event, &event, 8)
            .await;
        assert!(rotated.unwrap().is_some());
        let mut saves = JoinSet::new();
        for (number, name) in flows.into_iter().enumerate() {
            let store = stores[number % 2].clone();
            saves.spawn(save_with(store, acme.clone(), name, new.clone()));
        }
        saves.join_all().await;
        let tenant = stores[0].tenant(&acme).await.unwrap().unwrap();
        assert_eq!(tenant.previous_external_id, None, "round {round}");
    }
}

/// Creates a link and an API key, and returns the credential of each.
async fn create_credentials(store: &Store, acme: &TenantScope) -> [Credential; 2] {
    let event = event(&acme.environment);
    let (token, key) = (secret("token"), secret("key"));
    let link = session(acme, SessionKind::Tenant);
    store.create_session(&link, &token, &event).await.unwrap();
    let created = store.create_api_key("ci", &key, &event, 5).await;
    created.unwrap();
    let kind = SessionKind::Tenant;
    [Credential::Link { token, kind }, Credential::ApiKey(key)]
}

/// Saves a connection, and records an attempt, with this credential.
async fn save_and_record_attempt(
    store: &Store,
    acme: &TenantScope,
    credential: &Credential,
) -> [Result<(), StoreError>; 2] {
    let (demo, draft, passed) = (flow("demo"), role_draft("other"), report(Outcome::Passed));
    let new = NewConnection {
        credential: Some(credential),
        ..new_connection(
            checked_flow(store, acme, &demo).await,
            &draft,
            findings(&passed, None),
        )
    };
    let events = save_events(&acme.environment);
    let saved = store.save_connection(&new, &events, 20).await;
    let failed = attempt(&Map::new(), None, 20);
    let check = event_with_action(&acme.environment, "check.failed");
    let recorded = store.record_attempt(
        checked_flow(store, acme, &demo).await,
        &failed,
        Some(credential),
        &check,
        20,
    );
    [saved.map(drop), recorded.await]
}

async fn a_credential_that_is_not_valid_any_more_stores_only_the_check(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let event = event(&acme.environment);
    let [link, key] = create_credentials(&store, &acme).await;
    for credential in [&link, &key] {
        let results = save_and_record_attempt(&store, &acme, credential).await;
        assert!(results.iter().all(Result::is_ok), "{results:?}");
    }
    let ended = store.end_links(&acme, |_| event.clone(), 15).await;
    assert_eq!(ended.unwrap(), 1);
    let keys = store.api_keys(&acme.environment).await.unwrap();
    let revoked = store.revoke_api_key(&acme.environment, &keys[0].id, |_| event.clone(), 15);
    assert!(revoked.await.unwrap().is_some());
    let unknown = Credential::ApiKey(secret("token"));

    let before = snapshot(&store, &acme, &flow("demo")).await;
    let mut log = logged_actions(&store, &acme.environment).await;
    for credential in [&link, &key, &unknown] {
        for result in save_and_record_attempt(&store, &acme, credential).await {
            let is_refused = matches!(result, Err(StoreError::InvalidCredential));
            assert!(is_refused, "{credential:?}: {result:?}");
        }
        log.extend(["check.passed", "check.failed"].map(str::to_owned));
        assert_eq!(logged_actions(&store, &acme.environment).await, log);
        assert_eq!(snapshot(&store, &acme, &flow("demo")).await, before);
    }
}

/// A transaction ends the link, or revokes the key, and commits only after the save has begun.
async fn a_save_waits_for_the_end_of_its_link_and_then_stores_nothing(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let ends = [
        "UPDATE sessions SET expires_at = 15",
        "UPDATE api_keys SET revoked_at = 15",
    ];
    for (credential, end) in create_credentials(&store, &acme)
        .await
        .into_iter()
        .zip(ends)
    {
        let mut other = database.connect().await;
        other.execute("BEGIN").await.unwrap();
        other.execute(end).await.unwrap();
        let saving = tokio::spawn({
            let (store, acme) = (store.clone(), acme.clone());
            async move { save_and_record_attempt(&store, &acme, &credential).await }
        });
        // Long enough for the save to reach the row that the other transaction has locked.
        tokio::time::sleep(Duration::from_millis(300)).await;
        other.execute("COMMIT").await.unwrap();
        for result in saving.await.unwrap() {
            let is_refused = matches!(result, Err(StoreError::InvalidCredential));
            assert!(is_refused, "{end}: {result:?}");
        }
        assert_eq!(store.connection(&acme, &flow("demo")).await.unwrap(), None);
        let attempt = store.latest_attempt(&acme, &flow("demo")).await.unwrap();
        assert_eq!(attempt, None);
    }
}
