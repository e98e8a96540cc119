//! One external ID, one tenant: in the whole installation, and for good.

use crate::database::Database;
use crate::samples::{
    actions, event, external_id, flow, new_connection, report, role_draft, save_events, scope,
    tenant,
};
use domain::{ExternalId, Outcome};
use std::sync::Arc;
use store::{Facts, Store, StoreError, Tenant, TenantScope};
use tokio::task::JoinSet;

both!(
    what_was_ever_a_tenants_is_nobody_elses,
    of_many_who_ask_at_once_one_gets_it,
    imports_at_once_lose_none,
    another_case_is_no_other_id,
    databases_from_before_are_taken_over,
    ids_that_differed_only_in_case_go_on,
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

async fn rotate(store: &Store, scope: &TenantScope, number: u8) -> Result<ExternalId, StoreError> {
    let event = event(&scope.environment);
    let rotated = store
        .rotate_external_id(scope, &external_id(number), &event, 5)
        .await?;
    Ok(rotated.expect("no rotation is under way").external_id)
}

/// A connection is saved that relies on the new one, so the rotation is over.
async fn take_up(store: &Store, scope: &TenantScope, new: &ExternalId) {
    let (demo, draft, passed) = (flow("demo"), role_draft("my-data"), report(Outcome::Passed));
    let facts = Facts {
        account: None,
        region: None,
        external_id: Some(new),
        report: &passed,
    };
    let connection = new_connection(scope, &demo, &draft, facts);
    let events = save_events(&scope.environment);
    store
        .save_connection(&connection, &events, 6)
        .await
        .unwrap();
    let tenant = store.tenant(scope).await.unwrap().unwrap();
    assert_eq!(tenant.previous_external_id, None);
    let actions = actions(store, &scope.environment).await;
    assert_eq!(
        actions[actions.len() - 3..],
        ["check.passed", "connection.saved", "external_id.switched"],
        "in this order, though all have one time"
    );
}

async fn is_taken(store: &Store, number: u8, by: &[&TenantScope]) {
    for scope in by {
        let before = store.tenant(scope).await.unwrap();
        let imported = import(store, scope, number).await;
        assert!(
            matches!(imported, Err(StoreError::ExternalIdTaken)),
            "{number} by {scope:?}: {imported:?}"
        );
        let rotated = rotate(store, scope, number).await;
        assert!(
            matches!(rotated, Err(StoreError::ExternalIdTaken)),
            "{number} by {scope:?}: {rotated:?}"
        );
        assert_eq!(store.tenant(scope).await.unwrap(), before);
    }
    let newcomer = scope("dev", "newcomer");
    let minted = store
        .ensure_tenant(&newcomer, None, external_id(number), 5)
        .await;
    assert!(
        matches!(minted, Err(StoreError::ExternalIdTaken)),
        "{number}: {minted:?}"
    );
    assert_eq!(store.tenant(&newcomer).await.unwrap(), None);
}

/// What the vendor's one AWS principal can do, each environment can ask for.
async fn what_was_ever_a_tenants_is_nobody_elses(database: Arc<Database>) {
    let store = database.store().await;
    let acme = tenant(&store, "prod", "acme", 1).await;
    let neighbour = tenant(&store, "prod", "neighbour", 8).await;
    let stranger = tenant(&store, "dev", "acme", 9).await;
    let others = [&neighbour, &stranger];
    is_taken(&store, 1, &others).await;
    assert_eq!(rotate(&store, &acme, 2).await.unwrap(), external_id(2));
    for number in [1, 2] {
        is_taken(&store, number, &others).await;
    }
    let event = event(&acme.environment);
    take_up(&store, &acme, &external_id(2)).await;
    assert_eq!(rotate(&store, &acme, 3).await.unwrap(), external_id(3));
    store
        .call_off_rotation(&acme, &event, 7)
        .await
        .unwrap()
        .expect("no connection relies on the new one");
    // Nothing relies on the second any more, so that an import takes its place at once.
    let demo = flow("demo");
    let deleted = store.delete_connection(&acme, &demo, &event, 8);
    assert!(deleted.await.unwrap());
    import(&store, &acme, 4).await.unwrap().expect("imported");
    for number in 1..=4 {
        is_taken(&store, number, &others).await;
    }
    // The tenant's own may come back, and is counted once.
    for number in [1, 3, 2, 1] {
        let tenant = import(&store, &acme, number).await.unwrap().unwrap();
        assert_eq!(tenant.external_id, external_id(number));
    }
}

async fn of_many_who_ask_at_once_one_gets_it(database: Arc<Database>) {
    let stores = [database.store().await, database.store().await];
    for round in 0..8u8 {
        let mut asking = JoinSet::new();
        for n in 0..6u8 {
            let store = stores[usize::from(n % 2)].clone();
            let environment = ["dev", "prod", "test"][usize::from(n % 3)];
            let name = format!("round-{round}-{n}");
            let scope = tenant(&store, environment, &name, 100 + round * 6 + n).await;
            asking.spawn(async move {
                match import(&store, &scope, round).await {
                    Ok(tenant) => u32::from(tenant.is_some()),
                    Err(StoreError::ExternalIdTaken) => 0,
                    Err(other) => panic!("{other}"),
                }
            });
        }
        let got: u32 = asking.join_all().await.into_iter().sum();
        assert_eq!(got, 1, "round {round}");
    }
}

async fn imports_at_once_lose_none(database: Arc<Database>) {
    let stores = [database.store().await, database.store().await];
    let other = tenant(&stores[0], "dev", "other", 255).await;
    for round in 0..8u8 {
        let first = round * 8;
        let acme = tenant(&stores[0], "dev", &format!("acme-{round}"), first).await;
        let mut importing = JoinSet::new();
        for n in 1..=6 {
            let (store, acme) = (stores[usize::from(n % 2)].clone(), acme.clone());
            importing.spawn(async move { import(&store, &acme, first + n).await.unwrap() });
        }
        let imported = importing.join_all().await;
        assert!(imported.iter().all(Option::is_some), "{imported:?}");
        for number in first..=first + 6 {
            is_taken(&stores[0], number, &[&other]).await;
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

/// A trust policy with `StringEqualsIgnoreCase` would let one in for the other.
async fn another_case_is_no_other_id(database: Arc<Database>) {
    let store = database.store().await;
    let acme = tenant(&store, "prod", "acme", 1).await;
    let neighbour = tenant(&store, "prod", "neighbour", 8).await;
    let stranger = tenant(&store, "dev", "acme", 9).await;
    import_text(&store, &acme, "Corp-I4711").await.unwrap();
    let minted = external_id(1).as_str().to_ascii_uppercase();
    for taken in ["Corp-I4711", "corp-i4711", "CORP-I4711", minted.as_str()] {
        for scope in [&neighbour, &stranger] {
            let before = store.tenant(scope).await.unwrap();
            let imported = import_text(&store, scope, taken).await;
            assert!(
                matches!(imported, Err(StoreError::ExternalIdTaken)),
                "{taken} by {scope:?}: {imported:?}"
            );
            assert_eq!(store.tenant(scope).await.unwrap(), before);
        }
        let newcomer = scope("dev", "newcomer");
        let candidate = ExternalId::parse(taken).expect("an external ID");
        let made = store.ensure_tenant(&newcomer, None, candidate, 5).await;
        assert!(matches!(made, Err(StoreError::ExternalIdTaken)), "{made:?}");
    }
    // The tenant's own is, in whatever case.
    for own in ["CORP-i4711", "corp-i4711", "Corp-I4711"] {
        let tenant = import_text(&store, &acme, own).await.unwrap().unwrap();
        assert_eq!(tenant.external_id.as_str(), own);
    }
}

/// Of IDs that differ only in case, each stays its tenant's, and no third tenant gets one.
async fn ids_that_differed_only_in_case_go_on(database: Arc<Database>) {
    let store = database.store().await;
    let [lower, upper, retired, third] = [
        tenant(&store, "dev", "lower", 1).await,
        tenant(&store, "prod", "upper", 2).await,
        tenant(&store, "prod", "retired", 3).await,
        tenant(&store, "dev", "third", 4).await,
    ];
    store.close().await;
    for sql in [
        "DROP TABLE external_id_owners",
        // What later migrations make.
        "DROP INDEX events_tenant_kind",
        "DROP TABLE moved_objects",
        "DROP TABLE ledgers",
        "CREATE TABLE external_id_owners (external_id TEXT NOT NULL PRIMARY KEY, \
         environment TEXT NOT NULL REFERENCES environments (environment), tenant TEXT NOT NULL, since BIGINT NOT NULL)",
        "DELETE FROM _sqlx_migrations WHERE version >= 10",
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
    // Those who used one came before the tenant who no longer did, and of two who used one the earlier.
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
    // A rotation replaces one as any other, and can be called off.
    let event = event(&upper.environment);
    let own = id(store.tenant(&upper).await.unwrap());
    take_up(&store, &upper, &own).await;
    assert_eq!(rotate(&store, &upper, 5).await.unwrap(), external_id(5));
    let back = store.call_off_rotation(&upper, &event, 7).await.unwrap();
    assert_eq!(id(back).as_str(), "CORP-I1");
    let lower_too = rotate(&store, &lower, 6).await.unwrap();
    assert_eq!(lower_too, external_id(6));
}

/// Two environments may have given out the same then: both keep it, and nobody else gets it.
async fn databases_from_before_are_taken_over(database: Arc<Database>) {
    let store = database.store().await;
    let stranger = tenant(&store, "dev", "stranger", 9).await;
    let twins = [
        tenant(&store, "dev", "twin", 10).await,
        tenant(&store, "prod", "twin", 11).await,
    ];
    store.close().await;
    let same = external_id(1);
    let (same, before, retired) = (same.as_str(), external_id(2), external_id(3));
    for sql in [
        "DROP TABLE external_id_owners".to_owned(),
        // What later migrations make.
        "DROP INDEX events_tenant_kind".to_owned(),
        "DROP TABLE moved_objects".to_owned(),
        "DROP TABLE ledgers".to_owned(),
        "CREATE TABLE retired_external_ids (environment TEXT NOT NULL REFERENCES environments (environment), external_id TEXT NOT NULL, \
         tenant TEXT NOT NULL, retired_at BIGINT NOT NULL, PRIMARY KEY (environment, external_id))"
            .to_owned(),
        "DELETE FROM _sqlx_migrations WHERE version >= 9".to_owned(),
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
        is_taken(&store, number, &[&stranger]).await;
    }
    for twin in &twins {
        let tenant = store.tenant(twin).await.unwrap().unwrap();
        assert_eq!(tenant.external_id, external_id(1));
    }
}
