//! Files that cannot be transferred, and mistakes in commands: the message is plain, and every other file is
//! transferred.

#![expect(clippy::expect_used, reason = "tests")]

use super::{EXPORT, FETCH, outcomes, parse_lines, tree};
use e2e::transfer_fixture::{
    FileTree, TransferFixture, assert_same_tree, random_bytes, read_tree, read_unfinished_fetch,
    write_tree,
};
use serde_json::json;
use std::os::unix::fs::symlink;

#[tokio::test]
async fn refuses_to_export_what_is_not_a_regular_file_and_exports_the_rest() {
    let fixture = TransferFixture::start().await;
    let from = fixture.path("from");
    write_tree(&from, &tree(&[("a", "a"), ("in/b", "b")]));
    symlink(fixture.path("config.json"), from.join("link")).expect("the link is created");
    symlink("in", from.join("link to a folder")).expect("the link is created");
    symlink("nowhere", from.join("dangling")).expect("the link is created");
    make_pipe(&from.join("pipe"));
    let socket = std::os::unix::net::UnixListener::bind(from.join("socket")).expect("a socket");
    // A partial file of a killed fetch must not be exported.
    write_tree(&from, &tree(&[(".s3-connect-partial/0", "half")]));
    let deep = vec!["deep"; 210].join("/");
    write_tree(&from, &tree(&[(&format!("{deep}/file"), "too deep")]));
    let output = fixture.run(&format!("{EXPORT} --json")).await;
    drop(socket);
    assert_eq!(output.code, Some(1), "{output:?}");
    assert_same_tree(
        &fixture.read_objects().await,
        &tree(&[("data/a", "a"), ("data/in/b", "b")]),
    );
    for (name, outcome) in outcomes(&output.stdout) {
        let expected = if ["a", "in/b"].contains(&name.as_str()) {
            "copied"
        } else {
            "refused"
        };
        assert_eq!(outcome, expected, "{name}");
    }
    let output = fixture.run(EXPORT).await;
    assert_eq!(output.code, Some(1), "{output:?}");
    for message in [
        "link: it is a symbolic link; links are not followed",
        "dangling: it is a symbolic link",
        "pipe: it is not a file, but a socket, a pipe or a device",
        "socket: it is not a file",
        "its key would have 1059 bytes; S3 allows 1024",
    ] {
        assert!(output.stderr.contains(message), "{message}: {output:?}");
    }
    assert!(
        output.stdout.starts_with("2 exported, 6 refused"),
        "{output:?}"
    );
}

fn make_pipe(path: &std::path::Path) {
    let status = std::process::Command::new("mkfifo").arg(path).status();
    assert!(status.expect("mkfifo").success());
}

