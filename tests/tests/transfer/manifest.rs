//! The manifest: a line for each file, whatever became of it, and a failure when it cannot be written.

#![expect(clippy::expect_used, reason = "tests")]

use super::{EXPORT, FETCH, lines, outcomes, tree};
use e2e::transfers::{Transfers, Tree, bytes, files, same, write};
use serde_json::{Value, json};
use std::os::unix::fs::symlink;

fn manifest(world: &Transfers) -> Vec<Value> {
    lines(&std::fs::read_to_string(world.path("manifest")).expect("a manifest"))
}

#[tokio::test]
async fn a_manifest_says_why_files_were_not_moved() {
    let world = Transfers::start().await;
    write(&world.path("from"), &tree(&[("a", "abc"), ("b.txt", "b")]));
    symlink("a", world.path("from/link")).expect("a link");
    let args = format!("{EXPORT} --exclude *.txt --manifest manifest");
    let ended = world.run(&args).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let mut lines = manifest(&world);
    lines.sort_by_key(|line| line["file"].to_string());
    let refusal = "it is a link, and links are not followed";
    assert_eq!(
        lines,
        [
            json!({ "file": "a", "key": "data/a", "size": 3, "outcome": "copied" }),
            json!({ "file": "b.txt", "key": "", "size": 0, "outcome": "excluded" }),
            json!({ "file": "link", "key": "", "size": 0, "outcome": "refused", "why": refusal }),
        ]
    );

    // The next one replaces it, and has what a fetch failed at.
    write(
        &world.path("out"),
        &tree(&[("closed", "mine"), ("closed%(+)", "mine")]),
    );
    world.put("data/closed/b", b"b").await;
    let args = format!("{FETCH} --json --manifest manifest");
    let ended = world.run(&args).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let lines = manifest(&world);
    assert_eq!(lines.len(), 2, "{lines:?}");
    let failed = lines.iter().find(|line| line["outcome"] == "failed");
    let failed = failed.expect("one failed");
    assert_eq!(failed["key"], "data/closed/b");
    let why = failed["why"].as_str().expect("why");
    assert!(why.contains("is there and is no folder"), "{why}");
    // The events say the same.
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    assert_eq!(outcomes(&ended.stdout), outcomes(&text.join("\n")));
}

/// The lines of few files are written at the end, and those of many in between.
#[tokio::test]
async fn a_manifest_that_cannot_be_written_is_a_failure_and_the_files_are_moved() {
    for count in [1, 300] {
        let world = Transfers::start().await;
        let expected: Tree = (0..count)
            .map(|n| (format!("file {n}"), bytes(n, n as u64)))
            .collect();
        write(&world.path("from"), &expected);
        for args in [EXPORT, FETCH] {
            let ended = world.run(&format!("{args} --manifest /dev/full")).await;
            assert_eq!(ended.code, Some(1), "{count} {args}: {ended:?}");
            let words = "the manifest cannot be written: No space left on device";
            assert_eq!(
                ended.stderr.matches(words).count(),
                1,
                "{count} {args}: {ended:?}"
            );
            let done = ["exported", "fetched"].map(|done| format!("{count} {done};"));
            assert!(
                done.iter().any(|done| ended.stdout.starts_with(done)),
                "{ended:?}"
            );
        }
        same(&files(&world.path("out")), &expected);
    }
}

#[tokio::test]
async fn a_dry_run_says_what_it_would_do_and_writes_no_file() {
    let world = Transfers::start().await;
    for key in ["a.csv", "b.txt", "nul\0.csv"] {
        world.put(&format!("data/{key}"), b"text").await;
    }
    let args = format!("{FETCH} --dry-run --json --include *.csv --manifest manifest");
    let ended = world.good(&args).await;
    let announced = |file: &str, outcome: &str| (file.to_owned(), outcome.to_owned());
    let expected = [
        announced("a.csv", "would_copy"),
        announced("b.txt", "excluded"),
        announced("nul%(00).csv", "would_copy"),
    ];
    assert_eq!(outcomes(&ended.stdout), expected);
    let text: Vec<String> = manifest(&world).iter().map(Value::to_string).collect();
    assert_eq!(outcomes(&text.join("\n")), expected);
    assert!(!world.path("out").exists());
}
