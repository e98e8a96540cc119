//! Large files, many files and deep folders. `TRANSFER_FULL_SIZE=1` moves them at full size, which takes minutes.

#![expect(clippy::expect_used, reason = "tests")]

use super::{EXPORT, FETCH, tree};
use e2e::binary::run_and_measure;
use e2e::transfers::{BUCKET, Transfers, bytes, same, write};
use serde_json::json;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const MIB: u64 = 1024 * 1024;
const PART: u64 = 8 * MIB;
/// Files are compared in blocks of this size.
const BLOCK: u64 = MIB;

struct Sizes {
    /// Of the large file, in bytes. Not a whole number of parts.
    large: u64,
    /// How many files are few, and how many are many.
    files: [usize; 2],
    /// The memory that many may take on top, in MiB: not every run has as much under way at once. The bytes of all files
    /// are more, and so are a few hundred bytes for each at full size.
    noise: u64,
    /// How many files are in one folder.
    in_one_folder: usize,
    /// No command takes longer.
    within: Duration,
}

fn sizes() -> Sizes {
    let is_full = std::env::var("TRANSFER_FULL_SIZE").is_ok_and(|value| value == "1");
    if is_full {
        Sizes {
            large: 5 * 1024 * MIB + 4_321,
            files: [10_000, 100_000],
            noise: 32,
            in_one_folder: 1_000_000,
            within: Duration::from_mins(30),
        }
    } else {
        Sizes {
            large: 200 * MIB + 4_321,
            files: [1_500, 6_000],
            noise: 48,
            in_one_folder: 40_000,
            within: Duration::from_mins(2),
        }
    }
}

/// Runs a command that has to end well, and returns its peak memory in MiB.
async fn measured(world: &Transfers, args: &str) -> u64 {
    let started = std::time::Instant::now();
    let (ended, peak) = run_and_measure(&mut world.command(args, &[]), sizes().within).await;
    world.no_secret_in(&ended);
    assert_eq!(ended.code, Some(0), "{args}: {ended:?}");
    let seconds = started.elapsed().as_secs_f64();
    let said = ended.stdout.lines().last().unwrap_or_default();
    println!("{args}: {peak} MiB, {seconds:.1} s, {said}");
    peak
}

#[tokio::test]
async fn a_sparse_file_goes_out_in_parts_and_comes_back_the_same() {
    let world = Transfers::start().await;
    let length = sizes().large;
    std::fs::create_dir(world.path("from")).expect("made");
    write_sparse(&world.path("from/large"), length);
    let memory = "--memory 32MiB";
    let exporting = measured(&world, &format!("{EXPORT} {memory}")).await;
    let objects = world.sandbox.list_objects(BUCKET).expect("a list");
    let [object] = objects.as_slice() else {
        panic!("{objects:?}");
    };
    assert_eq!((object.key.as_str(), object.size), ("data/large", length));
    let parts = format!("-{}", length.div_ceil(PART));
    assert!(object.etag.ends_with(&parts), "{}", object.etag);

    let fetching = measured(&world, &format!("{FETCH} {memory}")).await;
    same_file(&world.path("out/large"), &world.path("from/large"));
    for peak in [exporting, fetching] {
        assert!(peak < 160, "{peak} MiB for {length} bytes");
    }
}

/// Writes a file of this length that is mostly a hole. There are bytes at both ends, and around the ends of parts.
fn write_sparse(path: &Path, length: u64) {
    let file = File::create(path).expect("a file");
    file.set_len(length).expect("a length");
    let parts = length / PART;
    for (seed, at) in [
        0,
        PART - 500,
        2 * PART - 1_000,
        parts / 2 * PART + 77,
        parts * PART - 999,
        length - 1_000,
    ]
    .into_iter()
    .enumerate()
    {
        let some = bytes(1_000, seed as u64);
        file.write_all_at(&some, at).expect("written");
    }
}

/// Compares block by block.
fn same_file(found: &Path, expected: &Path) {
    let open = |path: &Path| {
        let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let length = file.metadata().expect("its length").len();
        (file, length)
    };
    let ((found, length), (expected, expected_length)) = (open(found), open(expected));
    assert_eq!(length, expected_length);
    let mut at = 0;
    while at < length {
        let size = usize::try_from(BLOCK.min(length - at)).expect("small");
        let (mut one, mut other) = (vec![0; size], vec![0; size]);
        found.read_exact_at(&mut one, at).expect("read");
        expected.read_exact_at(&mut other, at).expect("read");
        assert!(one == other, "the bytes from {at} on differ");
        at += BLOCK;
    }
}

#[tokio::test]
async fn many_small_files_take_no_more_memory_than_few() {
    let world = Transfers::start().await;
    let [few, many] = sizes().files;
    let mut peaks = Vec::new();
    for (name, count) in [("few", few), ("many", many)] {
        write_small_files(&world.path(name), count);
        world.config(&json!({ "path_prefix": name }));
        // With few calls at once, a few files take all the memory that many may take.
        let pace = "--concurrency 8";
        let export = format!("export --config config.json --from {name} {pace}");
        let fetch = format!("fetch --config config.json --out out-{name} {pace}");
        peaks.push([
            measured(&world, &export).await,
            measured(&world, &fetch).await,
        ]);
        same_small_files(&world.path(&format!("out-{name}")), count);
    }
    let [few, many] = [peaks[0], peaks[1]];
    for ((few, many), what) in few.iter().zip(many).zip(["exporting", "fetching"]) {
        assert!(
            many < few + sizes().noise,
            "{what}: {many} MiB for many files, {few} MiB for few"
        );
    }
}

