//! A new database for each test, which is dropped at the test's end.

use crate::unique_name::unique_name;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, Row};
use std::path::{Path, PathBuf};

pub enum Database {
    /// A SQLite file, which also has a WAL and a shared-memory file beside it.
    Sqlite(PathBuf),
    /// A database on the server of `TEST_POSTGRES_URL`.
    Postgres { server: String, name: String },
}

impl Database {
    /// Returns a SQLite database in `folder`. The first process that opens it creates the file.
    pub fn sqlite(folder: &Path) -> Self {
        Self::Sqlite(folder.join("s3-connect.db"))
    }

    /// Creates a PostgreSQL database.
    ///
    /// # Panics
    /// Panics if `TEST_POSTGRES_URL` is not set. A test whose server is missing has to fail, not to be skipped.
    pub async fn postgres() -> Self {
        let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
            panic!(
                "TEST_POSTGRES_URL is not set. This test needs a running PostgreSQL server and a user who can create \
                 databases. ./dev test starts one."
            );
        };
        let name = unique_name("e2e").replace('-', "_");
        run(&server, &format!("CREATE DATABASE {name}")).await;
        Self::Postgres { server, name }
    }

    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(file) => format!("sqlite://{}", file.display()),
            Self::Postgres { server, name } => {
                let mut url = url::Url::parse(server).expect("TEST_POSTGRES_URL is a URL");
                url.set_path(name);
                url.into()
            }
        }
    }

    /// Runs SQL on the database, for changes that the server itself never makes.
    pub async fn run(&self, sql: &str) {
        run(&self.url(), sql).await;
    }

    /// Connects to the database directly, without the server.
    pub(crate) async fn connect(&self) -> AnyConnection {
        connect(&self.url()).await
    }

    /// Returns everything that is stored: the bytes of SQLite's files, or every row of every PostgreSQL table.
    pub async fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Sqlite(file) => {
                let mut all = Vec::new();
                for ending in ["", "-wal", "-shm"] {
                    let path = format!("{}{ending}", file.display());
                    all.extend(
                        std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}")),
                    );
                }
                all
            }
            Self::Postgres { .. } => dump(&self.url()).await.into_bytes(),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Self::Postgres { server, name } = self else {
            return;
        };
        // `drop` cannot await, and the test's runtime may be shutting down. So a thread with its own runtime does it.
        let (server, sql) = (server.clone(), format!("DROP DATABASE {name} WITH (FORCE)"));
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.expect("a runtime").block_on(run(&server, &sql));
        });
        drop(dropping.join());
    }
}

async fn run(url: &str, sql: &str) {
    let mut connection = connect(url).await;
    let result = connection.execute(AssertSqlSafe(sql.to_owned())).await;
    result.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn connect(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let connection = AnyConnection::connect(url).await;
    connection.unwrap_or_else(|error| panic!("the database cannot be reached: {error}"))
}

/// Returns every row of every table. It asks the schema for the tables, so a new table is included automatically.
async fn dump(url: &str) -> String {
    let mut connection = connect(url).await;
    let tables = "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables WHERE table_schema = 'public'";
    let tables = sqlx::query(tables)
        .fetch_all(&mut connection)
        .await
        .expect("the tables");
    let mut all = String::new();
    for table in &tables {
        let name: String = table.get("name");
        all.push_str(&name);
        let rows = format!("SELECT CAST(t AS TEXT) AS whole FROM \"{name}\" t");
        let rows = sqlx::query(AssertSqlSafe(rows))
            .fetch_all(&mut connection)
            .await;
        for row in rows.expect("the rows") {
            all.push_str(&row.get::<String, _>("whole"));
        }
    }
    all
}
