//! An external ID belongs to one tenant, in all environments and forever.

use crate::database::Database;
use crate::fixtures::{
    checked_flow, create_tenant, event, event_with_action, external_id, flow, keys_draft,
    logged_actions, new_connection, report, role_draft, save, save_events, scope,
};
use domain::{EnvironmentId, ExternalId, Outcome};
use std::sync::Arc;
use store::{CheckFindings, NewAuditEvent, Store, StoreError, Tenant, TenantScope};
use tokio::task::JoinSet;

on_both_databases!(
    refuses_every_id_that_another_tenant_ever_had,
    one_of_several_concurrent_claims_wins,
    concurrent_imports_claim_every_id,
    refuses_another_tenants_id_in_another_case,
    a_rotation_is_complete_at_once_if_no_role_uses_the_id,
    a_role_that_accepted_a_replaced_id_reopens_the_rotation,
    the_migration_claims_all_ids_of_an_old_database,
    tenants_keep_old_ids_that_differ_only_in_case,
);

async fn import(
    store: &Store,
    scope: &TenantScope,
    number: u8,
) -> Result<Option<Tenant>, StoreError> {
    let event = event(&scope.environment);
    store
        .import_external_id(scope, &external_id(number), &event, 5)
        .await
}

fn switched(environment: &EnvironmentId) -> NewAuditEvent {
    event_with_action(environment, "external_id.switched")
}

async fn rotate(store: &Store, scope: &TenantScope, number: u8) -> Result<ExternalId, StoreError> {
    let environment = &scope.environment;
    let (event, ended) = (event(environment), switched(environment));
    let rotated = store
        .rotate_external_id(scope, &external_id(number), &event, &ended, 5)
        .await?;
    Ok(rotated.expect("no rotation is under way").external_id)
}

/// Saves a connection whose role accepted this ID.
async fn save_role(store: &Store, scope: &TenantScope, accepted: &ExternalId) {
    let (demo, draft, passed) = (flow("demo"), role_draft("my-data"), report(Outcome::Passed));
    let findings = CheckFindings {
        account: None,
        region: None,
        external_id: Some(accepted),
        report: &passed,
    };
    let connection = new_connection(checked_flow(store, scope, &demo).await, &draft, findings);
    let events = save_events(&scope.environment);
    store
        .save_connection(&connection, &events, 6)
        .await
        .unwrap();
}

/// Saves a connection that relies on the new ID, which ends the rotation.
async fn end_rotation(store: &Store, scope: &TenantScope, new: &ExternalId) {
    save_role(store, scope, new).await;
    let tenant = store.tenant(scope).await.unwrap().unwrap();
    assert_eq!(tenant.previous_external_id, None);
    let actions = logged_actions(store, &scope.environment).await;
    assert_eq!(actions[actions.len() - 3], "check.passed");
    assert_eq!(
        actions.last().map(String::as_str),
        Some("external_id.switched"),
        "the order is kept, although all have the same time"
    );
}

/// Asserts that neither these tenants nor a new one can have the ID.
async fn assert_taken(store: &Store, number: u8, others: &[&TenantScope]) {
    for scope in others {
        let before = store.tenant(scope).await.unwrap();
        let imported = import(store, scope, number).await;
        assert!(
            matches!(imported, Err(StoreError::ExternalIdTaken)),
            "{number} for {scope:?}: {imported:?}"
        );
        let rotated = rotate(store, scope, number).await;
        assert!(
            matches!(rotated, Err(StoreError::ExternalIdTaken)),
            "{number} for {scope:?}: {rotated:?}"
        );
        assert_eq!(store.tenant(scope).await.unwrap(), before);
    }
    let newcomer = scope("dev", "newcomer");
    let created = store
        .ensure_tenant(&newcomer, None, external_id(number), 5)
        .await;
    assert!(
        matches!(created, Err(StoreError::ExternalIdTaken)),
        "{number}: {created:?}"
    );
    assert_eq!(store.tenant(&newcomer).await.unwrap(), None);
}

