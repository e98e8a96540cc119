//! Large files, many files and deep folders. `TRANSFER_FULL_SIZE=1` transfers them at full size, which takes minutes.

#![expect(clippy::expect_used, reason = "tests")]

use super::{EXPORT, FETCH, tree};
use e2e::binary::run_and_measure;
use e2e::transfer_fixture::{BUCKET, TransferFixture, assert_same_tree, random_bytes, write_tree};
use serde_json::json;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const MIB: u64 = 1024 * 1024;
const PART_SIZE: u64 = 8 * MIB;
/// Files are compared in blocks of this size.
const BLOCK_SIZE: u64 = MIB;

struct Sizes {
    /// The size of the large file, in bytes. Not a whole number of parts.
    large_file: u64,
    /// A few files.
    few: usize,
    /// Many files.
    many: usize,
    /// How much more memory many files may take than a few, in MiB. Runs differ, because not each has as much in
    /// transfer at once. Keeping the bytes of all files would take more than this, and at full size, so would a few
    /// hundred bytes for each file.
    memory_tolerance: u64,
    /// The number of files in one folder.
    in_one_folder: usize,
    /// The time limit of a command.
    timeout: Duration,
}

fn sizes() -> Sizes {
    let is_full = std::env::var("TRANSFER_FULL_SIZE").is_ok_and(|value| value == "1");
    if is_full {
        Sizes {
            large_file: 5 * 1024 * MIB + 4_321,
            few: 10_000,
            many: 100_000,
            memory_tolerance: 32,
            in_one_folder: 1_000_000,
            timeout: Duration::from_mins(30),
        }
    } else {
        Sizes {
            large_file: 200 * MIB + 4_321,
            few: 1_500,
            many: 6_000,
            memory_tolerance: 48,
            in_one_folder: 40_000,
            timeout: Duration::from_mins(2),
        }
    }
}

/// Runs a command that must succeed, and returns its peak memory in MiB.
async fn peak_memory(fixture: &TransferFixture, args: &str) -> u64 {
    let started = std::time::Instant::now();
    let (output, peak) = run_and_measure(&mut fixture.command(args, &[]), sizes().timeout).await;
    fixture.assert_no_secrets(&output);
    assert_eq!(output.code, Some(0), "{args}: {output:?}");
    let seconds = started.elapsed().as_secs_f64();
    let summary = output.stdout.lines().last().unwrap_or_default();
    println!("{args}: {peak} MiB, {seconds:.1} s, {summary}");
    peak
}

#[tokio::test]
async fn a_large_file_is_exported_in_parts_and_fetched_unchanged() {
    let fixture = TransferFixture::start().await;
    let length = sizes().large_file;
    std::fs::create_dir(fixture.path("from")).expect("the folder is created");
    write_sparse(&fixture.path("from/large"), length);
    let memory = "--memory 32MiB";
    let export_peak = peak_memory(&fixture, &format!("{EXPORT} {memory}")).await;
    let objects = fixture.sandbox.list_objects(BUCKET).expect("a listing");
    let [object] = objects.as_slice() else {
        panic!("{objects:?}");
    };
    assert_eq!((object.key.as_str(), object.size), ("data/large", length));
    let suffix = format!("-{}", length.div_ceil(PART_SIZE));
    assert!(object.etag.ends_with(&suffix), "{}", object.etag);

    let fetch_peak = peak_memory(&fixture, &format!("{FETCH} {memory}")).await;
    assert_same_file(&fixture.path("out/large"), &fixture.path("from/large"));
    for peak in [export_peak, fetch_peak] {
        assert!(peak < 160, "{peak} MiB for {length} bytes");
    }
}

/// Writes a file that is mostly a hole, which saves disk space. There are bytes at both ends, and around ends of parts.
fn write_sparse(path: &Path, length: u64) {
    let file = File::create(path).expect("a file");
    file.set_len(length).expect("a length");
    let parts = length / PART_SIZE;
    for (seed, position) in [
        0,
        PART_SIZE - 500,
        2 * PART_SIZE - 1_000,
        parts / 2 * PART_SIZE + 77,
        parts * PART_SIZE - 999,
        length - 1_000,
    ]
    .into_iter()
    .enumerate()
    {
        let bytes = random_bytes(1_000, seed as u64);
        file.write_all_at(&bytes, position)
            .expect("the bytes are written");
    }
}

