//! A fetch into a file system that is too small.

#![expect(clippy::expect_used, reason = "tests")]

use super::FETCH;
use e2e::binary::{Ended, run};
use e2e::transfers::{Transfers, Tree, bytes, files, finished_files, same};
use std::path::Path;
use tokio::process::Command;

const MIB: usize = 1024 * 1024;

/// Mounts a file system of 48 MiB, of which a file takes 36, and runs the program on it: first as it is, then with all
/// of it free. That is room enough for every file twice, because a file is replaced only once it is whole. The mount is
/// seen by these processes alone and ends with them, so what was found is copied out.
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

/// Runs the script around a command in a mount namespace of its own. Whoever is not root becomes root in a user
/// namespace of its own for that.
///
/// # Panics
/// If neither is possible: a test that cannot look at a full disk fails.
async fn run_on_a_small_disk(program: &Command) {
    let program = program.as_std();
    let mut said = Vec::new();
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
        let ended = run(&mut command).await;
        if ended.code == Some(0) {
            return;
        }
        said.push(ended);
        for name in ["disk", "first", "second"] {
            drop(std::fs::remove_dir(folder.join(name)));
        }
    }
    panic!(
        "This test mounts a small file system in a mount namespace of its own, and could not. It needs root's rights or \
         user namespaces (util-linux, kernel.unprivileged_userns_clone): {said:?}"
    );
}

fn ended(folder: &Path, which: &str) -> Ended {
    let read = |what: &str| {
        let path = folder.join(format!("{which}.{what}"));
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{which}.{what}: {error}"))
    };
    Ended {
        code: read("code").trim().parse().ok(),
        stdout: read("stdout"),
        stderr: read("stderr"),
    }
}

/// Fetches these files where there is not enough room, and then where there is.
async fn fetches_once_there_is_room(expected: &Tree) {
    let world = Transfers::start().await;
    for (name, bytes) in expected {
        world.put(&format!("data/{name}"), bytes).await;
    }
    let fetch = FETCH.replace("--out out", "--out disk/out");
    run_on_a_small_disk(&world.command(&fetch, &[])).await;

    let first = ended(world.folder.path(), "first");
    world.no_secret_in(&first);
    assert_eq!(first.code, Some(1), "{first:?}");
    let words = "the disk is full; make room and run the same command again";
    assert!(first.stderr.contains(words), "{first:?}");
    let found = finished_files(&world.path("first"));
    let mut whole = expected.clone();
    whole.retain(|name, _| found.contains_key(name));
    same(&found, &whole);
    assert!(found.len() < expected.len(), "not everything had room");

    let second = ended(world.folder.path(), "second");
    assert_eq!(second.code, Some(0), "{second:?}");
    same(&files(&world.path("second")), expected);
}

#[tokio::test]
async fn a_large_file_that_has_no_room_has_no_name() {
    let mut expected = Tree::from([("large".to_owned(), bytes(20 * MIB, 1))]);
    expected.insert("small".to_owned(), bytes(100, 2));
    fetches_once_there_is_room(&expected).await;
}

#[tokio::test]
async fn small_files_are_whole_as_far_as_there_is_room() {
    let expected: Tree = (0..180)
        .map(|n| (format!("{}/{n}", n % 5), bytes(100_000 + n, n as u64)))
        .collect();
    fetches_once_there_is_room(&expected).await;
}
