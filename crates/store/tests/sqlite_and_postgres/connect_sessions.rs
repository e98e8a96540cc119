//! Connect sessions and forwarded links.

use crate::database::Database;
use crate::fixtures::{
    create_tenant, ensure_flow, environment, event, event_with_action, flow, logged_actions, scope,
    secret, tenant_id,
};
use std::sync::Arc;
use store::{ConnectSession, SessionKind, StoreError, TenantScope};

on_both_databases!(
    a_token_finds_its_own_session,
    ends_only_the_forwarded_links_of_one_flow,
    the_latest_forwarded_links_can_stay_valid,
    refuses_too_many_forwarded_links_in_a_period,
    ends_all_links_of_one_tenant,
    sessions_older_than_the_kind_column_are_the_tenants,
    purges_sessions_that_expired_before_a_given_time
);

fn session(scope: &TenantScope, expires_at: i64) -> ConnectSession {
    ConnectSession {
        scope: scope.clone(),
        kind: SessionKind::Tenant,
        flow: flow("demo"),
        root_tenant: Some(tenant_id("acme")),
        origin: Some("https://app.example.com".to_owned()),
        locale: None,
        return_url: None,
        asked_by: None,
        created_at: 5,
        expires_at,
    }
}

async fn a_token_finds_its_own_session(database: Arc<Database>) {
    let store = database.store().await;
    let refused = store
        .create_session(
            &session(&scope("dev", "acme"), 10),
            &secret("token"),
            &event(&environment("dev")),
        )
        .await;
    assert!(
        matches!(refused, Err(StoreError::UnknownTenant(_))),
        "{refused:?}"
    );
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let globex = create_tenant(&store, "prod", "globex", 2).await;
    let first = session(&acme, 10);
    let second = ConnectSession {
        kind: SessionKind::Forwarded,
        root_tenant: None,
        origin: None,
        locale: Some("de".to_owned()),
        ..session(&globex, 20)
    };
    store
        .create_session(&first, &secret("token-1"), &event(&environment("dev")))
        .await
        .unwrap();
    store
        .create_session(&second, &secret("token-2"), &event(&environment("dev")))
        .await
        .unwrap();
    assert_eq!(
        store.find_session(&secret("token-1")).await.unwrap(),
        Some(first)
    );
    assert_eq!(
        store.find_session(&secret("token-2")).await.unwrap(),
        Some(second.clone())
    );
    for unknown in ["token-3", "token-", "", "TOKEN-1"] {
        assert_eq!(
            store.find_session(&secret(unknown)).await.unwrap(),
            None,
            "{unknown}"
        );
    }
    let again = store
        .create_session(&second, &secret("token-1"), &event(&environment("dev")))
        .await;
    assert!(again.is_err(), "a token belongs to one session forever");
}

async fn ends_only_the_forwarded_links_of_one_flow(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let globex = create_tenant(&store, "dev", "globex", 2).await;
    ensure_flow(&store, &acme.environment, "other").await;
    let elsewhere = create_tenant(&store, "prod", "acme", 3).await;
    let forwarded = |scope: &TenantScope, expires_at| ConnectSession {
        kind: SessionKind::Forwarded,
        ..session(scope, expires_at)
    };
    for (token, session) in [
        ("forwarded", forwarded(&acme, 90)),
        ("forwarded again", forwarded(&acme, 80)),
        ("over", forwarded(&acme, 10)),
        ("tenant", session(&acme, 90)),
        ("stranger", forwarded(&globex, 90)),
        ("elsewhere", forwarded(&elsewhere, 90)),
        (
            "other flow",
            ConnectSession {
                flow: flow("other"),
                ..forwarded(&acme, 90)
            },
        ),
    ] {
        store
            .create_session(&session, &secret(token), &event(&environment("dev")))
            .await
            .unwrap();
    }
    let ended = store.end_forwarded_links(&acme, &flow("demo"), 0, 20).await;
    assert_eq!(ended.unwrap(), 2);
    for (token, expires_at) in [
        ("forwarded", 20),
        ("forwarded again", 20),
        ("over", 10),
        ("tenant", 90),
        ("stranger", 90),
        ("elsewhere", 90),
        ("other flow", 90),
    ] {
        let found = store.find_session(&secret(token)).await.unwrap().unwrap();
        assert_eq!(found.expires_at, expires_at, "{token}");
    }
}

async fn the_latest_forwarded_links_can_stay_valid(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let globex = create_tenant(&store, "dev", "globex", 2).await;
    let forwarded = |scope: &TenantScope, created_at| ConnectSession {
        kind: SessionKind::Forwarded,
        created_at,
        ..session(scope, 90)
    };
    for at in 1..=5 {
        let token = secret(&at.to_string());
        store
            .create_session(&forwarded(&acme, at), &token, &event(&environment("dev")))
            .await
            .unwrap();
    }
    for (token, session) in [
        ("stranger", forwarded(&globex, 1)),
        ("tenant", session(&acme, 90)),
    ] {
        store
            .create_session(&session, &secret(token), &event(&environment("dev")))
            .await
            .unwrap();
    }
    let demo = flow("demo");
    assert_eq!(
        store
            .end_forwarded_links(&acme, &demo, 2, 20)
            .await
            .unwrap(),
        3
    );
    assert_eq!(
        store
            .end_forwarded_links(&acme, &demo, 2, 20)
            .await
            .unwrap(),
        0
    );
    for (token, expires_at) in [
        ("1", 20),
        ("2", 20),
        ("3", 20),
        ("4", 90),
        ("5", 90),
        ("stranger", 90),
        ("tenant", 90),
    ] {
        let found = store.find_session(&secret(token)).await.unwrap().unwrap();
        assert_eq!(found.expires_at, expires_at, "{token}");
    }
}