/// Compares two files block by block.
fn assert_same_file(found: &Path, expected: &Path) {
    let open = |path: &Path| {
        let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let length = file.metadata().expect("its length").len();
        (file, length)
    };
    let ((found, length), (expected, expected_length)) = (open(found), open(expected));
    assert_eq!(length, expected_length);
    let mut position = 0;
    while position < length {
        let size = usize::try_from(BLOCK_SIZE.min(length - position)).expect("small");
        let (mut block, mut expected_block) = (vec![0; size], vec![0; size]);
        let read = found.read_exact_at(&mut block, position);
        read.expect("the file can be read");
        let read = expected.read_exact_at(&mut expected_block, position);
        read.expect("the file can be read");
        assert!(
            block == expected_block,
            "the bytes from {position} on differ"
        );
        position += BLOCK_SIZE;
    }
}

#[tokio::test]
async fn many_small_files_take_no_more_memory_than_a_few() {
    let fixture = TransferFixture::start().await;
    let mut peaks = Vec::new();
    for (name, count) in [("few", sizes().few), ("many", sizes().many)] {
        write_small_files(&fixture.path(name), count);
        fixture.write_config(&json!({ "path_prefix": name }));
        // With little concurrency, a few files are enough to reach the peak.
        let limit = "--concurrency 8";
        let export = format!("export --config config.json --from {name} {limit}");
        let fetch = format!("fetch --config config.json --out out-{name} {limit}");
        peaks.push([
            peak_memory(&fixture, &export).await,
            peak_memory(&fixture, &fetch).await,
        ]);
        assert_same_small_files(&fixture.path(&format!("out-{name}")), count);
    }
    let [few, many] = [peaks[0], peaks[1]];
    for ((few, many), command) in few.iter().zip(many).zip(["export", "fetch"]) {
        assert!(
            many < few + sizes().memory_tolerance,
            "{command}: {many} MiB for many files, {few} MiB for a few"
        );
    }
}

#[tokio::test]
async fn a_folder_with_many_files_takes_no_more_memory_than_one_with_a_few() {
    let fixture = TransferFixture::start().await;
    let mut peaks = Vec::new();
    for (name, count) in [("few", 5_000), ("many", sizes().in_one_folder)] {
        let folder = fixture.path(name);
        std::fs::create_dir(&folder).expect("the folder is created");
        for n in 0..count {
            File::create(folder.join(format!("{n}.csv"))).expect("a file");
        }
        let args = format!("export --config config.json --from {name} --dry-run --manifest all");
        peaks.push(peak_memory(&fixture, &args).await);
        let manifest = BufReader::new(File::open(fixture.path("all")).expect("a manifest"));
        assert_eq!(manifest.lines().count(), count);
    }
    // A dry run sends nothing, so its memory hardly varies. Keeping the names of all files would take more than this.
    assert!(peaks[1] < peaks[0] + 3, "{peaks:?} MiB");
}

/// Returns the path and contents of a file. Half of the files share one folder, and the others are in many folders. The
/// average size does not depend on the number of files.
fn small_file(n: usize) -> (PathBuf, String) {
    let folder = if n.is_multiple_of(2) {
        "all together".to_owned()
    } else {
        format!("{}/{}", n % 7, n % 101)
    };
    let text = format!("{n} ").repeat(n * 7_919 % 6_000);
    (Path::new(&folder).join(format!("{n}.csv")), text)
}

fn write_small_files(folder: &Path, count: usize) {
    for n in 0..count {
        let (name, text) = small_file(n);
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a parent folder"))
            .expect("the folder is created");
        std::fs::write(path, text).expect("the file is written");
    }
}

fn assert_same_small_files(folder: &Path, count: usize) {
    for n in 0..count {
        let (name, text) = small_file(n);
        let bytes = std::fs::read(folder.join(&name));
        let bytes = bytes.unwrap_or_else(|error| panic!("{}: {error}", name.display()));
        assert!(bytes == text.as_bytes(), "{} differs", name.display());
    }
    let mut folders = vec![folder.to_owned()];
    let mut file_count = 0;
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let entry = entry.expect("an entry");
            if entry.file_type().expect("its type").is_dir() {
                folders.push(entry.path());
            } else {
                file_count += 1;
            }
        }
    }
    assert_eq!(file_count, count, "there are no other files");
}

