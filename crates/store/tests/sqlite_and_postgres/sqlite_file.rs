//! What is specific to SQLite: the file, its permissions, its modes and its single writer.

use crate::database::Database;
use crate::fixtures::{create_tenant, keys_draft, save};
use sqlx::{AnyConnection, Connection, Executor};
use std::fs;
use std::time::{Duration, Instant};
use store::{KeyRing, Store, StoreError};

fn new_key_ring() -> KeyRing {
    KeyRing::generate().unwrap().0
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_access_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let database = Database::sqlite();
    let store = database.store().await;
    create_tenant(&store, "dev", "acme", 1).await;
    let folder = database.file().parent().unwrap().to_owned();
    let mut names = Vec::new();
    for file in fs::read_dir(&folder).unwrap() {
        let file = file.unwrap();
        names.push(file.file_name().into_string().unwrap());
        assert_eq!(
            file.metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{names:?}"
        );
    }
    names.sort();
    assert_eq!(
        names,
        [
            "s3 connect.db",
            "s3 connect.db-shm",
            "s3 connect.db-wal",
            "s3 connect.db.lock"
        ],
        "the database is in WAL mode"
    );
    store.close().await;
    assert!(
        !folder.join("s3 connect.db-wal").exists(),
        "only the database and its lock file stay after a clean close"
    );
}

#[tokio::test]
async fn a_writer_waits_for_another_process() {
    let database = Database::sqlite();
    let store = database.store().await;
    let acme = create_tenant(&store, "dev", "acme", 1).await;
    let mut other = AnyConnection::connect(&database.url()).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let start = Instant::now();
    let saving = tokio::spawn(async move {
        save(&store, &acme, "demo", &keys_draft("my-data"), 1).await;
        assert!(store.tenant(&acme).await.unwrap().is_some());
    });
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert!(!saving.is_finished());
    other.execute("COMMIT").await.unwrap();
    saving.await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(700));
}

#[tokio::test]
async fn resolves_unusual_names_and_dots_to_the_right_file() {
    let database = Database::sqlite();
    let real = database.folder().join("a #1? é%");
    fs::create_dir(&real).unwrap();
    let encoded = format!(
        "sqlite://{}/a%20%231%3f%20é%25/x.db",
        database.folder().display()
    );
    Store::open(&encoded, new_key_ring())
        .await
        .unwrap()
        .close()
        .await;
    assert!(real.join("x.db").is_file());
    let dots = format!("sqlite://{}/new/deep/../y.db", database.folder().display());
    Store::open(&dots, new_key_ring())
        .await
        .unwrap()
        .close()
        .await;
    assert!(database.folder().join("new/y.db").is_file());
}

#[tokio::test]
async fn explains_why_a_file_cannot_be_opened_as_a_database() {
    let database = Database::sqlite();
    let folder = database.folder().display().to_string();
    fs::write(
        database.folder().join("notes.txt"),
        "not a database, only a long enough text of somebody's notes\n".repeat(40),
    )
    .unwrap();
    for (url, expected) in [
        (format!("sqlite://{folder}/notes.txt"), "not a database"),
        (
            format!("sqlite://{folder}/notes.txt/x.db"),
            "cannot be opened",
        ),
        (format!("sqlite://{folder}"), "cannot be opened"),
    ] {
        let error = Store::open(&url, new_key_ring()).await.expect_err(&url);
        assert!(
            matches!(error, StoreError::Open { .. } | StoreError::Migrate { .. }),
            "{error:?}"
        );
        assert!(error.to_string().contains(expected), "{error}");
    }
    assert!(matches!(
        Store::open("sqlite::memory:", new_key_ring()).await,
        Err(StoreError::DatabaseUrl(_))
    ));
}
