//! The manifest: it has a line for each file, and the command fails if it cannot be written.

#![expect(clippy::expect_used, reason = "tests")]

use super::{EXPORT, FETCH, outcomes, parse_lines, tree};
use e2e::transfer_fixture::{
    FileTree, TransferFixture, assert_same_tree, random_bytes, read_tree, write_tree,
};
use serde_json::{Value, json};
use std::os::unix::fs::symlink;

fn read_manifest(fixture: &TransferFixture) -> Vec<Value> {
    parse_lines(&std::fs::read_to_string(fixture.path("manifest")).expect("a manifest"))
}

#[tokio::test]
async fn a_manifest_contains_why_files_were_not_transferred() {
    let fixture = TransferFixture::start().await;
    write_tree(
        &fixture.path("from"),
        &tree(&[("a", "abc"), ("b.txt", "b")]),
    );
    symlink("a", fixture.path("from/link")).expect("the link is created");
    let args = format!("{EXPORT} --exclude *.txt --manifest manifest");
    let output = fixture.run(&args).await;
    assert_eq!(output.code, Some(1), "{output:?}");
    let mut lines = read_manifest(&fixture);
    lines.sort_by_key(|line| line["file"].to_string());
    let refusal = "it is a symbolic link; links are not followed";
    assert_eq!(
        lines,
        [
            json!({ "file": "a", "key": "data/a", "size": 3, "outcome": "copied" }),
            json!({ "file": "b.txt", "key": "", "size": 0, "outcome": "excluded" }),
            json!({ "file": "link", "key": "", "size": 0, "outcome": "refused", "why": refusal }),
        ]
    );

    // The next manifest replaces it, and contains the failures of a fetch.
    write_tree(
        &fixture.path("out"),
        &tree(&[("closed", "mine"), ("closed%(+)", "mine")]),
    );
    fixture.put_object("data/closed/b", b"b").await;
    let args = format!("{FETCH} --json --manifest manifest");
    let output = fixture.run(&args).await;
    assert_eq!(output.code, Some(1), "{output:?}");
    let lines = read_manifest(&fixture);
    assert_eq!(lines.len(), 2, "{lines:?}");
    let failed = lines.iter().find(|line| line["outcome"] == "failed");
    let failed = failed.expect("one file failed");
    assert_eq!(failed["key"], "data/closed/b");
    let reason = failed["why"].as_str().expect("a reason");
    assert!(reason.contains("exists and is not a folder"), "{reason}");
    // The JSON events have the same outcomes.
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    assert_eq!(outcomes(&output.stdout), outcomes(&text.join("\n")));
}

/// The manifest is buffered: few lines are written only at the end, and many also in between.
#[tokio::test]
async fn fails_after_transferring_every_file_if_the_manifest_cannot_be_written() {
    for count in [1, 300] {
        let fixture = TransferFixture::start().await;
        let expected: FileTree = (0..count)
            .map(|n| (format!("file {n}"), random_bytes(n, n as u64)))
            .collect();
        write_tree(&fixture.path("from"), &expected);
        for args in [EXPORT, FETCH] {
            let output = fixture.run(&format!("{args} --manifest /dev/full")).await;
            assert_eq!(output.code, Some(1), "{count} {args}: {output:?}");
            let message = "the manifest cannot be written: No space left on device";
            assert_eq!(
                output.stderr.matches(message).count(),
                1,
                "{count} {args}: {output:?}"
            );
            let done = ["exported", "fetched"].map(|done| format!("{count} {done};"));
            assert!(
                done.iter().any(|done| output.stdout.starts_with(done)),
                "{output:?}"
            );
        }
        assert_same_tree(&read_tree(&fixture.path("out")), &expected);
    }
}

#[tokio::test]
async fn a_dry_run_reports_outcomes_and_writes_no_file() {
    let fixture = TransferFixture::start().await;
    for key in ["a.csv", "b.txt", "nul\0.csv"] {
        fixture.put_object(&format!("data/{key}"), b"text").await;
    }
    let args = format!("{FETCH} --dry-run --json --include *.csv --manifest manifest");
    let output = fixture.run_successfully(&args).await;
    let outcome = |file: &str, outcome: &str| (file.to_owned(), outcome.to_owned());
    let expected = [
        outcome("a.csv", "would_copy"),
        outcome("b.txt", "excluded"),
        outcome("nul%(00).csv", "would_copy"),
    ];
    assert_eq!(outcomes(&output.stdout), expected);
    let text: Vec<String> = read_manifest(&fixture)
        .iter()
        .map(Value::to_string)
        .collect();
    assert_eq!(outcomes(&text.join("\n")), expected);
    assert!(!fixture.path("out").exists());
}