#[tokio::test]
async fn refuses_to_export_a_file_1000_folders_deep_and_exports_the_others() {
    let fixture = TransferFixture::start().await;
    let from = fixture.path("from");
    write_tree(&from, &tree(&[("a", "a"), ("z", "z")]));
    // One path that the operating system accepts, and one that is too long for it.
    let short = create_deep_folder(&from, "s", 1_000);
    std::fs::write(from.join(short).join("file"), "deep").expect("the file is written");
    create_deep_folder(&from, "longer", 1_000);
    let output = fixture.run(EXPORT).await;
    assert_eq!(output.code, Some(1), "{output:?}");
    assert_same_tree(
        &fixture.read_objects().await,
        &tree(&[("data/a", "a"), ("data/z", "z")]),
    );
    assert!(
        output.stdout.starts_with("2 exported, 2 refused"),
        "{output:?}"
    );
    for (start, message) in [
        (
            "s/s/s/",
            "/file: its key would have 2009 bytes; S3 allows 1024",
        ),
        ("longer/longer/", "longer: File name too long"),
    ] {
        let mut lines = output.stderr.lines();
        let is_printed = lines.any(|line| line.starts_with(start) && line.contains(message));
        assert!(is_printed, "{message}: {output:?}");
    }
    remove_deep_folder(&from);
}

/// Creates nested folders with this name, and returns the path of the innermost below `folder`.
fn create_deep_folder(folder: &Path, name: &str, depth: usize) -> String {
    let half = vec![name; depth / 2].join("/");
    // From two halves, because the operating system may refuse the whole path.
    let (upper, lower) = (folder.join(&half), folder.join("lower"));
    std::fs::create_dir_all(&upper).expect("the folder is created");
    std::fs::create_dir_all(lower.join(&half)).expect("the folder is created");
    std::fs::rename(lower.join(name), upper.join(name)).expect("the folder is moved");
    std::fs::remove_dir(lower).expect("the folder is removed");
    format!("{half}/{half}")
}

#[tokio::test]
async fn fetches_keys_with_1000_folders_unless_their_path_is_too_long() {
    let fixture = TransferFixture::start().await;
    fixture.put_object("data/a", b"shallow").await;
    // As many folders as a key can have, with and without names.
    let named = "d/".repeat(500);
    let nameless = "/".repeat(1_000);
    fixture
        .put_object(&format!("data/{named}f"), b"named")
        .await;
    fixture
        .put_object(&format!("data/{nameless}f"), b"nameless")
        .await;
    fixture.run_successfully(FETCH).await;
    assert_eq!(
        read_deep_files(&fixture.path("out")),
        ["1 shallow", "1001 nameless", "501 named"]
    );
    remove_deep_folder(&fixture.path("out"));

    // Each of these bytes is escaped to five, so the path is longer than the operating system accepts.
    let too_long = "\0".repeat(1_000);
    fixture
        .put_object(&format!("data/{too_long}"), b"too long")
        .await;
    let output = fixture.run(FETCH).await;
    assert_eq!(output.code, Some(1), "{output:?}");
    assert!(
        output.stdout.starts_with("3 fetched, 1 failed"),
        "{output:?}"
    );
    assert!(output.stderr.contains("File name too long"), "{output:?}");
    std::fs::remove_dir_all(fixture.path("out/.s3-connect-partial"))
        .expect("the folder is removed");
    assert_eq!(
        read_deep_files(&fixture.path("out")),
        ["1 shallow", "1001 nameless", "501 named"]
    );
    remove_deep_folder(&fixture.path("out"));
}

/// Returns the depth and contents of every file below a folder. `find` changes into one folder after the other, so no
/// path is too long for it.
fn read_deep_files(folder: &Path) -> Vec<String> {
    let mut find = Command::new("find");
    find.arg(folder)
        .args(["-type", "f", "-printf", "%d ", "-execdir", "cat", "{}", ";"])
        .args(["-printf", "\\n"]);
    let output = find.output().expect("find");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let mut files: Vec<String> = text.lines().map(str::to_owned).collect();
    files.sort();
    files
}

/// Removes a folder with `rm`. Rust keeps every parent folder open meanwhile, which takes more file descriptors than a
/// process may have.
fn remove_deep_folder(folder: &Path) {
    let status = Command::new("rm").arg("-rf").arg(folder).status();
    assert!(status.expect("rm").success());
}
