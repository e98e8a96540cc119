//! Connect sessions.

use crate::database::Database;
use crate::samples::{
    actions, environment, event, event_of, flow, scope, secret, tenant, tenant_id,
};
use std::sync::Arc;
use store::{ConnectSession, SessionKind, StoreError, TenantScope};

both!(
    a_token_opens_its_session,
    links_handed_on_end_and_no_others,
    the_latest_links_handed_on_can_be_spared,
    a_link_is_handed_on_unless_too_many_were_lately,
    all_of_a_tenants_links_end,
    links_from_before_there_were_kinds_are_the_tenants,
    long_expired_sessions_are_forgotten
);

fn session(scope: &TenantScope, expires_at: i64) -> ConnectSession {
    ConnectSession {
        scope: scope.clone(),
        kind: SessionKind::Tenant,
        flow: flow("demo"),
        root_tenant: Some(tenant_id("acme")),
        origin: Some("https://app.example.com".to_owned()),
        locale: None,
        created_at: 5,
        expires_at,
    }
}

async fn a_token_opens_its_session(database: Arc<Database>) {
    let store = database.store().await;
    let without = store
        .create_session(
            &session(&scope("dev", "acme"), 10),
            &secret("token"),
            &event(&environment("dev")),
        )
        .await;
    assert!(
        matches!(without, Err(StoreError::UnknownOwner)),
        "{without:?}"
    );
    let acme = tenant(&store, "dev", "acme", 1).await;
    let globex = tenant(&store, "prod", "globex", 2).await;
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
    assert!(again.is_err(), "a token opens one session for ever");
}

async fn links_handed_on_end_and_no_others(database: Arc<Database>) {
    let store = database.store().await;
    let acme = tenant(&store, "dev", "acme", 1).await;
    let globex = tenant(&store, "dev", "globex", 2).await;
    let elsewhere = tenant(&store, "prod", "acme", 3).await;
    let handed = |scope: &TenantScope, expires_at| ConnectSession {
        kind: SessionKind::Forwarded,
        ..session(scope, expires_at)
    };
    for (token, session) in [
        ("handed", handed(&acme, 90)),
        ("handed twice", handed(&acme, 80)),
        ("over", handed(&acme, 10)),
        ("tenant", session(&acme, 90)),
        ("stranger", handed(&globex, 90)),
        ("elsewhere", handed(&elsewhere, 90)),
        (
            "other flow",
            ConnectSession {
                flow: flow("other"),
                ..handed(&acme, 90)
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
        ("handed", 20),
        ("handed twice", 20),
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

async fn the_latest_links_handed_on_can_be_spared(database: Arc<Database>) {
    let store = database.store().await;
    let acme = tenant(&store, "dev", "acme", 1).await;
    let globex = tenant(&store, "dev", "globex", 2).await;
    let handed = |scope: &TenantScope, created_at| ConnectSession {
        kind: SessionKind::Forwarded,
        created_at,
        ..session(scope, 90)
    };
    for at in 1..=5 {
        let token = secret(&at.to_string());
        store
            .create_session(&handed(&acme, at), &token, &event(&environment("dev")))
            .await
            .unwrap();
    }
    for (token, session) in [
        ("stranger", handed(&globex, 1)),
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

async fn a_link_is_handed_on_unless_too_many_were_lately(database: Arc<Database>) {
    let store = database.store().await;
    let acme = tenant(&store, "dev", "acme", 1).await;
    let globex = tenant(&store, "dev", "globex", 2).await;
    let handed = |scope: &TenantScope, created_at| ConnectSession {
        kind: SessionKind::Forwarded,
        created_at,
        ..session(scope, 90)
    };
    let create = async |scope: &TenantScope, at, since, most| {
        let token = secret(&format!("{} {at}", scope.tenant));
        let made = handed(scope, at);
        store
            .create_forwarded_session(
                &made,
                &token,
                None,
                (since, most),
                &event(&made.scope.environment),
            )
            .await
            .unwrap()
    };
    for at in 1..=3 {
        assert!(create(&acme, at, 0, 3).await, "{at}");
    }
    assert!(!create(&acme, 4, 0, 3).await, "three since then");
    assert!(create(&globex, 4, 0, 3).await, "another tenant's");
    let ended = store.end_links(&acme, |_| event(&acme.environment), 5);
    assert_eq!(ended.await.unwrap(), 3);
    assert!(!create(&acme, 6, 0, 3).await, "also those that ended count");
    assert!(create(&acme, 7, 1, 3).await, "two since then");
    // The oldest ends where more are good than that.
    assert!(create(&acme, 8, 7, 1).await);
    let found = store.find_session(&secret("acme 7")).await.unwrap();
    assert_eq!(found.unwrap().expires_at, 8);
    let lost = handed(&scope("dev", "nobody"), 9);
    let event = event(&lost.scope.environment);
    let lost = store
        .create_forwarded_session(&lost, &secret("lost"), None, (0, 3), &event)
        .await;
    assert!(matches!(lost, Err(StoreError::UnknownOwner)), "{lost:?}");
}

async fn all_of_a_tenants_links_end(database: Arc<Database>) {
    let store = database.store().await;
    let acme = tenant(&store, "dev", "acme", 1).await;
    let globex = tenant(&store, "dev", "globex", 2).await;
    let elsewhere = tenant(&store, "prod", "acme", 3).await;
    let handed = ConnectSession {
        kind: SessionKind::Forwarded,
        ..session(&acme, 90)
    };
    let other_flow = ConnectSession {
        flow: flow("other"),
        ..session(&acme, 80)
    };
    let (of_globex, of_prod) = (session(&globex, 90), session(&elsewhere, 90));
    for (token, session) in [
        ("handed", &handed),
        ("other flow", &other_flow),
        ("over", &session(&acme, 20)),
        ("stranger", &of_globex),
        ("elsewhere", &of_prod),
    ] {
        store
            .create_session(session, &secret(token), &event(&environment("dev")))
            .await
            .unwrap();
    }
    let open = async |scope, limit| store.open_links(scope, 20, limit).await.unwrap();
    assert_eq!(open(&acme, 9).await, [handed.clone(), other_flow]);
    assert_eq!(open(&acme, 1).await, [handed]);
    for ended in [2, 0] {
        let event = |told| {
            assert_eq!(told, ended);
            event_of(&environment("dev"), "link.ended")
        };
        assert_eq!(store.end_links(&acme, event, 20).await.unwrap(), ended);
    }
    let actions = actions(&store, &environment("dev")).await;
    let ended = actions.iter().filter(|action| *action == "link.ended");
    assert_eq!(ended.count(), 1, "where none ended there is no event");
    assert_eq!(open(&acme, 9).await, []);
    let ended = store.find_session(&secret("handed")).await.unwrap();
    assert_eq!(ended.unwrap().expires_at, 20, "found as expired");
    assert_eq!(open(&globex, 9).await, [of_globex]);
    assert_eq!(open(&elsewhere, 9).await, [of_prod]);
}

async fn links_from_before_there_were_kinds_are_the_tenants(database: Arc<Database>) {
    let store = database.store().await;
    let acme = tenant(&store, "dev", "acme", 1).await;
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

async fn long_expired_sessions_are_forgotten(database: Arc<Database>) {
    let store = database.store().await;
    let acme = tenant(&store, "dev", "acme", 1).await;
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
        "expired ones stay findable for a while"
    );
    assert!(store.find_session(&secret("new")).await.unwrap().is_some());
}
