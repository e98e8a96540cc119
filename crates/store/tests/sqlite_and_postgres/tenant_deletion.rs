//! The deletion of a tenant: what goes, what the log keeps, and what happens to work that is under way.

use crate::database::Database;
use crate::fixtures::{
    attempt, checked_flow, create_tenant, ensure_flow, environment, event, event_with_action,
    external_id, flow, keys_draft, new_connection, report, save, save_events, secret,
};
use domain::{EnvironmentId, FlowId, Outcome, PathTemplate};
use serde_json::{Map, Value, json};
use sqlx::{AssertSqlSafe, Column as _, Connection as _, Row as _};
use std::sync::Arc;
use store::{
    AuditAction, AuditEventFilter, CheckFindings, ConnectSession, FlowDeletion, IdempotentRequest,
    LedgerKey, MovedObject, NewAuditEvent, SessionKind, Store, StoreError, TenantScope,
    TransferDirection,
};
use strum::VariantArray as _;
use tokio::task::JoinSet;

on_both_databases!(
    deletes_everything_of_the_tenant_and_nothing_of_others,
    a_tenant_that_comes_back_gets_a_new_external_id,
    work_that_is_under_way_leaves_no_row,
    a_check_of_a_deleted_tenant_stores_nothing_for_the_next_one_with_its_name,
    a_save_and_a_deletion_at_the_same_time_leave_no_row,
    deletions_of_tenants_and_of_their_flow_do_not_block_each_other,
);

/// Texts that are the tenant's own data. Each tenant's begin with its name.
const OWN_DATA: [&str; 6] = [
    "-bucket",
    "-prefix",
    "-sender",
    "-arn",
    "-object.csv",
    "-vendor-field",
];

fn deleted(scope: &TenantScope) -> NewAuditEvent {
    event_with_action(&scope.environment, "tenant.deleted").for_tenant(&scope.tenant, None)
}

fn session(scope: &TenantScope, flow: &FlowId, kind: SessionKind) -> ConnectSession {
    ConnectSession {
        scope: scope.clone(),
        kind,
        flow: flow.clone(),
        root_tenant: None,
        origin: None,
        locale: None,
        return_url: None,
        asked_by: Some(format!("{}-sender", scope.tenant)),
        created_at: 5,
        expires_at: 900,
    }
}

/// Stores rows of every kind for the tenant, with details of every name in its events.
async fn fill(store: &Store, scope: &TenantScope, token: &str) {
    let name = scope.tenant.as_str();
    let demo = flow("demo");
    let mut draft = keys_draft(&format!("{name}-bucket"));
    draft.path_prefix = PathTemplate::parse(&format!("{name}-prefix/")).unwrap();
    draft
        .vendor_fields
        .insert("zone".to_owned(), json!(format!("{name}-vendor-field")));
    for on in ["demo", "second"] {
        save(store, scope, on, &draft, 5).await;
    }
    let event = event(&scope.environment);
    let key = LedgerKey {
        scope,
        flow: &demo,
        direction: TransferDirection::Fetch,
        bucket: draft.bucket.as_str(),
    };
    let ledger_id = format!("ledger {name} {}", scope.environment);
    let ledger = store.ledger(key, &ledger_id).await.unwrap();
    let moved = MovedObject {
        key: format!("{name}-object.csv"),
        etag: "e".to_owned(),
        size: 1,
        modified: 1,
    };
    let moved = store.record_moved(&ledger, "job", &[moved]).await;
    moved.unwrap();
    ensure_flow(store, &scope.environment, "third").await;
    let third = flow("third");
    let Value::Object(fields) = json!({ "bucket": format!("{name}-bucket") }) else {
        panic!("an object")
    };
    let in_vain = attempt(&fields, Some(&report(Outcome::Failed)), 6);
    let recorded = store.record_attempt(
        checked_flow(store, scope, &third).await,
        &in_vain,
        None,
        &event,
        6,
    );
    recorded.await.unwrap();
    let link = session(scope, &demo, SessionKind::Tenant);
    let created = store.create_session(&link, &secret(token), &event).await;
    created.unwrap();
    let forwarded = session(scope, &third, SessionKind::Forwarded);
    let token = secret(&format!("forwarded {token}"));
    let created = store
        .create_forwarded_session(&forwarded, &token, Some(&in_vain), (0, 3), &event)
        .await;
    assert!(created.unwrap());
    let request = IdempotentRequest::new(
        scope.environment.clone(),
        Some(scope.tenant.clone()),
        &secret(&format!("idempotency key of {name}")),
        &[],
    );
    let reserved = store.reserve_idempotency_key(&request, 6, 100).await;
    let reservation = reserved.unwrap().unwrap();
    let answer = secret(&format!("{name}-answer"));
    let stored = store.store_answer(&reservation, &answer, 100).await;
    assert!(stored.unwrap());
    for action in AuditAction::VARIANTS {
        let detail = json!({
            "bucket": format!("{name}-bucket"),
            "path_prefix": format!("{name}-prefix"),
            "sender": format!("{name}-sender"),
            "arn": format!("{name}-arn"),
            "access": "keys",
            "causes": ["list_denied"],
            "duration_ms": 5,
            "links": 2,
        });
        let event = event_with_action(&scope.environment, action.as_str())
            .for_tenant(&scope.tenant, Some(&demo))
            .with_detail(detail);
        store.record_event(&event, 7).await.unwrap();
    }
}

