//! A database, and the server on it that is started again after each kill. AWS is a sandbox that outlives the server.

use crate::admin::Admin;
use crate::app::Fields;
use crate::binary::{self, ServerProcess};
use crate::client::Client;
use crate::database::Database;
use domain::{EnvironmentId, FlowId, TenantId};
use reqwest::Method;
use sandbox::Sandbox;
use service::TenantScope;
use sqlx::{Connection, Row};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::time::{Duration, Instant};
use store::{KeyRing, Store};
use tempfile::TempDir;
use tokio::process::Command;

pub const ENVIRONMENT: &str = "dev";
/// The flow whose settings are saved all the time. No tenant connects to it.
pub const CHANGING_FLOW: &str = "changing";
/// The longest wait for a server to be ready, and for PostgreSQL to notice that a server is gone.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Where the server runs: its database and its data folder.
pub struct ServerHost {
    pub database: Database,
    folder: TempDir,
}

/// A running server, with what the writers need to use it.
pub struct ServerUnderTest<'a> {
    pub client: Client,
    pub admin: Admin<'a>,
    pub sandbox: &'a Sandbox,
    /// The form fields of a sandbox user with full access.
    pub sample: &'a Fields,
    /// Set before the kill. From then on, no writer begins a request.
    pub stopping: &'a AtomicBool,
    /// How many answers have arrived so far.
    pub answers: AtomicUsize,
}

impl ServerHost {
    pub async fn new(postgres: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = if postgres {
            Database::postgres().await
        } else {
            Database::sqlite(folder.path())
        };
        Self { database, folder }
    }

    fn command(&self, sandbox: &Sandbox) -> Command {
        let vendor = sandbox.vendor();
        let mut command = binary::command(self.folder.path(), &["serve"]);
        command
            .env("DATABASE_URL", self.database.url())
            .env("S3_CONNECT_PRINCIPAL", &vendor.arn)
            .env("RUST_LOG", "warn");
        binary::set_aws_env(&mut command, &sandbox.url(), binary::key_pair(vendor));
        command
    }

    /// Starts the server. Returns it with the time from the start of its process until `/readyz` answers 200.
    pub async fn start(&self, sandbox: &Sandbox) -> (ServerProcess, Duration) {
        let begun = Instant::now();
        let running = ServerProcess::start(&mut self.command(sandbox)).await;
        while begun.elapsed() < TIMEOUT {
            let ready = running.client.request(Method::GET, "/readyz");
            if running
                .client
                .try_send(ready)
                .await
                .is_ok_and(|answer| answer.status == 200)
            {
                return (running, begun.elapsed());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        panic!("it is not ready: {}", running.output());
    }

    /// Starts the server and kills it after `delay`, whether it is ready or not.
    pub async fn start_and_kill(&self, sandbox: &Sandbox, delay: Duration) {
        let mut child = self.command(sandbox).spawn().expect("it starts");
        tokio::time::sleep(delay).await;
        child.kill().await.expect("it is killed");
    }

    /// Returns the process ids of PostgreSQL's other backends for this database. It is empty for SQLite.
    pub async fn backends(&self) -> BTreeSet<i32> {
        const SQL: &str = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        if matches!(self.database, Database::Sqlite(_)) {
            return BTreeSet::new();
        }
        let mut connection = self.database.connect().await;
        let rows = sqlx::query(SQL).fetch_all(&mut connection).await;
        connection.close().await.expect("closed");
        rows.expect("pids").iter().map(|row| row.get(0)).collect()
    }

    /// Waits until PostgreSQL has closed a killed server's connections. Until then, it may still execute what they sent
    /// last.
    pub async fn wait_until_gone(&self, backends: &BTreeSet<i32>) {
        let begun = Instant::now();
        while !self.backends().await.is_disjoint(backends) {
            assert!(
                begun.elapsed() < TIMEOUT,
                "PostgreSQL keeps the connections of a killed server"
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Opens the database as the server does, to verify that its secrets can be decrypted.
    pub async fn store(&self) -> Store {
        let folder = match &self.database {
            Database::Sqlite(_) => self.folder.path().to_owned(),
            Database::Postgres { .. } => self.folder.path().join("data"),
        };
        let key = std::fs::read_to_string(folder.join("master.key")).expect("the master key");
        let keys = KeyRing::parse(key.trim()).expect("a key ring");
        Store::open(&self.database.url(), keys)
            .await
            .expect("it opens")
    }
}

/// Returns the scope and flow that identify a tenant's connection.
pub fn connection_key(tenant: &str) -> (TenantScope, FlowId) {
    let scope = TenantScope::new(
        EnvironmentId::parse(ENVIRONMENT).expect("an environment"),
        TenantId::parse(tenant).expect("a tenant"),
    );
    (scope, FlowId::parse(crate::client::FLOW).expect("a flow"))
}
