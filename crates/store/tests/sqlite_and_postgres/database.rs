//! A fresh database for each test, which is deleted when the test ends.

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, Row};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use store::{KeyRing, Store};
use tempfile::TempDir;

pub enum Database {
    Sqlite { folder: TempDir },
    Postgres { server: String, name: String },
}

/// Runs a test and deletes its database, even if the test fails.
pub async fn run_on<F: Future<Output = ()> + Send + 'static>(
    database: Database,
    test: impl FnOnce(Arc<Database>) -> F,
) {
    let database = Arc::new(database);
    let result = tokio::spawn(test(Arc::clone(&database))).await;
    // An SQLite database is deleted together with its `TempDir`.
    if let Database::Postgres { server, name } = &*database {
        execute(server, &format!("DROP DATABASE {name} WITH (FORCE)"))
            .await
            .expect("drop the test's database");
    }
    if let Err(error) = result {
        std::panic::resume_unwind(error.into_panic());
    }
}

impl Database {
    pub fn sqlite() -> Self {
        Self::Sqlite {
            folder: TempDir::new().expect("temporary folder"),
        }
    }

    pub async fn postgres() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("TEST_POSTGRES_URL").expect(
            "TEST_POSTGRES_URL is not set. Set it to the address of a running PostgreSQL whose user is allowed to create databases, \
             such as postgres://postgres@127.0.0.1:5432/postgres",
        );
        let nanos = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("time")
            .as_nanos();
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("s3_connect_test_{}_{nanos}_{count}", std::process::id());
        execute(&server, &format!("CREATE DATABASE {name}"))
            .await
            .expect("create the test's database");
        Self::Postgres { server, name }
    }

    pub fn url(&self) -> String {
        match self {
            Self::Sqlite { .. } => format!("sqlite://{}", self.file().display()),
            Self::Postgres { server, name } => {
                let (scheme, rest) = server.split_once("://").expect("address");
                let (rest, query) = rest
                    .split_once('?')
                    .map_or((rest, String::new()), |(rest, query)| {
                        (rest, format!("?{query}"))
                    });
                let authority = rest.split('/').next().unwrap_or_default();
                format!("{scheme}://{authority}/{name}{query}")
            }
        }
    }

    pub fn folder(&self) -> &Path {
        match self {
            Self::Sqlite { folder } => folder.path(),
            Self::Postgres { .. } => panic!("a PostgreSQL test has no folder"),
        }
    }

    /// Returns the path of the SQLite file. Its folder does not exist until the database is opened.
    pub fn file(&self) -> PathBuf {
        self.folder().join("data").join("s3 connect.db")
    }

    pub async fn open(&self, keys: KeyRing) -> Store {
        Store::open(&self.url(), keys).await.expect("open")
    }

    /// Opens the database with new keys that are not saved, for tests that open it once.
    pub async fn store(&self) -> Store {
        self.open(KeyRing::generate().expect("keys").0).await
    }

    /// Executes SQL directly, as an attacker with access to the database could. Returns the number of affected rows.
    pub async fn tamper(&self, sql: &str) -> u64 {
        execute(&self.url(), sql).await.expect(sql)
    }

    /// Connects to the database directly, for a transaction beside those of the store.
    pub async fn connect(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&self.url()).await.expect("connect")
    }

    /// Returns the whole content of the database: all files that SQLite uses, or all rows as text.
    pub async fn bytes(&self) -> Vec<u8> {
        if let Self::Sqlite { .. } = self {
            let files = std::fs::read_dir(self.file().parent().expect("folder")).expect("folder");
            return files
                .flat_map(|file| std::fs::read(file.expect("file").path()).expect("read"))
                .collect();
        }
        let mut connection = self.connect().await;
        let mut all = String::new();
        for table in TABLES {
            let sql = AssertSqlSafe(format!("SELECT CAST(t AS TEXT) AS whole FROM {table} t"));
            for row in sqlx::query(sql)
                .fetch_all(&mut connection)
                .await
                .expect("rows")
            {
                all.push_str(&row.get::<String, _>("whole"));
            }
        }
        connection.close().await.expect("close");
        all.into_bytes()
    }
}

pub const TABLES: [&str; 12] = [
    "environments",
    "admin_keys",
    "api_keys",
    "connectors",
    "tenants",
    "sessions",
    "connections",
    "attempts",
    "events",
    "connector_versions",
    "environment_settings",
    "idempotency_keys",
];

async fn execute(url: &str, sql: &str) -> sqlx::Result<u64> {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(url).await?;
    let result = connection.execute(AssertSqlSafe(sql.to_owned())).await?;
    connection.close().await?;
    Ok(result.rows_affected())
}