/// Returns the texts of every row of every table, each row with the name of its table. It asks the schema for the tables,
/// so a new table is included automatically.
async fn all_rows(database: &Database) -> Vec<(String, String)> {
    let tables = match database {
        Database::Sqlite { .. } => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'"
        }
        Database::Postgres { .. } => {
            "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables \
             WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%'"
        }
    };
    let mut connection = database.connect().await;
    let tables = sqlx::query(tables)
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let mut all = Vec::new();
    for table in tables {
        let name: String = table.get("name");
        let sql = AssertSqlSafe(format!("SELECT * FROM {name}"));
        for row in sqlx::query(sql).fetch_all(&mut connection).await.unwrap() {
            let texts = row.columns().iter().filter_map(|column| {
                let text = row.try_get::<Option<String>, _>(column.ordinal());
                text.ok().flatten()
            });
            all.push((name.clone(), texts.collect::<Vec<_>>().join(" | ")));
        }
    }
    connection.close().await.unwrap();
    all
}

/// Returns the rows that contain a text, sorted.
fn rows_with(rows: &[(String, String)], text: &str) -> Vec<(String, String)> {
    let mut found: Vec<_> = rows
        .iter()
        .filter(|(_, row)| row.contains(text))
        .cloned()
        .collect();
    found.sort();
    found
}

async fn deletes_everything_of_the_tenant_and_nothing_of_others(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let others = [
        create_tenant(&store, "dev", "globex", 2).await,
        create_tenant(&store, "prod", "initech", 3).await,
    ];
    for scope in others.iter().chain([&acme]) {
        fill(&store, scope, &format!("token of {}", scope.tenant)).await;
    }
    let before = all_rows(&database).await;
    for text in OWN_DATA {
        let own = rows_with(&before, &format!("acme{text}"));
        assert!(!own.is_empty(), "the search finds {text}");
    }
    // A tenant of the same name in another environment is somebody else.
    let elsewhere = TenantScope::new(environment("prod"), acme.tenant.clone());
    assert!(
        !store
            .delete_tenant(&elsewhere, &deleted(&elsewhere), 8)
            .await
            .unwrap()
    );
    assert_eq!(all_rows(&database).await.len(), before.len());

    assert!(
        store
            .delete_tenant(&acme, &deleted(&acme), 9)
            .await
            .unwrap()
    );
    let after = all_rows(&database).await;
    for text in OWN_DATA {
        let left = rows_with(&after, &format!("acme{text}"));
        assert!(left.is_empty(), "{left:?}");
    }
    let left = rows_with(&after, "acme");
    let not_kept = left
        .iter()
        .filter(|(table, _)| !["events", "external_id_owners"].contains(&table.as_str()));
    assert_eq!(not_kept.count(), 0, "{left:?}");
    for name in ["globex", "initech"] {
        assert_eq!(rows_with(&after, name), rows_with(&before, name), "{name}");
    }
    for token in ["token of acme", "forwarded token of acme"] {
        let found = store.find_session(&secret(token)).await.unwrap();
        assert_eq!(found, None, "{token}");
    }
    assert!(
        !store
            .delete_tenant(&acme, &deleted(&acme), 10)
            .await
            .unwrap()
    );
    assert_details_of_deleted_tenant(&store, &acme).await;
}

