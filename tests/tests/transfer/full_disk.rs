//! A fetch onto a disk that is too small.

#![expect(clippy::expect_used, reason = "tests")]

use super::FETCH;
use e2e::binary::{CommandOutput, run};
use e2e::transfer_fixture::{
    FileTree, TransferFixture, assert_same_tree, random_bytes, read_tree, read_unfinished_fetch,
};
use std::path::Path;
use tokio::process::Command;

const MIB: usize = 1024 * 1024;

/// Mounts a file system of 48 MiB and runs the program on it twice: first with 36 MiB of it occupied by another file,
/// then with all of it free. 48 MiB have room for every file twice, because a file is replaced only once the new one is
/// complete. Only these processes see the mount, and it ends with them, so the script copies the files out.
const SCRIPT: &str = r#"
set -u
mkdir disk first second
mount -t tmpfs -o size=48m,mode=700 tmpfs disk || exit 90
head -c 37748736 /dev/zero > disk/ballast || exit 91
"$@" > first.stdout 2> first.stderr
echo $? > first.code
cp -a disk/out/. first || exit 92
rm disk/ballast
"$@" > second.stdout 2> second.stderr
echo $? > second.code
cp -a disk/out/. second || exit 93
"#;

/// Runs a command by the script, in a new mount namespace. A user who is not root becomes root in a new user namespace
/// for that.
///
/// # Panics
/// Panics if neither is possible. A test that cannot fill a disk must fail, not be skipped.
async fn run_on_small_disk(program: &Command) {
    let program = program.as_std();
    let mut failures = Vec::new();
    for more in [&[][..], &["--map-root-user"]] {
        let folder = program.get_current_dir().expect("a folder");
        let mut command = Command::new("unshare");
        command
            .arg("--mount")
            .args(more)
            .args(["sh", "-c", SCRIPT, "sh"])
            .arg(program.get_program())
            .args(program.get_args())
            .current_dir(folder)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default());
        for (name, value) in program.get_envs() {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        let output = run(&mut command).await;
        if output.code == Some(0) {
            return;
        }
        failures.push(output);
        for name in ["disk", "first", "second"] {
            drop(std::fs::remove_dir(folder.join(name)));
        }
    }
    panic!(
        "This test could not mount a small file system in a new mount namespace. It needs root's rights or user \
         namespaces (util-linux, kernel.unprivileged_userns_clone): {failures:?}"
    );
}

/// Reads what the script has recorded of the `first` or `second` run.
fn read_output(folder: &Path, which: &str) -> CommandOutput {
    let read = |what: &str| {
        let path = folder.join(format!("{which}.{what}"));
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{which}.{what}: {error}"))
    };
    CommandOutput {
        code: read("code").trim().parse().ok(),
        stdout: read("stdout"),
        stderr: read("stderr"),
    }
}

/// Fetches files onto a full disk, and then again with enough space.
async fn assert_completes_once_there_is_space(expected: &FileTree) {
    let fixture = TransferFixture::start().await;
    for (name, bytes) in expected {
        fixture.put_object(&format!("data/{name}"), bytes).await;
    }
    let fetch = FETCH.replace("--out out", "--out disk/out");
    run_on_small_disk(&fixture.command(&fetch, &[])).await;

    let first = read_output(fixture.folder.path(), "first");
    fixture.assert_no_secrets(&first);
    assert_eq!(first.code, Some(1), "{first:?}");
    let message = "the disk is full; free some space and run the same command again";
    assert!(first.stderr.contains(message), "{first:?}");
    let files = read_unfinished_fetch(&fixture.path("first"));
    let mut complete = expected.clone();
    complete.retain(|name, _| files.contains_key(name));
    assert_same_tree(&files, &complete);
    assert!(files.len() < expected.len(), "every file had space");

    let second = read_output(fixture.folder.path(), "second");
    assert_eq!(second.code, Some(0), "{second:?}");
    assert_same_tree(&read_tree(&fixture.path("second")), expected);
}

#[tokio::test]
async fn a_large_file_without_space_does_not_get_its_name() {
    let mut expected = FileTree::from([("large".to_owned(), random_bytes(20 * MIB, 1))]);
    expected.insert("small".to_owned(), random_bytes(100, 2));
    assert_completes_once_there_is_space(&expected).await;
}

#[tokio::test]
async fn small_files_are_complete_until_space_runs_out() {
    let expected: FileTree = (0..180)
        .map(|n| {
            (
                format!("{}/{n}", n % 5),
                random_bytes(100_000 + n, n as u64),
            )
        })
        .collect();
    assert_completes_once_there_is_space(&expected).await;
}
