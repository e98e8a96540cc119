//! What somebody who has the database can and cannot do with it.

use crate::database::Database;
use crate::fixtures::{
    SECRET, VENDOR_SECRET, create_tenant, draft_to_text, environment, event, flow, keys_draft,
    role_draft, save, secret,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret;
use std::sync::Arc;
use store::{Actor, ConnectSession, KeyRing, SessionKind, Store, StoreError, TenantScope};

on_both_databases!(
    the_database_contains_no_secret_in_plain_text,
    refuses_a_secret_that_was_moved,
    distinguishes_another_master_key_from_a_changed_secret,
    a_new_key_decrypts_everything_after_reseal,
);

async fn the_database_contains_no_secret_in_plain_text(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let (admin, api, token) = (
        "admin-key-Zm9vYmFy",
        "api-key-cXV4cXV1",
        "token-Y29ycnVzY2F0ZQ",
    );
    store.set_admin_key(&secret(admin), 1).await.unwrap();
    store
        .add_api_key(&environment("dev"), "ci", &secret(api), &Actor::Server, 1)
        .await
        .unwrap();
    let session = ConnectSession {
        scope: acme.clone(),
        kind: SessionKind::Tenant,
        flow: flow("demo"),
        root_tenant: None,
        origin: None,
        locale: None,
        return_url: None,
        asked_by: None,
        created_at: 1,
        expires_at: 2,
    };
    store
        .create_session(&session, &secret(token), &event(&environment("dev")))
        .await
        .unwrap();
    save(&store, &acme, "demo", &keys_draft("my-data"), 1).await;
    let while_open = database.bytes().await;
    store.close().await;
    let after_close = database.bytes().await;
    for bytes in [while_open, after_close] {
        let contains = |text: &str| {
            bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes())
        };
        assert!(
            contains("AKIAIOSFODNN7EXAMPLE") && contains("my-data"),
            "the search finds values that are not secret"
        );
        for secret in [admin, api, token, SECRET, VENDOR_SECRET] {
            assert!(!contains(secret), "{secret}");
            assert!(!contains(&STANDARD.encode(secret)), "{secret} in base64");
        }
    }
}

async fn decryption_error(store: &Store, scope: &TenantScope, flow_id: &str) -> StoreError {
    store
        .connection_draft(scope, &flow(flow_id))
        .await
        .expect_err("must not decrypt")
}

async fn refuses_a_secret_that_was_moved(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let others = [
        create_tenant(&store, "dev", "globex", 2).await,
        create_tenant(&store, "prod", "acme", 3).await,
    ];
    for scope in others.iter().chain([&acme]) {
        save(&store, scope, "demo", &keys_draft("my-data"), 1).await;
    }
    save(&store, &acme, "other", &keys_draft("my-data"), 1).await;
    let secret_of_acme = "(SELECT sealed_secret FROM connections WHERE environment = 'dev' AND tenant = 'acme' AND flow = 'demo')";
    for (target, scope, flow_id) in [
        (
            "environment = 'dev' AND tenant = 'globex'",
            &others[0],
            "demo",
        ),
        ("environment = 'prod'", &others[1], "demo"),
        (
            "environment = 'dev' AND tenant = 'acme' AND flow = 'other'",
            &acme,
            "other",
        ),
    ] {
        assert!(store.connection_draft(scope, &flow(flow_id)).await.is_ok());
        assert_eq!(
            database
                .tamper(&format!(
                    "UPDATE connections SET sealed_secret = {secret_of_acme} WHERE {target}"
                ))
                .await,
            1
        );
        let error = decryption_error(&store, scope, flow_id).await;
        assert!(
            matches!(
                error,
                StoreError::Tampered {
                    table: "connections",
                    column: "sealed_secret"
                }
            ),
            "{target}: {error}"
        );
        assert!(
            store
                .connection(scope, &flow(flow_id))
                .await
                .unwrap()
                .is_some(),
            "the other columns can still be read"
        );
    }
    database
        .tamper("UPDATE connections SET sealed_vendor_fields = sealed_secret WHERE flow = 'demo'")
        .await;
    let error = decryption_error(&store, &acme, "demo").await;
    assert!(
        matches!(
            error,
            StoreError::Tampered {
                column: "sealed_vendor_fields",
                ..
            }
        ),
        "another column: {error}"
    );
    save(&store, &acme, "demo", &keys_draft("my-data"), 2).await;
    database.tamper("UPDATE connections SET flow = 'renamed' WHERE environment = 'dev' AND tenant = 'acme' AND flow = 'demo'").await;
    let error = decryption_error(&store, &acme, "renamed").await;
    assert!(
        matches!(error, StoreError::Tampered { .. }),
        "a whole row moved: {error}"
    );
}