/// Asserts that every event is still there, and that exactly the lasting details of its action are left.
async fn assert_details_of_deleted_tenant(store: &Store, scope: &TenantScope) {
    let filter = AuditEventFilter {
        tenant: Some(&scope.tenant),
        limit: 1_000,
        ..AuditEventFilter::default()
    };
    let events = store.events(&scope.environment, &filter).await.unwrap();
    assert_eq!(events[0].action, "tenant.deleted");
    assert_eq!(events[0].actor.name(), Some("Anna"));
    assert_eq!(events.len(), AuditAction::VARIANTS.len() + 1);
    for event in &events[1..] {
        let action = AuditAction::parse(&event.action).expect("an action");
        let mut expected = action.lasting_details().to_vec();
        expected.sort_unstable();
        let mut names: Vec<_> = event.detail.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, expected, "{action:?}");
        assert_eq!(event.at, 7);
    }
}

async fn a_tenant_that_comes_back_gets_a_new_external_id(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let globex = create_tenant(&store, "dev", "globex", 2).await;
    let event = event(&acme.environment);
    assert!(
        store
            .delete_tenant(&acme, &deleted(&acme), 9)
            .await
            .unwrap()
    );
    // The ID of the deleted tenant is nobody else's.
    let old = external_id(1);
    let stolen = store.import_external_id(&globex, &old, &event, 10).await;
    assert!(
        matches!(stolen, Err(StoreError::ExternalIdTaken)),
        "{stolen:?}"
    );
    let created = store.ensure_tenant(&acme, None, external_id(3), 11).await;
    assert_eq!(created.unwrap().external_id, external_id(3));
    let imported = store.import_external_id(&acme, &old, &event, 12).await;
    let imported = imported.unwrap().expect("no rotation");
    assert_eq!(imported.external_id, old);
    assert_eq!(imported.created_at, 11);
}

/// Asserts that the result is the refusal of a tenant that was deleted.
fn assert_unknown<T: std::fmt::Debug>(what: &str, result: Result<T, StoreError>) {
    assert!(
        matches!(&result, Err(StoreError::UnknownTenant(tenant)) if tenant.as_str() == "acme"),
        "{what}: {result:?}"
    );
}

