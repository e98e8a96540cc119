//! Helpers for tests in which transfers fail or are interrupted.

use e2e::binary::{CommandOutput, run};
use e2e::transfer_fixture::{FileTree, TransferFixture, assert_same_tree, random_bytes, read_tree};

const DEFAULT_REPETITIONS: u64 = 2;
/// The folder of partial files, within a folder that is fetched into.
pub(super) const PARTIAL_FOLDER: &str = ".s3-connect-partial";

/// Returns how often each test is repeated, each time with another seed: `TRANSFER_FAULT_TIMES`, or else twice.
pub(super) fn repetitions() -> u64 {
    let times = std::env::var("TRANSFER_FAULT_TIMES");
    times.map_or(DEFAULT_REPETITIONS, |times| {
        times.parse().expect("a number")
    })
}

/// Returns files for each way to transfer one: small ones at once, one in a single piece, and one in parts.
pub(super) fn mixed_files(seed: u64) -> FileTree {
    let mut files = FileTree::new();
    for n in 0..20 {
        let length = if n == 0 { 0 } else { 1000 + n * 37 };
        files.insert(
            format!("folder {}/{n:02}", n % 3),
            random_bytes(length, seed + n as u64),
        );
    }
    files.insert("middle".to_owned(), random_bytes(700_000, seed));
    files.insert("large".to_owned(), random_bytes(9 * 1024 * 1024, seed));
    files
}

/// Checks that every file that is there is complete. Files may be missing.
pub(super) fn assert_all_complete(found: &FileTree, expected: &FileTree) {
    let mut found = found.clone();
    found.retain(|name, _| !name.starts_with(PARTIAL_FOLDER));
    let mut expected = expected.clone();
    expected.retain(|name, _| found.contains_key(name));
    assert_same_tree(&found, &expected);
}

/// Returns the files that a fetch into the folder `out` has brought. The folder may be missing.
pub(super) fn read_out(fixture: &TransferFixture) -> FileTree {
    let out = fixture.path("out");
    if out.exists() {
        read_tree(&out)
    } else {
        FileTree::new()
    }
}

/// Runs a command that uses the proxy at `url` as AWS.
pub(super) async fn run_through(fixture: &TransferFixture, url: &str, args: &str) -> CommandOutput {
    let mut command = fixture.command(args, &[]);
    let output = run(command.env("AWS_ENDPOINT_URL", url)).await;
    fixture.assert_no_secrets(&output);
    output
}
