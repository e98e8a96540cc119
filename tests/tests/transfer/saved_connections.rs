//! `fetch` and `export` with a saved connection: its ledger lets the next transfer skip unchanged files.

#![expect(clippy::expect_used, reason = "tests")]

use super::connected_fixture::{ConnectedFixture, copied_files};
use super::{name_set, parse_lines, tree};
use e2e::app::Fields;
use e2e::transfer_fixture::{assert_same_tree, read_tree, with_prefix, write_tree};
use serde_json::Value;

#[tokio::test]
async fn an_incremental_fetch_brings_only_new_objects_on_sqlite() {
    an_incremental_fetch_brings_only_new_objects(false).await;
}

#[tokio::test]
async fn an_incremental_fetch_brings_only_new_objects_on_postgres() {
    an_incremental_fetch_brings_only_new_objects(true).await;
}

async fn an_incremental_fetch_brings_only_new_objects(postgres: bool) {
    let fixture = ConnectedFixture::start(postgres).await;
    for key in ["a", "b", "in/c", "nul\0", "%(2E)"] {
        fixture.put_object(&format!("data/{key}"), key).await;
    }
    fixture.put_object("data/folder/", "").await;
    fixture.put_object("other/x", "not below the prefix").await;
    let all = name_set(&["a", "b", "in/c", "nul%(00)", "%(25)(2E)", "folder"]);
    assert_eq!(fixture.fetch_new("acme").await, all);
    assert_eq!(fixture.fetch_new("acme").await, name_set(&[]));

    // One object changes but keeps its length, one sorts before the others, one after them, and one is deleted.
    fixture.put_object("data/b", "B").await;
    fixture.put_object("data/0", "0").await;
    fixture.put_object("data/z", "z").await;
    fixture
        .transfer
        .sandbox
        .delete_object(&fixture.transfer.fields.bucket, "data/a")
        .expect("the object is deleted");
    assert_eq!(fixture.fetch_new("acme").await, name_set(&["0", "b", "z"]));
    assert_eq!(fixture.fetch_new("acme").await, name_set(&[]));
    // The deleted object returns with the same contents, but a new time.
    fixture.put_object("data/a", "a").await;
    assert_eq!(fixture.fetch_new("acme").await, name_set(&["a"]));

    // A dry run, and a fetch of other files, leave the object new.
    fixture.put_object("data/later", "later").await;
    fixture.fetch("acme", "--incremental --dry-run").await;
    fixture.fetch("acme", "--incremental --exclude later").await;
    assert_eq!(fixture.fetch_new("acme").await, name_set(&["later"]));

    // A full fetch brings everything, and records it.
    fixture.put_object("data/last", "last").await;
    drop(std::fs::remove_dir_all(fixture.transfer.path("out")));
    let output = fixture.fetch("acme", "").await;
    assert_eq!(copied_files(&output).len(), 10, "{output:?}");
    assert_eq!(fixture.fetch_new("acme").await, name_set(&[]));
    fixture.stop().await;
}

#[tokio::test]
async fn records_every_page_of_a_long_listing_on_sqlite() {
    records_every_page_of_a_long_listing(false).await;
}

#[tokio::test]
async fn records_every_page_of_a_long_listing_on_postgres() {
    records_every_page_of_a_long_listing(true).await;
}

async fn records_every_page_of_a_long_listing(postgres: bool) {
    let fixture = ConnectedFixture::start(postgres).await;
    for n in 0..2_100 {
        fixture
            .put_object(&format!("data/{}/{n}", n % 7), "text")
            .await;
    }
    assert_eq!(fixture.fetch_new("acme").await.len(), 2_100);
    assert_eq!(read_tree(&fixture.transfer.path("out")).len(), 2_100);
    assert_eq!(fixture.fetch_new("acme").await, name_set(&[]));
    for key in ["data/0/0", "data/3/1004", "data/6/2099"] {
        fixture.put_object(key, "TEXT").await;
    }
    let changed = name_set(&["0/0", "3/1004", "6/2099"]);
    assert_eq!(fixture.fetch_new("acme").await, changed);
    fixture.stop().await;
}

#[tokio::test]
async fn fetches_a_new_object_with_an_old_time() {
    let fixture = ConnectedFixture::start(false).await;
    fixture.put_object("data/a", "a").await;
    assert_eq!(fixture.fetch_new("acme").await, name_set(&["a"]));
    // Now the ledger has later times than the objects, as if the next object had been written before the last fetch.
    fixture
        .database
        .run("UPDATE moved_objects SET modified = modified + 100000000")
        .await;
    fixture.put_object("data/b", "b").await;
    assert_eq!(fixture.fetch_new("acme").await, name_set(&["a", "b"]));
    fixture.stop().await;
}

#[tokio::test]
async fn a_ledger_belongs_to_one_tenant_and_one_bucket_on_sqlite() {
    a_ledger_belongs_to_one_tenant_and_one_bucket(false).await;
}

#[tokio::test]
async fn a_ledger_belongs_to_one_tenant_and_one_bucket_on_postgres() {
    a_ledger_belongs_to_one_tenant_and_one_bucket(true).await;
}