async fn work_that_is_under_way_leaves_no_row(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let (demo, draft) = (flow("demo"), keys_draft("my-data"));
    let saved = save(&store, &acme, "demo", &draft, 5).await.connection;
    let key = LedgerKey {
        scope: &acme,
        flow: &demo,
        direction: TransferDirection::Export,
        bucket: "my-data",
    };
    let ledger = store.ledger(key, "ledger").await.unwrap();
    assert!(
        store
            .delete_tenant(&acme, &deleted(&acme), 9)
            .await
            .unwrap()
    );
    let before = all_rows(&database).await.len();

    let (event, passed) = (event(&acme.environment), report(Outcome::Passed));
    let events = save_events(&acme.environment);
    let findings = CheckFindings {
        account: None,
        region: None,
        external_id: None,
        report: &passed,
    };
    let new = new_connection(checked_flow(&store, &acme, &demo).await, &draft, findings);
    assert_unknown("save", store.save_connection(&new, &events, 10).await);
    assert_unknown("add", store.add_connection(&new, &events, 10).await);
    let in_vain = attempt(&Map::new(), Some(&report(Outcome::Failed)), 10);
    let attempted = store.record_attempt(
        checked_flow(&store, &acme, &demo).await,
        &in_vain,
        None,
        &event,
        10,
    );
    assert_unknown("attempt", attempted.await);
    let checked = store.record_check(&saved, 1, &passed, &event, &event, 10);
    assert_unknown("check", checked.await);
    let issued = store.record_event_of_connection(&saved, None, &event, 10);
    assert_unknown("credentials", issued.await);
    let link = session(&acme, &demo, SessionKind::Tenant);
    let created = store.create_session(&link, &secret("a"), &event).await;
    assert_unknown("link", created);
    let forwarded = session(&acme, &demo, SessionKind::Forwarded);
    let created = store
        .create_forwarded_session(&forwarded, &secret("b"), Some(&in_vain), (0, 3), &event)
        .await;
    assert_unknown("forwarded link", created);
    let id = external_id(9);
    let rotated = store.rotate_external_id(&acme, &id, &event, &event, 10);
    assert_unknown("rotation", rotated.await);
    assert_unknown("cancel", store.cancel_rotation(&acme, &event, 10).await);
    let imported = store.import_external_id(&acme, &id, &event, 10);
    assert_unknown("import", imported.await);
    let moved = MovedObject {
        key: "a.csv".to_owned(),
        etag: "e".to_owned(),
        size: 1,
        modified: 1,
    };
    let moved = store.record_moved(&ledger, "job", &[moved]).await;
    assert!(matches!(moved, Err(StoreError::UnknownOwner)), "{moved:?}");
    let removed = store.delete_connection(&acme, &demo, &event, &event, 10);
    assert!(!removed.await.unwrap());
    let ended = store.end_links(&acme, |_| event.clone(), 10).await;
    assert_eq!(ended.unwrap(), 0);
    assert_eq!(all_rows(&database).await.len(), before);
}

async fn a_check_of_a_deleted_tenant_stores_nothing_for_the_next_one_with_its_name(
    database: Arc<Database>,
) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let (demo, draft, passed) = (flow("demo"), keys_draft("my-data"), report(Outcome::Passed));
    let saved = save(&store, &acme, "demo", &draft, 5).await.connection;
    let checked = checked_flow(&store, &acme, &demo).await;
    let deleted = store.delete_tenant(&acme, &deleted(&acme), 9).await;
    assert!(deleted.unwrap());
    let created = store.ensure_tenant(&acme, None, external_id(2), 9).await;
    assert_ne!(created.unwrap().created_at, checked.tenant_created_at);
    let before = all_rows(&database).await;

    let (event, events) = (event(&acme.environment), save_events(&acme.environment));
    let findings = CheckFindings {
        account: None,
        region: None,
        external_id: None,
        report: &passed,
    };
    let new = new_connection(checked, &draft, findings);
    assert_unknown("save", store.save_connection(&new, &events, 10).await);
    assert_unknown("add", store.add_connection(&new, &events, 10).await);
    let in_vain = attempt(&Map::new(), Some(&report(Outcome::Failed)), 10);
    let attempted = store.record_attempt(checked, &in_vain, None, &event, 10);
    assert_unknown("attempt", attempted.await);
    let checked_again = store.record_check(
        &saved,
        checked.tenant_created_at,
        &passed,
        &event,
        &event,
        10,
    );
    assert_unknown("check", checked_again.await);
    assert_eq!(all_rows(&database).await, before);
    // A check of the new tenant is stored.
    let checked = checked_flow(&store, &acme, &demo).await;
    let new = new_connection(checked, &draft, findings);
    let saved = store.save_connection(&new, &events, 11).await.unwrap();
    assert!(saved.created);
}