#[tokio::test]
async fn refuses_to_export_names_that_are_not_utf8() {
    use std::os::unix::ffi::OsStrExt as _;
    let fixture = TransferFixture::start().await;
    write_tree(&fixture.path("from"), &tree(&[("a", "a")]));
    let name = std::ffi::OsStr::from_bytes(b"not \xff UTF-8");
    std::fs::write(fixture.path("from").join(name), "b").expect("the file is written");
    let output = fixture.run(EXPORT).await;
    assert_eq!(output.code, Some(1), "{output:?}");
    assert!(
        output
            .stderr
            .contains("its name is not UTF-8, which keys must be"),
        "{output:?}"
    );
    assert_same_tree(&fixture.read_objects().await, &tree(&[("data/a", "a")]));
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table")]
async fn reports_mistakes_in_plain_words() {
    let fixture = TransferFixture::start().await;
    write_tree(&fixture.path("from"), &tree(&[("a", "a")]));
    fixture.put_object("data/a", b"a").await;
    let key = "AKIAAAAAAAAAAAAAAAAA";
    for (changes, args, code, message) in [
        (
            json!({ "aws_secret_access_key": "0".repeat(40) }),
            FETCH,
            1,
            "the bucket could not be listed: SignatureDoesNotMatch",
        ),
        (
            json!({ "aws_secret_access_key": "0".repeat(40) }),
            EXPORT,
            1,
            "SignatureDoesNotMatch",
        ),
        (
            json!({ "aws_access_key_id": key }),
            FETCH,
            1,
            "InvalidAccessKeyId",
        ),
        (
            json!({ "bucket": "no-such-bucket-here" }),
            FETCH,
            1,
            "NoSuchBucket",
        ),
        (
            json!({ "bucket": "no-such-bucket-here" }),
            EXPORT,
            1,
            "NoSuchBucket",
        ),
        (json!({ "bucket": "Not A Bucket" }), FETCH, 2, "“bucket”"),
        (
            json!({ "path_prefix": "{nonsense}/" }),
            FETCH,
            2,
            "“path_prefix”",
        ),
        (
            json!({ "path_prefix": "{tenant}/" }),
            FETCH,
            2,
            "“path_prefix”",
        ),
        (
            json!({ "aws_access_key_id": "", "aws_secret_access_key": "" }),
            FETCH,
            2,
            "aws_access_key_id",
        ),
        (json!({ "aws_access_key_id": 7 }), FETCH, 2, "not JSON"),
        (
            json!({ "aws_secret_access_key": ["hunter2-secret"] }),
            FETCH,
            2,
            "not JSON",
        ),
        (
            json!({ "aws_role_arn": "arn:nonsense" }),
            FETCH,
            2,
            "“aws_role_arn”",
        ),
        (json!({ "region": "no where" }), FETCH, 2, "“region”"),
        (json!({ "endpoint": "not a url" }), FETCH, 2, "“endpoint”"),
        (
            json!({}),
            "fetch --config missing.json --out out",
            2,
            "missing.json",
        ),
        (json!({}), "fetch --config config.json", 2, "--out"),
        (
            json!({}),
            "fetch --config config.json --out config.json",
            1,
            "the folder cannot be used",
        ),
        (
            json!({}),
            "export --config config.json --from missing",
            1,
            "the folder cannot be used",
        ),
        (json!({}), "export --config config.json", 2, "--from"),
        (json!({}), "fetch --out out", 2, "--flow"),
        (
            json!({}),
            "fetch --config config.json --out out --incremental",
            2,
            "--incremental",
        ),
        (
            json!({}),
            "fetch --config config.json --out out --include [",
            2,
            "[",
        ),
        (
            json!({}),
            "fetch --config config.json --out out --memory lots",
            2,
            "--memory",
        ),
        (
            json!({}),
            "fetch --config config.json --out out --manifest missing/manifest",
            2,
            "manifest",
        ),
    ] {
        fixture.write_config(&changes);
        let output = fixture.run(args).await;
        assert_eq!(output.code, Some(code), "{changes} {args}: {output:?}");
        assert!(
            output.stderr.contains(message),
            "{message:?} {changes} {args}: {output:?}"
        );
        // Neither Rust's debug output nor a secret.
        let is_plain = !["Error(", "Some(", " { ", "hunter2"]
            .iter()
            .any(|text| output.stderr.contains(text));
        assert!(is_plain, "{changes} {args}: {output:?}");
    }
    std::fs::write(fixture.path("config.json"), "bucket = 'hunter2-toml'")
        .expect("the file is written");
    let output = fixture.run(FETCH).await;
    assert!(
        output.code == Some(2) && !output.stderr.contains("hunter2"),
        "{output:?}"
    );
}

#[tokio::test]
async fn reports_a_file_that_cannot_be_written_and_fetches_it_later() {
    let fixture = TransferFixture::start().await;
    for key in ["a", "closed/b"] {
        fixture
            .put_object(&format!("data/{key}"), key.as_bytes())
            .await;
    }
    // Files have both names that the folder of the key could get.
    write_tree(
        &fixture.path("out"),
        &tree(&[("closed", "mine"), ("closed%(+)", "mine")]),
    );
    let output = fixture.run(FETCH).await;
    assert_eq!(output.code, Some(1), "{output:?}");
    assert!(
        output.stdout.starts_with("1 fetched, 1 failed"),
        "{output:?}"
    );
    let mut expected = tree(&[("a", "a"), ("closed", "mine"), ("closed%(+)", "mine")]);
    assert_same_tree(&read_unfinished_fetch(&fixture.path("out")), &expected);
    // Once one of the names is free, the same command does the rest.
    std::fs::remove_file(fixture.path("out").join("closed")).expect("the file is removed");
    let output = fixture.run_successfully(FETCH).await;
    let summary = "1 fetched, 1 unchanged";
    assert!(output.stdout.starts_with(summary), "{output:?}");
    expected.remove("closed");
    expected.insert("closed/b".to_owned(), b"closed/b".as_slice().into());
    assert_same_tree(&read_tree(&fixture.path("out")), &expected);
}

#[tokio::test]
async fn an_export_needs_only_write_permission() {
    let fixture = TransferFixture::start().await;
    let user = e2e::app::find_sample(&fixture.sandbox, "write-only");
    let expected = tree(&[("a", "a")]);
    write_tree(&fixture.path("from"), &expected);
    let large = random_bytes(9 * 1024 * 1024, 3);
    write_tree(
        &fixture.path("from"),
        &FileTree::from([("large".to_owned(), large.clone())]),
    );
    let fields = e2e::app::Fields::from_sample(user);
    fixture.write_config(&json!({
        "bucket": fields.bucket, "path_prefix": "exports/",
        "aws_access_key_id": fields.key_id, "aws_secret_access_key": fields.secret,
    }));
    fixture.run_successfully(EXPORT).await;
    let object = fixture
        .sandbox
        .get_object(&fields.bucket, "exports/large")
        .await
        .expect("the object exists");
    assert!(*object == *large);
    let output = fixture.run(FETCH).await;
    assert!(
        output.code == Some(1) && output.stderr.contains("AccessDenied"),
        "{output:?}"
    );
}

#[tokio::test]
async fn the_last_event_contains_why_a_transfer_stopped() {
    let fixture = TransferFixture::start().await;
    fixture.write_config(&json!({ "bucket": "no-such-bucket-here" }));
    for (args, reason) in [
        (FETCH, "the bucket could not be listed: NoSuchBucket"),
        (
            "export --config config.json --from missing",
            "the folder cannot be used: No such file or directory",
        ),
    ] {
        let output = fixture.run(&format!("{args} --json")).await;
        assert_eq!(output.code, Some(1), "{output:?}");
        let events = parse_lines(&output.stdout);
        let last = &events[events.len() - 1];
        assert_eq!(last["event"], "ended", "{output:?}");
        let stopped = last["stopped"].as_str().expect("a reason");
        assert!(stopped.contains(reason), "{output:?}");
        assert!(output.stderr.contains(stopped), "{output:?}");
    }
}
