//! Deletions of flows and environments: only empty ones, also while others add to them.

use crate::database::Database;
use crate::fixtures::{
    attempt, checked_flow, connector_update, create_tenant, ensure_flow, environment, event, flow,
    keys_draft, new_connection, report, save, save_events, secret,
};
use domain::{Direction, Outcome};
use serde_json::Map;
use std::sync::Arc;
use store::{
    Actor, CheckFindings, ConnectSession, EnvironmentDeletion, FlowDeletion, NewServerEvent,
    PutConnectorError, ServerAction, SessionKind, StoreError,
};
use tokio::task::JoinSet;

on_both_databases!(
    deletes_only_flows_without_connections,
    a_save_and_a_deletion_at_the_same_time_leave_no_orphan,
    deletes_only_environments_without_flows,
    a_new_flow_and_a_deletion_at_the_same_time_leave_no_orphan,
    keeps_the_latest_sign_ins,
);

async fn deletes_only_flows_without_connections(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let elsewhere = create_tenant(&store, "prod", "acme", 2).await;
    let (demo, event) = (flow("demo"), event(&acme.environment));
    save(&store, &acme, "demo", &keys_draft("my-data"), 5).await;
    let refused = store.delete_flow(&demo, &event, 6).await.unwrap();
    assert_eq!(refused, FlowDeletion::HasConnections);
    assert!(
        store
            .connector(&acme.environment, &demo)
            .await
            .unwrap()
            .is_some()
    );
    let deleted = store
        .delete_connection(&acme, &demo, &event, &event, 7)
        .await;
    assert!(deleted.unwrap());

    let in_vain = attempt(&Map::new(), Some(&report(Outcome::Failed)), 8);
    let recorded = store.record_attempt(
        checked_flow(&store, &acme, &demo).await,
        &in_vain,
        None,
        &event,
        8,
    );
    recorded.await.unwrap();
    let session = ConnectSession {
        scope: acme.clone(),
        kind: SessionKind::Tenant,
        flow: demo.clone(),
        root_tenant: None,
        origin: None,
        locale: None,
        return_url: None,
        asked_by: None,
        created_at: 8,
        expires_at: 90,
    };
    let token = secret("token");
    let created = store.create_session(&session, &token, &event).await;
    created.unwrap();
    let deletion = store.delete_flow(&demo, &event, 9).await.unwrap();
    assert_eq!(deletion, FlowDeletion::Deleted);
    assert_eq!(
        store.connector(&acme.environment, &demo).await.unwrap(),
        None
    );
    assert_eq!(store.latest_attempt(&acme, &demo).await.unwrap(), None);
    let ended = store.find_session(&token).await.unwrap().expect("kept");
    assert_eq!(ended.expires_at, 9);
    let versions = store.connector_versions(&acme.environment, &demo, None, 9);
    assert!(versions.await.unwrap().is_empty());
    let again = store.delete_flow(&demo, &event, 10).await.unwrap();
    assert_eq!(again, FlowDeletion::UnknownFlow);
    let others = store.connector(&elsewhere.environment, &demo).await;
    assert!(
        others.unwrap().is_some(),
        "another environment's flow stays"
    );
}

async fn a_save_and_a_deletion_at_the_same_time_leave_no_orphan(database: Arc<Database>) {
    let stores = [database.store().await, database.store().await];
    let acme = create_tenant(&stores[0], "dev", "acme", 1).await;
    for round in 0..16 {
        let name = format!("flow-{round}");
        ensure_flow(&stores[0], &acme.environment, &name).await;
        let mut tasks = JoinSet::new();
        let (store, scope, flow_name) = (stores[0].clone(), acme.clone(), name.clone());
        tasks.spawn(async move {
            let (flow, passed) = (flow(&flow_name), report(Outcome::Passed));
            let (draft, events) = (keys_draft("my-data"), save_events(&scope.environment));
            let findings = CheckFindings {
                account: None,
                region: None,
                external_id: None,
                report: &passed,
            };
            let new = new_connection(checked_flow(&store, &scope, &flow).await, &draft, findings);
            match store.save_connection(&new, &events, 5).await {
                Ok(_) => true,
                Err(StoreError::UnknownFlow(_)) => false,
                Err(other) => panic!("{other}"),
            }
        });
        let (store, event, flow_name) = (stores[1].clone(), event(&acme.environment), name.clone());
        tasks.spawn(async move {
            let deletion = store.delete_flow(&flow(&flow_name), &event, 5).await;
            deletion.unwrap() == FlowDeletion::Deleted
        });
        let successes = tasks.join_all().await;
        let count = successes.iter().filter(|success| **success).count();
        assert_eq!(count, 1, "one of them was first: {successes:?}");
        let is_connected = stores[0].connection(&acme, &flow(&name)).await.unwrap();
        let connector = stores[0].connector(&acme.environment, &flow(&name)).await;
        assert_eq!(is_connected.is_some(), connector.unwrap().is_some());
    }
}