async fn refuses_too_many_forwarded_links_in_a_period(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let globex = create_tenant(&store, "dev", "globex", 2).await;
    let forwarded = |scope: &TenantScope, created_at| ConnectSession {
        kind: SessionKind::Forwarded,
        created_at,
        ..session(scope, 90)
    };
    let create = async |scope: &TenantScope, at, since, max_links| {
        let token = secret(&format!("{} {at}", scope.tenant));
        let session = forwarded(scope, at);
        store
            .create_forwarded_session(
                &session,
                &token,
                None,
                (since, max_links),
                &event(&session.scope.environment),
            )
            .await
            .unwrap()
    };
    for at in 1..=3 {
        assert!(create(&acme, at, 0, 3).await, "{at}");
    }
    assert!(
        !create(&acme, 4, 0, 3).await,
        "three links exist since then"
    );
    assert!(
        create(&globex, 4, 0, 3).await,
        "another tenant has its own limit"
    );
    let ended = store.end_links(&acme, |_| event(&acme.environment), 5);
    assert_eq!(ended.await.unwrap(), 3);
    assert!(!create(&acme, 6, 0, 3).await, "links that ended count too");
    assert!(create(&acme, 7, 1, 3).await, "two links exist since then");
    // A lower maximum ends the oldest valid links.
    assert!(create(&acme, 8, 7, 1).await);
    let found = store.find_session(&secret("acme 7")).await.unwrap();
    assert_eq!(found.unwrap().expires_at, 8);
    let unknown = forwarded(&scope("dev", "nobody"), 9);
    let event = event(&unknown.scope.environment);
    let refused = store
        .create_forwarded_session(&unknown, &secret("unknown"), None, (0, 3), &event)
        .await;
    assert!(
        matches!(refused, Err(StoreError::UnknownTenant(_))),
        "{refused:?}"
    );
}

async fn ends_all_links_of_one_tenant(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let globex = create_tenant(&store, "dev", "globex", 2).await;
    ensure_flow(&store, &acme.environment, "other").await;
    let elsewhere = create_tenant(&store, "prod", "acme", 3).await;
    let forwarded = ConnectSession {
        kind: SessionKind::Forwarded,
        ..session(&acme, 90)
    };
    let other_flow = ConnectSession {
        flow: flow("other"),
        ..session(&acme, 80)
    };
    let (session_of_globex, session_of_prod) = (session(&globex, 90), session(&elsewhere, 90));
    for (token, session) in [
        ("forwarded", &forwarded),
        ("other flow", &other_flow),
        ("over", &session(&acme, 20)),
        ("stranger", &session_of_globex),
        ("elsewhere", &session_of_prod),
    ] {
        store
            .create_session(session, &secret(token), &event(&environment("dev")))
            .await
            .unwrap();
    }
    let active = async |scope, limit| store.active_links(scope, 20, limit).await.unwrap();
    assert_eq!(active(&acme, 9).await, [forwarded.clone(), other_flow]);
    assert_eq!(active(&acme, 1).await, [forwarded]);
    for ended in [2, 0] {
        let event = |count| {
            assert_eq!(count, ended);
            event_with_action(&environment("dev"), "link.ended")
        };
        assert_eq!(store.end_links(&acme, event, 20).await.unwrap(), ended);
    }
    let actions = logged_actions(&store, &environment("dev")).await;
    let ended = actions.iter().filter(|action| *action == "link.ended");
    assert_eq!(ended.count(), 1, "there is no event if no link ended");
    assert_eq!(active(&acme, 9).await, []);
    let ended = store.find_session(&secret("forwarded")).await.unwrap();
    assert_eq!(ended.unwrap().expires_at, 20, "it counts as expired");
    assert_eq!(active(&globex, 9).await, [session_of_globex]);
    assert_eq!(active(&elsewhere, 9).await, [session_of_prod]);
}

async fn sessions_older_than_the_kind_column_are_the_tenants(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let session = session(&acme, 90);
    store
        .create_session(&session, &secret("token"), &event(&environment("dev")))
        .await
        .unwrap();
    store.close().await;
    for sql in [
        "DELETE FROM _sqlx_migrations WHERE version = 2",
        "DROP INDEX connections_bucket",
        "DROP INDEX sessions_tenant",
        "ALTER TABLE sessions DROP COLUMN kind",
    ] {
        database.tamper(sql).await;
    }
    let store = database.store().await;
    let found = store.find_session(&secret("token")).await.unwrap();
    assert_eq!(found, Some(session));
}

async fn purges_sessions_that_expired_before_a_given_time(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    for (token, expires_at) in [("old", 10), ("edge", 20), ("new", 30)] {
        store
            .create_session(
                &session(&acme, expires_at),
                &secret(token),
                &event(&environment("dev")),
            )
            .await
            .unwrap();
    }
    assert_eq!(store.purge_sessions(20).await.unwrap(), 1);
    assert_eq!(store.purge_sessions(20).await.unwrap(), 0);
    assert_eq!(store.find_session(&secret("old")).await.unwrap(), None);
    assert!(
        store.find_session(&secret("edge")).await.unwrap().is_some(),
        "recently expired sessions can still be found"
    );
    assert!(store.find_session(&secret("new")).await.unwrap().is_some());
}
