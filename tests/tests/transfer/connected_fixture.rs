//! A server with a connected tenant, and the program beside it on the same database.

use super::outcomes;
use e2e::app::Fields;
use e2e::binary::{CommandOutput, ServerProcess};
use e2e::database::Database;
use e2e::transfer_fixture::{TransferFixture, read_tree};
use std::collections::BTreeSet;

pub(super) struct ConnectedFixture {
    pub(super) transfer: TransferFixture,
    pub(super) server: ServerProcess,
    pub(super) database: Database,
}

impl ConnectedFixture {
    /// Starts a server whose tenant `acme` is connected to `data/`.
    pub(super) async fn start(postgres: bool) -> Self {
        let mut transfer = TransferFixture::start().await;
        let database = if postgres {
            Database::postgres().await
        } else {
            Database::sqlite(transfer.folder.path())
        };
        transfer.database_url = Some(database.url());
        let server = ServerProcess::start(&mut transfer.command("serve", &[])).await;
        let fixture = Self {
            transfer,
            server,
            database,
        };
        fixture.connect("acme", &fixture.fields("data/")).await;
        fixture
    }

    pub(super) fn fields(&self, prefix: &str) -> Fields {
        Fields {
            path_prefix: prefix.to_owned(),
            ..self.transfer.fields.clone()
        }
    }

    pub(super) async fn connect(&self, tenant: &str, fields: &Fields) {
        let answer = self
            .server
            .client
            .put_connection(tenant, &fields.json())
            .await;
        assert!([200, 201].contains(&answer.status), "{}", answer.text);
    }

    pub(super) async fn put_object(&self, key: &str, text: &str) {
        self.transfer.put_object(key, text.as_bytes()).await;
    }

    pub(super) async fn fetch(&self, tenant: &str, more: &str) -> CommandOutput {
        let args = format!("fetch --flow demo --tenant {tenant} --out out --json {more}");
        self.transfer.run_successfully(&args).await
    }

    pub(super) async fn export(&self, tenant: &str, more: &str) -> CommandOutput {
        let args = format!("export --flow demo --tenant {tenant} --from from --json {more}");
        self.transfer.run_successfully(&args).await
    }

    /// Fetches incrementally into an empty folder. Returns the files that were copied.
    pub(super) async fn fetch_new(&self, tenant: &str) -> BTreeSet<String> {
        drop(std::fs::remove_dir_all(self.transfer.path("out")));
        let output = self.fetch(tenant, "--incremental").await;
        let copied = copied_files(&output);
        let files: BTreeSet<String> = read_tree(&self.transfer.path("out")).into_keys().collect();
        // Not equal, because folders are copied but are not files.
        assert!(files.is_subset(&copied), "{output:?}");
        copied
    }

    pub(super) async fn stop(self) {
        self.server.kill().await;
    }
}

/// Returns the files that a command with `--json` has copied.
pub(super) fn copied_files(output: &CommandOutput) -> BTreeSet<String> {
    let outcomes = outcomes(&output.stdout).into_iter();
    outcomes
        .filter(|(_, outcome)| outcome == "copied")
        .map(|(file, _)| file)
        .collect()
}