/// Saves a connection and creates a link, as two requests would. Returns whether the tenant existed.
async fn save_and_link(store: &Store, scope: &TenantScope, flow: &FlowId, token: &str) -> bool {
    let (draft, passed) = (keys_draft("my-data"), report(Outcome::Passed));
    let events = save_events(&scope.environment);
    let findings = CheckFindings {
        account: None,
        region: None,
        external_id: None,
        report: &passed,
    };
    let new = new_connection(checked_flow(store, scope, flow).await, &draft, findings);
    let saved = store.save_connection(&new, &events, 5).await.map(drop);
    let event = event(&scope.environment);
    let link = session(scope, flow, SessionKind::Tenant);
    let created = store.create_session(&link, &secret(token), &event).await;
    for result in [&saved, &created] {
        assert!(
            matches!(result, Ok(()) | Err(StoreError::UnknownTenant(_))),
            "{result:?}"
        );
    }
    saved.is_ok()
}

async fn a_save_and_a_deletion_at_the_same_time_leave_no_row(database: Arc<Database>) {
    let stores = [database.store().await, database.store().await];
    let demo = flow("demo");
    let mut saved_first = 0;
    for round in 0..16 {
        let name = format!("tenant-{round}");
        let scope = create_tenant(&stores[0], "dev", &name, round).await;
        let mut tasks = JoinSet::new();
        for number in 0..3 {
            let (store, scope, demo) = (stores[0].clone(), scope.clone(), demo.clone());
            let token = format!("{name} {number}");
            tasks.spawn(async move { save_and_link(&store, &scope, &demo, &token).await });
        }
        let (store, gone) = (stores[1].clone(), scope.clone());
        tasks.spawn(async move {
            let deletion = store.delete_tenant(&gone, &deleted(&gone), 5).await;
            assert!(deletion.unwrap());
            false
        });
        saved_first += tasks
            .join_all()
            .await
            .into_iter()
            .filter(|saved| *saved)
            .count();
        let rows = all_rows(&database).await;
        let left = rows_with(&rows, &name);
        let orphans = left
            .iter()
            .filter(|(table, _)| !["events", "external_id_owners"].contains(&table.as_str()));
        assert_eq!(orphans.count(), 0, "{left:?}");
    }
    println!("{saved_first} of 48 saves came before the deletion");
}

async fn deletions_of_tenants_and_of_their_flow_do_not_block_each_other(database: Arc<Database>) {
    let stores = [database.store().await, database.store().await];
    let dev = environment("dev");
    for round in 0..12_u8 {
        let flows = [format!("a-{round}"), format!("b-{round}")];
        let mut scopes = Vec::new();
        for number in 0..2 {
            let name = format!("tenant-{round}-{number}");
            scopes.push(create_tenant(&stores[0], "dev", &name, round * 2 + number).await);
        }
        for flow_id in &flows {
            ensure_flow(&stores[0], &dev, flow_id).await;
            for (number, scope) in scopes.iter().enumerate() {
                add_links(&stores[0], scope, flow_id, number).await;
            }
        }
        let mut tasks = JoinSet::new();
        for (number, scope) in scopes.into_iter().enumerate() {
            let store = stores[number].clone();
            tasks.spawn(async move {
                let deletion = store.delete_tenant(&scope, &deleted(&scope), 5).await;
                assert!(deletion.unwrap());
            });
        }
        for (number, flow_id) in flows.into_iter().enumerate() {
            let (store, dev): (_, EnvironmentId) = (stores[1 - number].clone(), dev.clone());
            tasks.spawn(async move {
                let deletion = store.delete_flow(&flow(&flow_id), &event(&dev), 5).await;
                assert_eq!(deletion.unwrap(), FlowDeletion::Deleted);
            });
        }
        tasks.join_all().await;
    }
}

async fn add_links(store: &Store, scope: &TenantScope, flow_id: &str, number: usize) {
    let event = event(&scope.environment);
    let link = session(scope, &flow(flow_id), SessionKind::Tenant);
    for link_number in 0..8 {
        let token = format!("{flow_id} {number} {link_number}");
        let created = store.create_session(&link, &secret(&token), &event).await;
        created.unwrap();
    }
    let in_vain = attempt(&Map::new(), Some(&report(Outcome::Failed)), 5);
    let flow = flow(flow_id);
    let recorded = store.record_attempt(
        checked_flow(store, scope, &flow).await,
        &in_vain,
        None,
        &event,
        5,
    );
    recorded.await.unwrap();
}