async fn distinguishes_another_master_key_from_a_changed_secret(database: Arc<Database>) {
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    save(&store, &acme, "demo", &keys_draft("my-data"), 1).await;
    save(&store, &acme, "role", &role_draft("my-data"), 1).await;
    let stranger = database.store().await;
    let error = decryption_error(&stranger, &acme, "demo").await;
    assert!(
        matches!(
            error,
            StoreError::OtherMasterKey {
                table: "connections",
                column: "sealed_secret"
            }
        ),
        "{error}"
    );
    assert!(
        error
            .to_string()
            .contains("encrypted with another master key"),
        "{error}"
    );
    assert!(matches!(
        stranger.reseal().await,
        Err(StoreError::OtherMasterKey { .. })
    ));
    assert!(
        stranger
            .connection(&acme, &flow("demo"))
            .await
            .unwrap()
            .is_some(),
        "the other columns can be read without the key"
    );
    assert!(
        stranger
            .connection_draft(&acme, &flow("role"))
            .await
            .is_ok(),
        "a role has no secret"
    );
    for (sealed, column) in [
        ("'junk'", "sealed_secret"),
        ("NULL", "sealed_secret"),
        ("'v1.aa.@'", "sealed_secret"),
    ] {
        database
            .tamper(&format!(
                "UPDATE connections SET sealed_secret = {sealed} WHERE flow = 'demo'"
            ))
            .await;
        let error = decryption_error(&store, &acme, "demo").await;
        let names_the_column = matches!(error, StoreError::Corrupt { column: found, .. } | StoreError::OtherMasterKey { column: found, .. } if found == column);
        assert!(names_the_column, "{sealed}: {error}");
    }
}

async fn a_new_key_decrypts_everything_after_reseal(database: Arc<Database>) {
    let (ring, old) = KeyRing::generate().unwrap();
    let (_, new) = KeyRing::generate().unwrap();
    let (old, new) = (old.expose_secret(), new.expose_secret());
    let store = database.open(ring).await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    save(&store, &acme, "one", &keys_draft("my-data"), 1).await;
    save(&store, &acme, "two", &keys_draft("my-data"), 1).await;
    save(&store, &acme, "role", &role_draft("my-data"), 1).await;
    store.close().await;
    let both = database
        .open(KeyRing::parse(&format!("{new},{old}")).unwrap())
        .await;
    let draft = async |store: &Store, flow_id: &str| {
        store
            .connection_draft(&acme, &flow(flow_id))
            .await
            .map(|found| draft_to_text(&found.unwrap().1))
    };
    assert_eq!(
        draft(&both, "one").await.unwrap(),
        draft_to_text(&keys_draft("my-data"))
    );
    save(&both, &acme, "two", &keys_draft("other"), 2).await;
    let only_new = database.open(KeyRing::parse(new).unwrap()).await;
    assert!(matches!(
        draft(&only_new, "one").await,
        Err(StoreError::OtherMasterKey { .. })
    ));
    assert_eq!(
        draft(&only_new, "two").await.unwrap(),
        draft_to_text(&keys_draft("other")),
        "the first key of the ring encrypts"
    );
    assert_eq!(both.reseal().await.unwrap(), 1);
    assert_eq!(both.reseal().await.unwrap(), 0);
    assert_eq!(
        draft(&only_new, "one").await.unwrap(),
        draft_to_text(&keys_draft("my-data"))
    );
    let connection = only_new
        .connection(&acme, &flow("one"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (connection.version, connection.updated_at),
        (1, 1),
        "resealing does not count as a change of the connection"
    );
}