/// All environments reach AWS as the same principal, so an ID must not be shared between them either.
async fn refuses_every_id_that_another_tenant_ever_had(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "prod", "acme", 1).await;
    let neighbour = create_tenant(&store, "prod", "neighbour", 8).await;
    let stranger = create_tenant(&store, "dev", "acme", 9).await;
    let others = [&neighbour, &stranger];
    assert_taken(&store, 1, &others).await;
    save_role(&store, &acme, &external_id(1)).await;
    assert_eq!(rotate(&store, &acme, 2).await.unwrap(), external_id(2));
    for number in [1, 2] {
        assert_taken(&store, number, &others).await;
    }
    let event = event(&acme.environment);
    end_rotation(&store, &acme, &external_id(2)).await;
    assert_eq!(rotate(&store, &acme, 3).await.unwrap(), external_id(3));
    store
        .cancel_rotation(&acme, &event, 7)
        .await
        .unwrap()
        .expect("no connection relies on the new one");
    // No connection relies on ID 2 any more, so an import replaces it without a rotation.
    let demo = flow("demo");
    let deleted = store.delete_connection(&acme, &demo, &event, &event, 8);
    assert!(deleted.await.unwrap());
    import(&store, &acme, 4).await.unwrap().expect("imported");
    for number in 1..=4 {
        assert_taken(&store, number, &others).await;
    }
    // The tenant itself can use its earlier IDs again.
    for number in [1, 3, 2, 1] {
        let tenant = import(&store, &acme, number).await.unwrap().unwrap();
        assert_eq!(tenant.external_id, external_id(number));
    }
}

async fn a_rotation_is_complete_at_once_if_no_role_uses_the_id(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    // A connection with an access key relies on no external ID.
    save(&store, &acme, "keys", &keys_draft("my-data"), 5).await;
    for number in [2, 3] {
        rotate(&store, &acme, number).await.unwrap();
        let tenant = store.tenant(&acme).await.unwrap().unwrap();
        assert_eq!(tenant.external_ids(), [external_id(number)]);
        let actions = logged_actions(&store, &acme.environment).await;
        assert_eq!(
            actions.last().map(String::as_str),
            Some("external_id.switched")
        );
    }
    save_role(&store, &acme, &external_id(3)).await;
    rotate(&store, &acme, 4).await.unwrap();
    let tenant = store.tenant(&acme).await.unwrap().unwrap();
    assert_eq!(tenant.external_ids(), [external_id(4), external_id(3)]);
    let actions = logged_actions(&store, &acme.environment).await;
    let switched = actions.iter().filter(|a| *a == "external_id.switched");
    assert_eq!(switched.count(), 2, "this rotation is in progress");
    // It ends with the last role that uses the old ID, whether a key replaces the role or the tenant disconnects.
    save(&store, &acme, "demo", &keys_draft("my-data"), 9).await;
    let tenant = store.tenant(&acme).await.unwrap().unwrap();
    assert_eq!(tenant.external_ids(), [external_id(4)]);
    save_role(&store, &acme, &external_id(4)).await;
    rotate(&store, &acme, 5).await.unwrap();
    let (demo, event) = (flow("demo"), event(&acme.environment));
    let ended = event_with_action(&acme.environment, "external_id.switched");
    let deleted = store.delete_connection(&acme, &demo, &event, &ended, 10);
    assert!(deleted.await.unwrap());
    let tenant = store.tenant(&acme).await.unwrap().unwrap();
    assert_eq!(tenant.external_ids(), [external_id(5)]);
    let actions = logged_actions(&store, &acme.environment).await;
    assert_eq!(
        actions.last().map(String::as_str),
        Some("external_id.switched")
    );
}

/// A check can begin before a rotation and end after it. Its role accepts only the ID from before.
async fn a_role_that_accepted_a_replaced_id_reopens_the_rotation(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    rotate(&store, &acme, 2).await.unwrap();
    save_role(&store, &acme, &external_id(1)).await;
    let tenant = store.tenant(&acme).await.unwrap().unwrap();
    assert_eq!(tenant.external_ids(), [external_id(2), external_id(1)]);
    let event = event(&acme.environment);
    let restored = store.cancel_rotation(&acme, &event, 7).await.unwrap();
    assert_eq!(restored.unwrap().external_ids(), [external_id(1)]);
}

async fn one_of_several_concurrent_claims_wins(database: Arc<Database>) {
    let stores = [database.store().await, database.store().await];
    for round in 0..8u8 {
        let mut imports = JoinSet::new();
        for n in 0..6u8 {
            let store = stores[usize::from(n % 2)].clone();
            let environment = ["dev", "prod", "test"][usize::from(n % 3)];
            let name = format!("round-{round}-{n}");
            let scope = create_tenant(&store, environment, &name, 100 + round * 6 + n).await;
            imports.spawn(async move {
                match import(&store, &scope, round).await {
                    Ok(tenant) => u32::from(tenant.is_some()),
                    Err(StoreError::ExternalIdTaken) => 0,
                    Err(other) => panic!("{other}"),
                }
            });
        }
        let successes: u32 = imports.join_all().await.into_iter().sum();
        assert_eq!(successes, 1, "round {round}");
    }
}

