//! What cannot be moved, and mistakes: they are said in plain words, and everything else is moved.

#![expect(clippy::expect_used, reason = "tests")]

use super::{EXPORT, FETCH, lines, outcomes, tree};
use e2e::transfers::{Transfers, Tree, bytes, files, finished_files, same, write};
use serde_json::json;
use std::os::unix::fs::symlink;

#[tokio::test]
async fn what_is_no_file_is_said_and_the_rest_is_exported() {
    let world = Transfers::start().await;
    let from = world.path("from");
    write(&from, &tree(&[("a", "a"), ("in/b", "b")]));
    symlink(world.path("config.json"), from.join("link")).expect("a link");
    symlink("in", from.join("link to a folder")).expect("a link");
    symlink("nowhere", from.join("dangling")).expect("a link");
    make_pipe(&from.join("pipe"));
    let socket = std::os::unix::net::UnixListener::bind(from.join("socket")).expect("a socket");
    // What a fetch that was killed may have left is nobody's file.
    write(&from, &tree(&[(".s3-connect-partial/0", "half")]));
    let deep = vec!["deep"; 210].join("/");
    write(&from, &tree(&[(&format!("{deep}/file"), "too deep")]));
    let ended = world.run(&format!("{EXPORT} --json")).await;
    drop(socket);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    same(
        &world.objects().await,
        &tree(&[("data/a", "a"), ("data/in/b", "b")]),
    );
    for (name, outcome) in outcomes(&ended.stdout) {
        let expected = if ["a", "in/b"].contains(&name.as_str()) {
            "copied"
        } else {
            "refused"
        };
        assert_eq!(outcome, expected, "{name}");
    }
    let ended = world.run(EXPORT).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    for words in [
        "link: it is a link, and links are not followed",
        "dangling: it is a link",
        "pipe: it is no file, but a socket, a pipe or a device",
        "socket: it is no file",
        "its key would have 1059 bytes; S3 takes 1024",
    ] {
        assert!(ended.stderr.contains(words), "{words}: {ended:?}");
    }
    assert!(
        ended.stdout.starts_with("2 exported, 6 refused"),
        "{ended:?}"
    );
}

fn make_pipe(path: &std::path::Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo").success());
}

#[tokio::test]
async fn names_that_are_not_utf8_are_refused() {
    use std::os::unix::ffi::OsStrExt as _;
    let world = Transfers::start().await;
    write(&world.path("from"), &tree(&[("a", "a")]));
    let name = std::ffi::OsStr::from_bytes(b"not \xff UTF-8");
    std::fs::write(world.path("from").join(name), "b").expect("written");
    let ended = world.run(EXPORT).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(
        ended.stderr.contains("its name is not UTF-8, as keys are"),
        "{ended:?}"
    );
    same(&world.objects().await, &tree(&[("data/a", "a")]));
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table")]
async fn mistakes_are_said_in_plain_words() {
    let world = Transfers::start().await;
    write(&world.path("from"), &tree(&[("a", "a")]));
    world.put("data/a", b"a").await;
    let key = "AKIAAAAAAAAAAAAAAAAA";
    for (changes, args, code, words) in [
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
        world.config(&changes);
        let ended = world.run(args).await;
        assert_eq!(ended.code, Some(code), "{changes} {args}: {ended:?}");
        assert!(
            ended.stderr.contains(words),
            "{words:?} {changes} {args}: {ended:?}"
        );
        let plain = !["Error(", "Some(", " { ", "hunter2"]
            .iter()
            .any(|sign| ended.stderr.contains(sign));
        assert!(plain, "{changes} {args}: {ended:?}");
    }
    std::fs::write(world.path("config.json"), "bucket = 'hunter2-toml'").expect("written");
    let ended = world.run(FETCH).await;
    assert!(
        ended.code == Some(2) && !ended.stderr.contains("hunter2"),
        "{ended:?}"
    );
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_said() {
    let world = Transfers::start().await;
    for key in ["a", "closed/b"] {
        world.put(&format!("data/{key}"), key.as_bytes()).await;
    }
    // A file and its place beside it are taken, so that no folder can be made for the key.
    write(
        &world.path("out"),
        &tree(&[("closed", "mine"), ("closed%(+)", "mine")]),
    );
    let ended = world.run(FETCH).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stdout.starts_with("1 fetched, 1 failed"), "{ended:?}");
    let mut expected = tree(&[("a", "a"), ("closed", "mine"), ("closed%(+)", "mine")]);
    same(&finished_files(&world.path("out")), &expected);
    // With room for the folder, the same command does the rest.
    std::fs::remove_file(world.path("out").join("closed")).expect("removed");
    let ended = world.good(FETCH).await;
    let summary = "1 fetched, 1 unchanged";
    assert!(ended.stdout.starts_with(summary), "{ended:?}");
    expected.remove("closed");
    expected.insert("closed/b".to_owned(), b"closed/b".as_slice().into());
    same(&files(&world.path("out")), &expected);
}

#[tokio::test]
async fn an_export_needs_nothing_but_to_write() {
    let world = Transfers::start().await;
    let user = e2e::app::sample(&world.sandbox, "write-only");
    let expected = tree(&[("a", "a")]);
    write(&world.path("from"), &expected);
    let large = bytes(9 * 1024 * 1024, 3);
    write(
        &world.path("from"),
        &Tree::from([("large".to_owned(), large.clone())]),
    );
    let fields = e2e::app::Fields::of(user);
    world.config(&json!({
        "bucket": fields.bucket, "path_prefix": "exports/",
        "aws_access_key_id": fields.key_id, "aws_secret_access_key": fields.secret,
    }));
    world.good(EXPORT).await;
    let written = world
        .sandbox
        .get_object(&fields.bucket, "exports/large")
        .await
        .expect("it is there");
    assert!(*written == *large);
    let ended = world.run(FETCH).await;
    assert!(
        ended.code == Some(1) && ended.stderr.contains("AccessDenied"),
        "{ended:?}"
    );
}

#[tokio::test]
async fn the_last_event_says_why_a_transfer_stopped() {
    let world = Transfers::start().await;
    world.config(&json!({ "bucket": "no-such-bucket-here" }));
    for (args, why) in [
        (FETCH, "the bucket could not be listed: NoSuchBucket"),
        (
            "export --config config.json --from missing",
            "the folder cannot be used: No such file or directory",
        ),
    ] {
        let ended = world.run(&format!("{args} --json")).await;
        assert_eq!(ended.code, Some(1), "{ended:?}");
        let events = lines(&ended.stdout);
        let last = &events[events.len() - 1];
        assert_eq!(last["event"], "ended", "{ended:?}");
        let stopped = last["stopped"].as_str().expect("why");
        assert!(stopped.contains(why), "{ended:?}");
        assert!(ended.stderr.contains(stopped), "{ended:?}");
    }
}
