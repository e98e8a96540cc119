//! `fetch` and `export` with a config file: which files they transfer, and that every byte arrives.

#![expect(clippy::expect_used, reason = "tests")]

mod archived_objects;
mod connected_fixture;
mod dated_prefixes;
mod fault_helpers;
mod full_disk;
mod interruptions;
mod kms_encryption;
mod manifest;
mod network_faults;
mod other_stores;
mod refusals;
mod replaced_objects;
mod saved_connections;
mod sizes;

use e2e::transfer_fixture::{
    BUCKET, FileTree, TransferFixture, assert_same_tree, random_bytes, read_tree, unusual_files,
    with_prefix, write_tree,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const EXPORT: &str = "export --config config.json --from from";
const FETCH: &str = "fetch --config config.json --out out";

/// Parses JSON lines that a program printed.
fn parse_lines(text: &str) -> Vec<Value> {
    let values = text.lines().map(serde_json::from_str);
    values.collect::<Result<_, _>>().expect("JSON on each line")
}

/// Returns the files in JSON lines with their outcomes, sorted.
fn outcomes(text: &str) -> Vec<(String, String)> {
    let to_text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut outcomes: Vec<_> = parse_lines(text)
        .iter()
        .filter(|line| line["outcome"].is_string())
        .map(|line| (to_text(&line["file"]), to_text(&line["outcome"])))
        .collect();
    outcomes.sort();
    outcomes
}

fn tree(files: &[(&str, &str)]) -> FileTree {
    let files = files.iter();
    files
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().into()))
        .collect()
}

fn name_set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn every_byte_arrives_in_both_directions() {
    let fixture = TransferFixture::start().await;
    let expected = unusual_files();
    write_tree(&fixture.path("from"), &expected);
    fixture.run_successfully(EXPORT).await;
    assert_same_tree(
        &fixture.read_objects().await,
        &with_prefix("data/", &expected),
    );
    for more in ["", "--concurrency 1 --memory 1MiB"] {
        drop(std::fs::remove_dir_all(fixture.path("out")));
        fixture.run_successfully(&format!("{FETCH} {more}")).await;
        assert_same_tree(&read_tree(&fixture.path("out")), &expected);
    }
    // Once more, replacing every file.
    fixture.run_successfully(FETCH).await;
    assert_same_tree(&read_tree(&fixture.path("out")), &expected);
}

#[tokio::test]
async fn fetches_every_object_of_a_listing_with_several_pages() {
    let fixture = TransferFixture::start().await;
    let mut expected = FileTree::new();
    // Folders of different sizes, some whose name is the start of another, and keys beside them. Such keys are where
    // the ranges of parallel listings could overlap or leave gaps.
    for (folder, count) in [
        ("0", 1_010),
        ("a", 3),
        ("a-b", 40),
        ("b/c", 60),
        ("b/d", 1_030),
        ("é", 7),
    ] {
        for n in 0..count {
            expected.insert(format!("{folder}/{n:04}"), random_bytes(n % 5, 1));
        }
    }
    for name in ["a-", "a.txt", "b-", "zz"] {
        expected.insert(name.to_owned(), random_bytes(3, 2));
    }
    for (name, bytes) in &expected {
        fixture.put_object(&format!("data/{name}"), bytes).await;
    }
    // A range of the listing can end exactly at a folder's own object.
    for marker in ["a-b/", "b/", "b/d/", "é/"] {
        fixture.put_object(&format!("data/{marker}"), b"").await;
    }
    let output = fixture.run_successfully(&format!("{FETCH} --json")).await;
    let outcomes = outcomes(&output.stdout);
    assert_eq!(
        outcomes.len(),
        expected.len() + 4,
        "each object is reported once"
    );
    assert_same_tree(&read_tree(&fixture.path("out")), &expected);
}

#[tokio::test]
async fn transfers_many_large_files_with_little_memory() {
    let fixture = TransferFixture::start().await;
    let large = random_bytes(8 * 1024 * 1024 + 1, 1);
    let expected: FileTree = (0..12).map(|n| (format!("{n}"), large.clone())).collect();
    write_tree(&fixture.path("from"), &expected);
    fixture
        .run_successfully(&format!("{EXPORT} --memory 2MiB"))
        .await;
    fixture
        .run_successfully(&format!("{FETCH} --memory 2MiB"))
        .await;
    assert_same_tree(&read_tree(&fixture.path("out")), &expected);
}

#[tokio::test]
async fn escapes_keys_that_are_not_valid_file_names() {
    let fixture = TransferFixture::start().await;
    let long = "x".repeat(900);
    let keys = [
        "a",
        "a/b",
        "a//b",
        "/a",
        "..",
        "../../outside",
        "./a",
        "nul\0",
        "long/x",
        &long,
        "A",
        "é",
        "e\u{301}",
        "percent%(2E)",
        ".s3-connect-partial/0",
        "folder/",
        "folder/file",
        "full folder/",
    ];
    for key in keys {
        let text = if key == "folder/" { "" } else { key };
        fixture
            .put_object(&format!("data/{key}"), text.as_bytes())
            .await;
    }
    fixture
        .put_object("data-not-below/a", b"not below the prefix")
        .await;
    let output = fixture
        .run_successfully(&format!("{FETCH} --manifest manifest"))
        .await;
    assert!(output.stdout.starts_with("18 fetched"), "{output:?}");
    let files = read_tree(&fixture.path("out"));
    assert_eq!(files.len(), keys.len() - 1, "{:?}", files.keys());
    let manifest = std::fs::read_to_string(fixture.path("manifest")).expect("a manifest");
    for line in parse_lines(&manifest) {
        let (key, file) = (line["key"].as_str(), line["file"].as_str());
        let (key, file) = (key.expect("a key"), file.expect("a file"));
        let key = key.strip_prefix("data/").expect("below the prefix");
        if key == "folder/" {
            assert!(fixture.path("out").join(file).is_dir(), "{file}");
        } else {
            let text = files
                .get(file)
                .unwrap_or_else(|| panic!("{file:?} is missing"));
            assert_eq!(**text, *key.as_bytes(), "{file}");
        }
    }
    assert!(
        !fixture.path("outside").exists() && !fixture.folder.path().join("../outside").exists()
    );
}