async fn concurrent_imports_claim_every_id(database: Arc<Database>) {
    let stores = [database.store().await, database.store().await];
    let other = create_tenant(&stores[0], "dev", "other", 255).await;
    for round in 0..8u8 {
        let first = round * 8;
        let acme = create_tenant(&stores[0], "dev", &format!("acme-{round}"), first).await;
        let mut imports = JoinSet::new();
        for n in 1..=6 {
            let (store, acme) = (stores[usize::from(n % 2)].clone(), acme.clone());
            imports.spawn(async move { import(&store, &acme, first + n).await.unwrap() });
        }
        let imported = imports.join_all().await;
        assert!(imported.iter().all(Option::is_some), "{imported:?}");
        for number in first..=first + 6 {
            assert_taken(&stores[0], number, &[&other]).await;
        }
    }
}

async fn import_text(
    store: &Store,
    scope: &TenantScope,
    id: &str,
) -> Result<Option<Tenant>, StoreError> {
    let imported = ExternalId::parse(id).expect("an external ID");
    let event = event(&scope.environment);
    store.import_external_id(scope, &imported, &event, 5).await
}

/// A trust policy with `StringEqualsIgnoreCase` would accept either tenant's ID.
async fn refuses_another_tenants_id_in_another_case(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "prod", "acme", 1).await;
    let neighbour = create_tenant(&store, "prod", "neighbour", 8).await;
    let stranger = create_tenant(&store, "dev", "acme", 9).await;
    import_text(&store, &acme, "Corp-I4711").await.unwrap();
    let minted = external_id(1).as_str().to_ascii_uppercase();
    for taken in ["Corp-I4711", "corp-i4711", "CORP-I4711", minted.as_str()] {
        for scope in [&neighbour, &stranger] {
            let before = store.tenant(scope).await.unwrap();
            let imported = import_text(&store, scope, taken).await;
            assert!(
                matches!(imported, Err(StoreError::ExternalIdTaken)),
                "{taken} for {scope:?}: {imported:?}"
            );
            assert_eq!(store.tenant(scope).await.unwrap(), before);
        }
        let newcomer = scope("dev", "newcomer");
        let candidate = ExternalId::parse(taken).expect("an external ID");
        let created = store.ensure_tenant(&newcomer, None, candidate, 5).await;
        assert!(
            matches!(created, Err(StoreError::ExternalIdTaken)),
            "{created:?}"
        );
    }
    // The tenant itself can use its ID in any case.
    for own in ["CORP-i4711", "corp-i4711", "Corp-I4711"] {
        let tenant = import_text(&store, &acme, own).await.unwrap().unwrap();
        assert_eq!(tenant.external_id.as_str(), own);
    }
}