async fn a_ledger_belongs_to_one_tenant_and_one_bucket(postgres: bool) {
    let fixture = ConnectedFixture::start(postgres).await;
    fixture.put_object("data/a", "a").await;
    fixture.put_object("globex/b", "b").await;
    fixture.connect("globex", &fixture.fields("globex/")).await;
    assert_eq!(fixture.fetch_new("acme").await, name_set(&["a"]));
    assert_eq!(fixture.fetch_new("globex").await, name_set(&["b"]));
    assert_eq!(fixture.fetch_new("acme").await, name_set(&[]));
    // The same object is new for another tenant. A wider prefix brings only objects that no narrower one has brought.
    fixture.connect("globex", &fixture.fields("data/")).await;
    assert_eq!(fixture.fetch_new("globex").await, name_set(&["a"]));
    fixture.connect("globex", &fixture.fields("")).await;
    assert_eq!(fixture.fetch_new("globex").await, name_set(&[]));
    let output = fixture
        .transfer
        .run("fetch --flow demo --tenant nobody --out out")
        .await;
    assert!(
        output.code == Some(1) && output.stderr.contains("no connection"),
        "{output:?}"
    );

    // Another bucket, with an object of the same key.
    fixture
        .transfer
        .sandbox
        .create_bucket("another-bucket-here", "us-east-1")
        .expect("a bucket");
    let put = fixture
        .transfer
        .sandbox
        .put_object("another-bucket-here", "data/a", b"a")
        .await;
    put.expect("the object is written");
    let other = Fields {
        bucket: "another-bucket-here".to_owned(),
        ..fixture.fields("data/")
    };
    fixture.connect("acme", &other).await;
    assert_eq!(fixture.fetch_new("acme").await, name_set(&["a"]));
    assert_eq!(fixture.fetch_new("acme").await, name_set(&[]));

    // Deleting a connection deletes its ledger.
    let answer = fixture.server.client.delete_connection("acme").await;
    assert!(answer.status < 300, "{}", answer.text);
    let output = fixture
        .transfer
        .run("fetch --flow demo --tenant acme --out out")
        .await;
    assert_eq!(output.code, Some(1), "{output:?}");
    fixture.connect("acme", &other).await;
    assert_eq!(fixture.fetch_new("acme").await, name_set(&["a"]));
    assert_eq!(fixture.fetch_new("globex").await, name_set(&[]));
    fixture.stop().await;
}

#[tokio::test]
async fn an_export_skips_unchanged_files_on_sqlite() {
    an_export_skips_unchanged_files(false).await;
}

#[tokio::test]
async fn an_export_skips_unchanged_files_on_postgres() {
    an_export_skips_unchanged_files(true).await;
}

async fn an_export_skips_unchanged_files(postgres: bool) {
    let fixture = ConnectedFixture::start(postgres).await;
    let mut expected = tree(&[("a", "a"), ("in/b", "b"), ("in/c", "c")]);
    write_tree(&fixture.transfer.path("from"), &expected);
    let output = fixture.export("acme", "--skip-unchanged").await;
    assert_eq!(copied_files(&output).len(), 3, "{output:?}");
    let output = fixture.export("acme", "--skip-unchanged").await;
    assert_eq!(copied_files(&output), name_set(&[]), "{output:?}");
    let changed = tree(&[("in/b", "B"), ("d", "d")]);
    write_tree(&fixture.transfer.path("from"), &changed);
    expected.extend(changed);
    let output = fixture.export("acme", "--skip-unchanged").await;
    assert_eq!(
        copied_files(&output),
        name_set(&["d", "in/b"]),
        "{output:?}"
    );
    assert_same_tree(
        &fixture.transfer.read_objects().await,
        &with_prefix("data/", &expected),
    );
    // A fetch skips what the connection has exported itself, until somebody else overwrites it.
    assert_eq!(fixture.fetch_new("acme").await, name_set(&[]));
    fixture.put_object("data/d", "overwritten").await;
    assert_eq!(fixture.fetch_new("acme").await, name_set(&["d"]));
    // An export of everything records its files too.
    write_tree(&fixture.transfer.path("from"), &tree(&[("e", "e")]));
    assert_eq!(copied_files(&fixture.export("acme", "").await).len(), 5);
    let output = fixture.export("acme", "--skip-unchanged").await;
    assert_eq!(copied_files(&output), name_set(&[]), "{output:?}");
    fixture.stop().await;
}

#[tokio::test]
async fn resolves_the_variables_of_a_prefix_for_each_job() {
    let fixture = ConnectedFixture::start(false).await;
    let fields = fixture.fields(
        "data/{tenant}/{flow_id}/{env_id}/{tap}/{full_date}/{date}/{job_id}/{root_tenant_id}/",
    );
    fixture.connect("acme", &fields).await;
    write_tree(&fixture.transfer.path("from"), &tree(&[("a", "a")]));
    let mut expected = Vec::new();
    for _ in 0..2 {
        let output = fixture.export("acme", "--skip-unchanged --tap crm").await;
        let first_event: Value = parse_lines(&output.stdout)[0].clone();
        let (job, prefix) = (first_event["job"].as_str(), first_event["prefix"].as_str());
        let (job, prefix) = (job.expect("a job"), prefix.expect("a prefix").to_owned());
        let parts: Vec<&str> = prefix.split('/').collect();
        assert_eq!(&parts[..3], ["data", "acme", "demo"], "{prefix}");
        assert_eq!(parts[4], "crm", "{prefix}");
        assert!(
            parts.contains(&job) && !prefix.contains(['{', '}']),
            "{prefix}"
        );
        expected.push(format!("{prefix}a"));
    }
    let keys: Vec<String> = fixture.transfer.read_objects().await.into_keys().collect();
    expected.sort();
    assert_eq!(
        keys, expected,
        "each job has a prefix of its own, so the second skips nothing"
    );
    fixture.stop().await;
}