#[tokio::test]
async fn a_prefix_matches_whole_folder_names_even_without_a_slash() {
    let fixture = TransferFixture::start().await;
    for key in ["data/a", "data-too/b", "data"] {
        fixture.put_object(key, key.as_bytes()).await;
    }
    for prefix in ["data", "data/"] {
        fixture.write_config(&json!({ "path_prefix": prefix }));
        fixture.run_successfully(FETCH).await;
        assert_same_tree(&read_tree(&fixture.path("out")), &tree(&[("a", "data/a")]));
    }
    fixture
        .write_config(&json!({ "path_prefix": "", "bucket": format!("s3://{BUCKET}/data-too") }));
    fixture
        .run_successfully("fetch --config config.json --out other")
        .await;
    assert_same_tree(
        &read_tree(&fixture.path("other")),
        &tree(&[("b", "data-too/b")]),
    );
    fixture.write_config(&json!({ "path_prefix": "" }));
    fixture
        .run_successfully("fetch --config config.json --out all")
        .await;
    let files = read_tree(&fixture.path("all"));
    // `data` and `data/a` compete for the name `data`, and whichever is stored first gets it.
    assert!(
        files.len() == 3 && files.contains_key("data-too/b"),
        "{:?}",
        files.keys()
    );
}

#[tokio::test]
async fn patterns_select_files_and_a_dry_run_transfers_none() {
    let fixture = TransferFixture::start().await;
    let all = tree(&[
        ("a.csv", "a"),
        ("b.txt", "b"),
        ("in/c.csv", "c"),
        ("in/d.csv.gz", "d"),
    ]);
    write_tree(&fixture.path("from"), &all);
    let output = fixture
        .run_successfully(&format!("{EXPORT} --dry-run --json --manifest manifest"))
        .await;
    assert!(
        fixture.read_objects().await.is_empty(),
        "nothing was written"
    );
    let expected: Vec<_> = all
        .keys()
        .map(|name| (name.clone(), "would_copy".to_owned()))
        .collect();
    assert_eq!(outcomes(&output.stdout), expected);
    let manifest = std::fs::read_to_string(fixture.path("manifest")).expect("a manifest");
    assert_eq!(outcomes(&manifest), expected);

    let output = fixture
        .run_successfully(&format!("{EXPORT} --include **.csv --exclude in/* --json"))
        .await;
    let outcome = |name: &str, outcome: &str| (name.to_owned(), outcome.to_owned());
    let expected = [
        outcome("a.csv", "copied"),
        outcome("b.txt", "excluded"),
        outcome("in/c.csv", "excluded"),
        outcome("in/d.csv.gz", "excluded"),
    ];
    assert_eq!(outcomes(&output.stdout), expected);
    assert_eq!(fixture.read_objects().await.len(), 1);

    fixture.run_successfully(EXPORT).await;
    let output = fixture
        .run_successfully(&format!("{FETCH} --dry-run --include *.csv"))
        .await;
    let lines = output.stdout.lines().collect::<Vec<_>>();
    assert!(
        lines[0] == "a.csv" && lines[1].starts_with("1 to copy, 3 excluded"),
        "{output:?}"
    );
    assert!(!fixture.path("out").exists(), "nothing was written");
    fixture
        .run_successfully(&format!(
            "{FETCH} --include **/*.csv --include *.txt --exclude a*"
        ))
        .await;
    let expected = tree(&[("b.txt", "b"), ("in/c.csv", "c")]);
    assert_same_tree(&read_tree(&fixture.path("out")), &expected);

    let output = fixture.run_successfully(&format!("{FETCH} --json")).await;
    let events = parse_lines(&output.stdout);
    let (first, last) = (&events[0], &events[events.len() - 1]);
    assert_eq!(first["event"], "begun", "{output:?}");
    assert_eq!(
        (&last["event"], &last["files"]["copied"]),
        (&json!("ended"), &json!(4))
    );
    assert_eq!(first["job"], last["job"]);
    assert!(output.stderr.is_empty(), "{output:?}");

    // The reader of the events may close the pipe. The transfer goes on.
    drop(std::fs::remove_dir_all(fixture.path("out")));
    let mut command = fixture.command(&format!("{FETCH} --json"), &[]);
    let mut child = command.spawn().expect("the program starts");
    drop(child.stdout.take());
    assert_eq!(
        child.wait().await.expect("the program ends").code(),
        Some(0)
    );
    assert_same_tree(&read_tree(&fixture.path("out")), &all);
}
