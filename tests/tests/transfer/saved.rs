//! `fetch` and `export` with a saved connection: what was moved before is remembered, for this connection alone.

#![expect(clippy::expect_used, reason = "tests")]

use super::{lines, outcomes, tree};
use e2e::app::Fields;
use e2e::binary::{Ended, Running};
use e2e::database::Database;
use e2e::transfers::{Transfers, below, files, same, write};
use serde_json::Value;
use std::collections::BTreeSet;

/// A server whose tenants are connected, and the program beside it on the same database.
pub(super) struct Saved {
    pub(super) world: Transfers,
    pub(super) server: Running,
    database: Database,
}

impl Saved {
    pub(super) async fn start(postgres: bool) -> Self {
        let mut world = Transfers::start().await;
        let database = if postgres {
            Database::postgres().await
        } else {
            Database::sqlite(world.folder.path())
        };
        world.database_url = Some(database.url());
        let server = Running::start(&mut world.command("serve", &[])).await;
        let saved = Self {
            world,
            server,
            database,
        };
        saved.connect("acme", &saved.fields("data/")).await;
        saved
    }

    pub(super) fn fields(&self, prefix: &str) -> Fields {
        Fields {
            path_prefix: prefix.to_owned(),
            ..self.world.fields.clone()
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

    pub(super) async fn put(&self, key: &str, text: &str) {
        self.world.put(key, text.as_bytes()).await;
    }

    async fn fetch(&self, tenant: &str, more: &str) -> Ended {
        let args = format!("fetch --flow demo --tenant {tenant} --out out --json {more}");
        self.world.good(&args).await
    }

    async fn export(&self, tenant: &str, more: &str) -> Ended {
        let args = format!("export --flow demo --tenant {tenant} --from from --json {more}");
        self.world.good(&args).await
    }

    pub(super) async fn end(self) {
        self.server.kill().await;
    }

    /// The files that an incremental fetch brings, into a folder where there are none.
    async fn news(&self, tenant: &str) -> BTreeSet<String> {
        drop(std::fs::remove_dir_all(self.world.path("out")));
        let ended = self.fetch(tenant, "--incremental").await;
        let copied = copied(&ended);
        let found: BTreeSet<String> = files(&self.world.path("out")).into_keys().collect();
        assert!(found.is_subset(&copied), "{ended:?}");
        copied
    }
}

fn copied(ended: &Ended) -> BTreeSet<String> {
    let outcomes = outcomes(&ended.stdout).into_iter();
    outcomes
        .filter(|(_, outcome)| outcome == "copied")
        .map(|(file, _)| file)
        .collect()
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn an_incremental_fetch_brings_what_is_new_on_sqlite() {
    an_incremental_fetch_brings_what_is_new(false).await;
}

#[tokio::test]
async fn an_incremental_fetch_brings_what_is_new_on_postgres() {
    an_incremental_fetch_brings_what_is_new(true).await;
}

async fn an_incremental_fetch_brings_what_is_new(postgres: bool) {
    let saved = Saved::start(postgres).await;
    for key in ["a", "b", "in/c", "nul\0", "%(2E)"] {
        saved.put(&format!("data/{key}"), key).await;
    }
    saved.put("data/folder/", "").await;
    saved.put("other/x", "not below the prefix").await;
    let all = names(&["a", "b", "in/c", "nul%(00)", "%(25)(2E)", "folder"]);
    assert_eq!(saved.news("acme").await, all);
    assert_eq!(saved.news("acme").await, names(&[]));

    // Changed, of the same length; new, before and after the others; gone.
    saved.put("data/b", "B").await;
    saved.put("data/0", "0").await;
    saved.put("data/z", "z").await;
    saved
        .world
        .sandbox
        .delete_object(&saved.world.fields.bucket, "data/a")
        .expect("deleted");
    assert_eq!(saved.news("acme").await, names(&["0", "b", "z"]));
    assert_eq!(saved.news("acme").await, names(&[]));
    // It is back, as it was: it has another time.
    saved.put("data/a", "a").await;
    assert_eq!(saved.news("acme").await, names(&["a"]));

    // A dry run and a fetch of some change nothing for the others.
    saved.put("data/later", "later").await;
    saved.fetch("acme", "--incremental --dry-run").await;
    saved.fetch("acme", "--incremental --exclude later").await;
    assert_eq!(saved.news("acme").await, names(&["later"]));

    // A full fetch brings everything, and counts.
    saved.put("data/last", "last").await;
    drop(std::fs::remove_dir_all(saved.world.path("out")));
    let ended = saved.fetch("acme", "").await;
    assert_eq!(copied(&ended).len(), 10, "{ended:?}");
    assert_eq!(saved.news("acme").await, names(&[]));
    saved.end().await;
}

#[tokio::test]
async fn a_list_of_many_pages_is_remembered_on_sqlite() {
    a_list_of_many_pages_is_remembered(false).await;
}

#[tokio::test]
async fn a_list_of_many_pages_is_remembered_on_postgres() {
    a_list_of_many_pages_is_remembered(true).await;
}

async fn a_list_of_many_pages_is_remembered(postgres: bool) {
    let saved = Saved::start(postgres).await;
    for n in 0..2_100 {
        saved.put(&format!("data/{}/{n}", n % 7), "text").await;
    }
    assert_eq!(saved.news("acme").await.len(), 2_100);
    assert_eq!(files(&saved.world.path("out")).len(), 2_100);
    assert_eq!(saved.news("acme").await, names(&[]));
    for key in ["data/0/0", "data/3/1004", "data/6/2099"] {
        saved.put(key, "TEXT").await;
    }
    let changed = names(&["0/0", "3/1004", "6/2099"]);
    assert_eq!(saved.news("acme").await, changed);
    saved.end().await;
}

#[tokio::test]
async fn an_object_with_an_old_time_is_found() {
    let saved = Saved::start(false).await;
    saved.put("data/a", "a").await;
    assert_eq!(saved.news("acme").await, names(&["a"]));
    // As if it had been written long before the last fetch, and listed only now.
    saved
        .database
        .run("UPDATE moved_objects SET modified = modified + 100000000")
        .await;
    saved.put("data/b", "b").await;
    assert_eq!(saved.news("acme").await, names(&["a", "b"]));
    saved.end().await;
}

#[tokio::test]
async fn a_ledger_is_of_one_tenant_and_one_bucket_on_sqlite() {
    a_ledger_is_of_one_tenant_and_one_bucket(false).await;
}

#[tokio::test]
async fn a_ledger_is_of_one_tenant_and_one_bucket_on_postgres() {
    a_ledger_is_of_one_tenant_and_one_bucket(true).await;
}

async fn a_ledger_is_of_one_tenant_and_one_bucket(postgres: bool) {
    let saved = Saved::start(postgres).await;
    saved.put("data/a", "a").await;
    saved.put("globex/b", "b").await;
    saved.connect("globex", &saved.fields("globex/")).await;
    assert_eq!(saved.news("acme").await, names(&["a"]));
    assert_eq!(saved.news("globex").await, names(&["b"]));
    assert_eq!(saved.news("acme").await, names(&[]));
    // The same objects are news for another tenant, and where a prefix is widened only what is new in it.
    saved.connect("globex", &saved.fields("data/")).await;
    assert_eq!(saved.news("globex").await, names(&["a"]));
    saved.connect("globex", &saved.fields("")).await;
    assert_eq!(saved.news("globex").await, names(&[]));
    let ended = saved
        .world
        .run("fetch --flow demo --tenant nobody --out out")
        .await;
    assert!(
        ended.code == Some(1) && ended.stderr.contains("no connection"),
        "{ended:?}"
    );

    // Another bucket with an object of the same name.
    saved
        .world
        .sandbox
        .create_bucket("another-bucket-here", "us-east-1")
        .expect("a bucket");
    let put = saved
        .world
        .sandbox
        .put_object("another-bucket-here", "data/a", b"a")
        .await;
    put.expect("written");
    let other = Fields {
        bucket: "another-bucket-here".to_owned(),
        ..saved.fields("data/")
    };
    saved.connect("acme", &other).await;
    assert_eq!(saved.news("acme").await, names(&["a"]));
    assert_eq!(saved.news("acme").await, names(&[]));

    // A connection that ends takes along what was known.
    let answer = saved.server.client.delete_connection("acme").await;
    assert!(answer.status < 300, "{}", answer.text);
    let ended = saved
        .world
        .run("fetch --flow demo --tenant acme --out out")
        .await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    saved.connect("acme", &other).await;
    assert_eq!(saved.news("acme").await, names(&["a"]));
    assert_eq!(saved.news("globex").await, names(&[]));
    saved.end().await;
}

#[tokio::test]
async fn an_export_leaves_out_what_is_unchanged_on_sqlite() {
    an_export_leaves_out_what_is_unchanged(false).await;
}

#[tokio::test]
async fn an_export_leaves_out_what_is_unchanged_on_postgres() {
    an_export_leaves_out_what_is_unchanged(true).await;
}

async fn an_export_leaves_out_what_is_unchanged(postgres: bool) {
    let saved = Saved::start(postgres).await;
    let mut expected = tree(&[("a", "a"), ("in/b", "b"), ("in/c", "c")]);
    write(&saved.world.path("from"), &expected);
    let ended = saved.export("acme", "--skip-unchanged").await;
    assert_eq!(copied(&ended).len(), 3, "{ended:?}");
    let ended = saved.export("acme", "--skip-unchanged").await;
    assert_eq!(copied(&ended), names(&[]), "{ended:?}");
    let changed = tree(&[("in/b", "B"), ("d", "d")]);
    write(&saved.world.path("from"), &changed);
    expected.extend(changed);
    let ended = saved.export("acme", "--skip-unchanged").await;
    assert_eq!(copied(&ended), names(&["d", "in/b"]), "{ended:?}");
    same(&saved.world.objects().await, &below("data/", &expected));
    // What the connection exported itself is nothing new, until somebody else writes it.
    assert_eq!(saved.news("acme").await, names(&[]));
    saved.put("data/d", "theirs").await;
    assert_eq!(saved.news("acme").await, names(&["d"]));
    // An export of everything counts as well.
    write(&saved.world.path("from"), &tree(&[("e", "e")]));
    assert_eq!(copied(&saved.export("acme", "").await).len(), 5);
    let ended = saved.export("acme", "--skip-unchanged").await;
    assert_eq!(copied(&ended), names(&[]), "{ended:?}");
    saved.end().await;
}

#[tokio::test]
async fn variables_of_a_prefix_are_settled_when_the_job_begins() {
    let saved = Saved::start(false).await;
    let fields = saved.fields(
        "data/{tenant}/{flow_id}/{env_id}/{tap}/{full_date}/{date}/{job_id}/{root_tenant_id}/",
    );
    saved.connect("acme", &fields).await;
    write(&saved.world.path("from"), &tree(&[("a", "a")]));
    let mut seen = Vec::new();
    for _ in 0..2 {
        let ended = saved.export("acme", "--skip-unchanged --tap crm").await;
        let begun: Value = lines(&ended.stdout)[0].clone();
        let (job, prefix) = (begun["job"].as_str(), begun["prefix"].as_str());
        let (job, prefix) = (job.expect("a job"), prefix.expect("a prefix").to_owned());
        let parts: Vec<&str> = prefix.split('/').collect();
        assert_eq!(&parts[..3], ["data", "acme", "demo"], "{prefix}");
        assert_eq!(parts[4], "crm", "{prefix}");
        assert!(
            parts.contains(&job) && !prefix.contains(['{', '}']),
            "{prefix}"
        );
        seen.push(format!("{prefix}a"));
    }
    let keys: Vec<String> = saved.world.objects().await.into_keys().collect();
    seen.sort();
    assert_eq!(
        keys, seen,
        "each job has a folder of its own, and nothing was exported there before"
    );
    saved.end().await;
}
