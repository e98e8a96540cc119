//! What is particular to SQLite: the file, its rights, its modes and its one writer.

use crate::database::Database;
use crate::samples::{keys_draft, save, tenant};
use sqlx::{AnyConnection, Connection, Executor};
use std::fs;
use std::time::{Duration, Instant};
use store::{KeyRing, Store, StoreError};

fn ring() -> KeyRing {
    KeyRing::generate().unwrap().0
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let database = Database::sqlite();
    let store = database.store().await;
    tenant(&store, "dev", "acme", 1).await;
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
        "in WAL mode"
    );
    store.close().await;
    assert!(
        !folder.join("s3 connect.db-wal").exists(),
        "a clean end leaves one file and the lock"
    );
}

#[tokio::test]
async fn a_writer_waits_for_another_process() {
    let database = Database::sqlite();
    let store = database.store().await;
    let acme = tenant(&store, "dev", "acme", 1).await;
    let mut other = AnyConnection::connect(&database.url()).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let began = Instant::now();
    let saving = tokio::spawn(async move {
        save(&store, &acme, "demo", &keys_draft("my-data"), 1).await;
        assert!(store.tenant(&acme).await.unwrap().is_some());
    });
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert!(!saving.is_finished());
    other.execute("COMMIT").await.unwrap();
    saving.await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(700));
}

#[tokio::test]
async fn odd_names_and_links_lead_to_one_file() {
    let database = Database::sqlite();
    let real = database.folder().join("a #1? é%");
    fs::create_dir(&real).unwrap();
    let encoded = format!(
        "sqlite://{}/a%20%231%3f%20é%25/x.db",
        database.folder().display()
    );
    Store::open(&encoded, ring()).await.unwrap().close().await;
    assert!(real.join("x.db").is_file());
    let dots = format!("sqlite://{}/new/deep/../y.db", database.folder().display());
    Store::open(&dots, ring()).await.unwrap().close().await;
    assert!(database.folder().join("new/y.db").is_file());
}

#[tokio::test]
async fn what_is_no_database_is_refused_in_plain_words() {
    let database = Database::sqlite();
    let folder = database.folder().display().to_string();
    fs::write(
        database.folder().join("notes.txt"),
        "not a database, only a long enough text of somebody's notes\n".repeat(40),
    )
    .unwrap();
    for (url, words) in [
        (format!("sqlite://{folder}/notes.txt"), "not a database"),
        (
            format!("sqlite://{folder}/notes.txt/x.db"),
            "cannot be opened",
        ),
        (format!("sqlite://{folder}"), "cannot be opened"),
    ] {
        let error = Store::open(&url, ring()).await.expect_err(&url);
        assert!(
            matches!(error, StoreError::Open { .. } | StoreError::Migrate { .. }),
            "{error:?}"
        );
        assert!(error.to_string().contains(words), "{error}");
    }
    assert!(matches!(
        Store::open("sqlite::memory:", ring()).await,
        Err(StoreError::Address(_))
    ));
}