/// Each tenant keeps its own ID, and no third tenant can have any of them.
async fn tenants_keep_old_ids_that_differ_only_in_case(database: Arc<Database>) {
    let store = database.store().await;
    let [lower, upper, retired, third] = [
        create_tenant(&store, "dev", "lower", 1).await,
        create_tenant(&store, "prod", "upper", 2).await,
        create_tenant(&store, "prod", "retired", 3).await,
        create_tenant(&store, "dev", "third", 4).await,
    ];
    store.close().await;
    for sql in [
        "DROP TABLE external_id_owners",
        // These were created by later migrations.
        "ALTER TABLE sessions DROP COLUMN return_url",
        "ALTER TABLE sessions DROP COLUMN asked_by",
        "DROP INDEX events_tenant_kind",
        "DROP TABLE moved_objects",
        "DROP TABLE ledgers",
        "CREATE TABLE external_id_owners (external_id TEXT NOT NULL PRIMARY KEY, \
         environment TEXT NOT NULL REFERENCES environments (environment), tenant TEXT NOT NULL, since BIGINT NOT NULL)",
        "DELETE FROM _sqlx_migrations WHERE version BETWEEN 10 AND 13",
        "UPDATE tenants SET external_id = 'corp-i1' WHERE tenant = 'lower'",
        "UPDATE tenants SET external_id = 'CORP-I1' WHERE tenant = 'upper'",
        "UPDATE tenants SET previous_external_id = 'Corp-I2', previous_external_id_created_at = 3 WHERE tenant = 'upper'",
        "INSERT INTO external_id_owners VALUES ('Corp-i1', 'prod', 'retired', 1), ('corp-i1', 'dev', 'lower', 3), \
         ('CORP-I1', 'prod', 'upper', 2), ('corp-I2', 'prod', 'retired', 1), ('Corp-I2', 'prod', 'upper', 2)",
    ] {
        database.tamper(sql).await;
    }
    let store = database.store().await;
    let id = |tenant: Option<Tenant>| tenant.expect("a tenant").external_id;
    for (scope, expected) in [(&lower, "corp-i1"), (&upper, "CORP-I1")] {
        let found = id(store.tenant(scope).await.unwrap());
        assert_eq!(found.as_str(), expected);
    }
    for taken in ["corp-i1", "CORP-I1", "Corp-I1", "corp-i2", "CORP-I2"] {
        let imported = import_text(&store, &third, taken).await;
        assert!(
            matches!(imported, Err(StoreError::ExternalIdTaken)),
            "{taken}: {imported:?}"
        );
    }
    // A tenant that uses an ID owns it rather than one that no longer does. Of two tenants that use it, the earlier one
    // owns it.
    for (scope, own) in [
        (&retired, ["corp-i1", "corp-i2"]),
        (&lower, ["CORP-I1", "corp-i2"]),
    ] {
        for taken in own {
            let imported = import_text(&store, scope, taken).await;
            assert!(
                matches!(imported, Err(StoreError::ExternalIdTaken)),
                "{taken}: {imported:?}"
            );
        }
    }
    // Such an ID can be rotated like any other, and the rotation can be canceled.
    let event = event(&upper.environment);
    let own = id(store.tenant(&upper).await.unwrap());
    end_rotation(&store, &upper, &own).await;
    assert_eq!(rotate(&store, &upper, 5).await.unwrap(), external_id(5));
    let back = store.cancel_rotation(&upper, &event, 7).await.unwrap();
    assert_eq!(id(back).as_str(), "CORP-I1");
    let lower_too = rotate(&store, &lower, 6).await.unwrap();
    assert_eq!(lower_too, external_id(6));
}

/// Two environments may have assigned the same ID before. Both tenants keep it, and nobody else can have it.
async fn the_migration_claims_all_ids_of_an_old_database(database: Arc<Database>) {
    let store = database.store().await;
    let stranger = create_tenant(&store, "dev", "stranger", 9).await;
    let twins = [
        create_tenant(&store, "dev", "twin", 10).await,
        create_tenant(&store, "prod", "twin", 11).await,
    ];
    store.close().await;
    let same = external_id(1);
    let (same, before, retired) = (same.as_str(), external_id(2), external_id(3));
    for sql in [
        "DROP TABLE external_id_owners".to_owned(),
        // These were created by later migrations.
        "ALTER TABLE sessions DROP COLUMN return_url".to_owned(),
        "ALTER TABLE sessions DROP COLUMN asked_by".to_owned(),
        "DROP INDEX events_tenant_kind".to_owned(),
        "DROP TABLE moved_objects".to_owned(),
        "DROP TABLE ledgers".to_owned(),
        "CREATE TABLE retired_external_ids (environment TEXT NOT NULL REFERENCES environments (environment), external_id TEXT NOT NULL, \
         tenant TEXT NOT NULL, retired_at BIGINT NOT NULL, PRIMARY KEY (environment, external_id))"
            .to_owned(),
        "DELETE FROM _sqlx_migrations WHERE version BETWEEN 9 AND 13".to_owned(),
        format!("UPDATE tenants SET external_id = '{same}' WHERE tenant = 'twin'"),
        format!(
            "UPDATE tenants SET previous_external_id = '{}', previous_external_id_created_at = 3 WHERE tenant = 'twin'",
            before.as_str()
        ),
        format!("INSERT INTO retired_external_ids VALUES ('prod', '{}', 'twin', 4)", retired.as_str()),
    ] {
        database.tamper(&sql).await;
    }
    let store = database.store().await;
    for number in [1, 2, 3] {
        assert_taken(&store, number, &[&stranger]).await;
    }
    for twin in &twins {
        let tenant = store.tenant(twin).await.unwrap().unwrap();
        assert_eq!(tenant.external_id, external_id(1));
    }
}