#[tokio::test]
async fn a_folder_of_many_files_takes_no_more_memory_than_one_of_few() {
    let world = Transfers::start().await;
    let mut peaks = Vec::new();
    for (name, count) in [("few", 5_000), ("many", sizes().in_one_folder)] {
        let folder = world.path(name);
        std::fs::create_dir(&folder).expect("made");
        for n in 0..count {
            File::create(folder.join(format!("{n}.csv"))).expect("a file");
        }
        let args = format!("export --config config.json --from {name} --dry-run --manifest all");
        peaks.push(measured(&world, &args).await);
        let manifest = BufReader::new(File::open(world.path("all")).expect("a manifest"));
        assert_eq!(manifest.lines().count(), count);
    }
    // Nothing is sent, so little differs from run to run: the names of the files would be more.
    assert!(peaks[1] < peaks[0] + 3, "{peaks:?} MiB");
}

/// Half of the files are in one folder, and the others in many. Those of few are as large as those of many on average.
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
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
}

fn same_small_files(folder: &Path, count: usize) {
    for n in 0..count {
        let (name, text) = small_file(n);
        let found = std::fs::read(folder.join(&name));
        let found = found.unwrap_or_else(|error| panic!("{}: {error}", name.display()));
        assert!(found == text.as_bytes(), "{} differs", name.display());
    }
    let mut folders = vec![folder.to_owned()];
    let mut found = 0;
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let entry = entry.expect("an entry");
            if entry.file_type().expect("its type").is_dir() {
                folders.push(entry.path());
            } else {
                found += 1;
            }
        }
    }
    assert_eq!(found, count, "there are no others");
}

#[tokio::test]
async fn a_file_1000_folders_deep_is_refused_and_the_others_are_exported() {
    let world = Transfers::start().await;
    let from = world.path("from");
    write(&from, &tree(&[("a", "a"), ("z", "z")]));
    // A path that the system takes at once, and one that is too long for that.
    let short = make_deep(&from, "s", 1_000);
    std::fs::write(from.join(short).join("file"), "deep").expect("written");
    make_deep(&from, "longer", 1_000);
    let ended = world.run(EXPORT).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    same(
        &world.objects().await,
        &tree(&[("data/a", "a"), ("data/z", "z")]),
    );
    assert!(
        ended.stdout.starts_with("2 exported, 2 refused"),
        "{ended:?}"
    );
    for (begins, words) in [
        (
            "s/s/s/",
            "/file: its key would have 2009 bytes; S3 takes 1024",
        ),
        ("longer/longer/", "longer: File name too long"),
    ] {
        let mut lines = ended.stderr.lines();
        let is_said = lines.any(|line| line.starts_with(begins) && line.contains(words));
        assert!(is_said, "{words}: {ended:?}");
    }
    remove(&from);
}

/// Makes so many folders of this name, one within the other, and returns the path of the last below `folder`.
fn make_deep(folder: &Path, name: &str, depth: usize) -> String {
    let half = vec![name; depth / 2].join("/");
    // Of two halves, because the whole path may be longer than the system takes.
    let (upper, lower) = (folder.join(&half), folder.join("lower"));
    std::fs::create_dir_all(&upper).expect("made");
    std::fs::create_dir_all(lower.join(&half)).expect("made");
    std::fs::rename(lower.join(name), upper.join(name)).expect("renamed");
    std::fs::remove_dir(lower).expect("removed");
    format!("{half}/{half}")
}

#[tokio::test]
async fn keys_of_1000_folders_are_fetched_unless_their_path_is_too_long() {
    let world = Transfers::start().await;
    world.put("data/a", b"shallow").await;
    // As many folders as a key can have, with names and without.
    let named = "d/".repeat(500);
    let nameless = "/".repeat(1_000);
    world.put(&format!("data/{named}f"), b"named").await;
    world.put(&format!("data/{nameless}f"), b"nameless").await;
    world.good(FETCH).await;
    assert_eq!(
        deep_files(&world.path("out")),
        ["1 shallow", "1001 nameless", "501 named"]
    );
    remove(&world.path("out"));

    // Of each of these bytes five are made.
    let too_long = "\0".repeat(1_000);
    world.put(&format!("data/{too_long}"), b"too long").await;
    let ended = world.run(FETCH).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stdout.starts_with("3 fetched, 1 failed"), "{ended:?}");
    assert!(ended.stderr.contains("File name too long"), "{ended:?}");
    std::fs::remove_dir_all(world.path("out/.s3-connect-partial")).expect("removed");
    assert_eq!(
        deep_files(&world.path("out")),
        ["1 shallow", "1001 nameless", "501 named"]
    );
    remove(&world.path("out"));
}

/// Every file below a folder: how deep it is, and what is in it. `find` and `rm` go down step by step, so that no path
/// is too long for them.
fn deep_files(folder: &Path) -> Vec<String> {
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

/// The folder would outlast the test otherwise: to remove it takes more open folders than a process may have.
fn remove(folder: &Path) {
    let removed = Command::new("rm").arg("-rf").arg(folder).status();
    assert!(removed.expect("rm").success());
}
