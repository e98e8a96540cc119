//! Opening a database: again, concurrently, and when that is impossible.

use crate::database::Database;
use crate::fixtures::{
    create_tenant, draft_to_text, environment, external_id, flow, keys_draft, save, scope, secret,
};
use secrecy::ExposeSecret;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Actor, KeyRing, Store, StoreError};
use tokio::task::JoinSet;

on_both_databases!(
    a_restart_loses_nothing,
    several_processes_can_open_a_new_database_at_once,
    refuses_a_database_of_a_newer_version
);

async fn a_restart_loses_nothing(database: Arc<Database>) {
    let (ring, key) = KeyRing::generate().unwrap();
    let store = database.open(ring).await;
    store.ping().await.unwrap();
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    store.set_admin_key(&secret("admin"), 1).await.unwrap();
    store
        .add_api_key(&acme.environment, "ci", &secret("api"), &Actor::Server, 1)
        .await
        .unwrap();
    let saved = save(&store, &acme, "demo", &keys_draft("my-data"), 1)
        .await
        .connection;
    store.close().await;
    assert!(store.ping().await.is_err(), "closed");
    let store = database
        .open(KeyRing::parse(key.expose_secret()).unwrap())
        .await;
    assert!(store.is_admin_key(&secret("admin")).await.unwrap());
    let key = store.find_api_key(&secret("api")).await.unwrap().unwrap();
    assert_eq!(
        (key.environment, key.name.as_str()),
        (environment("dev"), "ci")
    );
    assert_eq!(
        store
            .ensure_tenant(&acme, None, external_id(9), 9)
            .await
            .unwrap()
            .external_id,
        external_id(1)
    );
    let (connection, draft) = store
        .connection_draft(&acme, &flow("demo"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(connection, saved);
    assert_eq!(draft_to_text(&draft), draft_to_text(&keys_draft("my-data")));
}

async fn several_processes_can_open_a_new_database_at_once(database: Arc<Database>) {
    let mut opening = JoinSet::new();
    for n in 0..8u8 {
        let database = Arc::clone(&database);
        opening.spawn(async move {
            let store = database.store().await;
            create_tenant(&store, "dev", &format!("tenant-{n}"), n).await;
            store
        });
    }
    let stores = opening.join_all().await;
    for n in 0..8u8 {
        assert!(
            stores[0]
                .tenant(&scope("dev", &format!("tenant-{n}")))
                .await
                .unwrap()
                .is_some()
        );
    }
}

async fn refuses_a_database_of_a_newer_version(database: Arc<Database>) {
    database.store().await.close().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         SELECT 9999, description, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
    assert_eq!(database.tamper(newer).await, 1);
    let error = Store::open(&database.url(), KeyRing::generate().unwrap().0)
        .await
        .expect_err("newer");
    assert!(matches!(error, StoreError::Migrate { .. }), "{error:?}");
    assert!(error.to_string().contains("newer version"), "{error}");
}

#[tokio::test]
async fn reports_an_unreachable_database_at_once_and_without_its_password() {
    for url in [
        "postgres://me:hunter2@127.0.0.1:1/app",
        "postgres://me:hunter2@127.0.0.1:1/app?sslmode=hunter2",
        "postgres://me:hunter2#x@127.0.0.1/app",
        "postgres://me:hunter2@127.0.0.1:port/app",
        "mysql://me:hunter2@127.0.0.1/app",
    ] {
        let start = Instant::now();
        let error = Store::open(url, KeyRing::generate().unwrap().0)
            .await
            .expect_err(url);
        assert!(start.elapsed() < Duration::from_secs(5), "{url}");
        for text in [error.to_string(), format!("{error:?}")] {
            assert!(!text.contains("hunter2"), "{text}");
        }
    }
}

#[tokio::test]
async fn quotes_the_error_of_postgres() {
    let Database::Postgres { server, name } = Database::postgres().await else {
        panic!("postgres")
    };
    let database = Database::Postgres {
        server: server.clone(),
        name: format!("{name}_missing"),
    };
    let error = Store::open(&database.url(), KeyRing::generate().unwrap().0)
        .await
        .expect_err("missing");
    assert!(error.to_string().contains("does not exist"), "{error}");
    crate::database::run_on(Database::Postgres { server, name }, |_| async {}).await;
}
