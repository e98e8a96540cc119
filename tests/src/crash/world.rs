//! A database and the server on it, started again after each kill. AWS is a sandbox that outlives the server.

use crate::admin::Admin;
use crate::app::Fields;
use crate::binary::{self, Running};
use crate::client::Client;
use crate::database::Database;
use domain::{EnvironmentId, FlowId, TenantId};
use reqwest::Method;
use sandbox::Sandbox;
use secrecy::ExposeSecret;
use service::TenantScope;
use sqlx::{Connection, Row};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::time::{Duration, Instant};
use store::{KeyRing, Store};
use tempfile::TempDir;
use tokio::process::Command;

pub const ENVIRONMENT: &str = "dev";
/// The flow whose settings are saved all the time; nobody connects by it.
pub const SHIFTING: &str = "shifting";
/// A server that is not ready by then never will be.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct World {
    pub database: Database,
    folder: TempDir,
}

/// What the writers need of a running server.
pub struct Server<'a> {
    pub client: Client,
    pub admin: Admin<'a>,
    pub sandbox: &'a Sandbox,
    /// A user of the sandbox who is allowed everything.
    pub sample: &'a Fields,
    /// Set before the kill, so that no request begins after it.
    pub stopping: &'a AtomicBool,
    /// How many there were so far.
    pub answers: AtomicUsize,
}

impl World {
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
        let keys = (
            vendor.access_key_id.as_str(),
            vendor.secret_access_key.expose_secret(),
        );
        let mut command = binary::command(self.folder.path(), &["serve"]);
        command
            .env("DATABASE_URL", self.database.url())
            .env("S3_CONNECT_PRINCIPAL", &vendor.arn)
            .env("RUST_LOG", "warn");
        binary::at_aws(&mut command, &sandbox.url(), keys);
        command
    }

    /// Starts the server, and tells how long it takes from its start as a process until `/readyz` answers 200.
    pub async fn start(&self, sandbox: &Sandbox) -> (Running, Duration) {
        let begun = Instant::now();
        let running = Running::start(&mut self.command(sandbox)).await;
        while begun.elapsed() < PATIENCE {
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
        panic!("it is not ready: {}", running.translate());
    }

    /// Starts the server and kills it before it may be ready.
    pub async fn start_and_kill(&self, sandbox: &Sandbox, after: Duration) {
        let mut child = self.command(sandbox).spawn().expect("it starts");
        tokio::time::sleep(after).await;
        child.kill().await.expect("it is killed");
    }

    /// The connections that PostgreSQL has open to this database, by their processes.
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

    /// Waits until PostgreSQL has noticed that a killed server's connections are gone: until then it may still be
    /// busy with what they last sent.
    pub async fn wait_until_gone(&self, backends: &BTreeSet<i32>) {
        let begun = Instant::now();
        while !self.backends().await.is_disjoint(backends) {
            assert!(
                begun.elapsed() < PATIENCE,
                "PostgreSQL keeps the connections of a killed server"
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// The database as the server opens it, to see that secrets can be decrypted.
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

/// The connection of a tenant of this program, by its keys.
pub fn place(tenant: &str) -> (TenantScope, FlowId) {
    let scope = TenantScope::new(
        EnvironmentId::parse(ENVIRONMENT).expect("an environment"),
        TenantId::parse(tenant).expect("a tenant"),
    );
    (scope, FlowId::parse(crate::client::FLOW).expect("a flow"))
}