fn deletion_event() -> NewServerEvent {
    NewServerEvent {
        actor: Actor::Admin("Anna".to_owned()),
        action: ServerAction::EnvironmentDeleted,
        detail: Map::new(),
    }
}

async fn deletes_only_environments_without_flows(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "prod", "acme", 1).await;
    let prod = &acme.environment;
    let (event, server_event) = (event(prod), deletion_event());
    let key = secret("the key of the environment");
    store.create_api_key("ci", &key, &event, 5).await.unwrap();
    let delete = async || {
        let deletion = store.delete_environment(&event, &server_event, 9).await;
        deletion.unwrap()
    };
    assert_eq!(delete().await, EnvironmentDeletion::HasFlows);
    store.delete_flow(&flow("demo"), &event, 6).await.unwrap();
    assert_eq!(delete().await, EnvironmentDeletion::Deleted);
    assert_eq!(delete().await, EnvironmentDeletion::UnknownEnvironment);
    assert!(store.environments().await.unwrap().is_empty());
    let revoked = store.find_api_key(&key).await.unwrap().expect("kept");
    assert_eq!(revoked.revoked_at, Some(9));
    // Nothing can be added to it, and a start of the server does not bring it back.
    let demo = flow("demo");
    let update = connector_update(&demo, Direction::Read, None);
    let put = store.put_connector(&update, &event, 10).await;
    assert!(
        matches!(
            put,
            Err(PutConnectorError::Store(StoreError::UnknownEnvironment(_)))
        ),
        "{put:?}"
    );
    let key = store
        .create_api_key("late", &secret("late"), &event, 10)
        .await;
    assert!(
        matches!(key, Err(StoreError::UnknownEnvironment(_))),
        "{key:?}"
    );
    assert!(!store.ensure_environment(prod, 10).await.unwrap());
    assert!(store.environments().await.unwrap().is_empty());
    // The tenant's external ID stays its own, and it is there again in a new environment of the same ID.
    assert!(store.create_environment(&event, 11).await.unwrap());
    assert!(!store.create_environment(&event, 12).await.unwrap());
    let all = store.environments().await.unwrap();
    assert_eq!(all, std::slice::from_ref(prod));
    assert!(store.tenant(&acme).await.unwrap().is_some());
    let log = store.server_events(None, 9).await.unwrap();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].action, "environment.deleted");
}

async fn a_new_flow_and_a_deletion_at_the_same_time_leave_no_orphan(database: Arc<Database>) {
    let stores = [database.store().await, database.store().await];
    for round in 0..16 {
        let id = environment(&format!("env-{round}"));
        stores[0].ensure_environment(&id, 1).await.unwrap();
        let mut tasks = JoinSet::new();
        let (store, new_event) = (stores[0].clone(), event(&id));
        tasks.spawn(async move {
            let demo = flow("demo");
            let update = connector_update(&demo, Direction::Read, None);
            match store.put_connector(&update, &new_event, 5).await {
                Ok(_) => true,
                Err(PutConnectorError::Store(StoreError::UnknownEnvironment(_))) => false,
                Err(other) => panic!("{other}"),
            }
        });
        let (store, event) = (stores[1].clone(), event(&id));
        tasks.spawn(async move {
            let deletion = store.delete_environment(&event, &deletion_event(), 5).await;
            deletion.unwrap() == EnvironmentDeletion::Deleted
        });
        let successes = tasks.join_all().await;
        let count = successes.iter().filter(|success| **success).count();
        assert_eq!(count, 1, "one of them was first: {successes:?}");
    }
}

async fn keeps_the_latest_sign_ins(database: Arc<Database>) {
    let store = database.store().await;
    let event = |action| NewServerEvent {
        action,
        ..deletion_event()
    };
    for now in 1..=10 {
        for action in [ServerAction::SignedIn, ServerAction::SignInRefused] {
            store.record_sign_in(&event(action), 4, now).await.unwrap();
        }
    }
    let all = store.server_events(None, 99).await.unwrap();
    let times: Vec<_> = all.iter().map(|event| event.at).collect();
    assert_eq!(times, [10, 10, 9, 9, 8, 8, 7, 7]);
    let rest = store.server_events(Some(&all[5].id), 99).await.unwrap();
    assert_eq!(rest.len(), 2);
    assert_eq!(store.purge_sign_ins(9).await.unwrap(), 4);
    assert_eq!(store.server_events(None, 99).await.unwrap().len(), 4);
}
