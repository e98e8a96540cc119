use super::*;
use crate::file_names::names_to_key;
use crate::file_names::tests::hostile_key;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::{FileExt as _, symlink};
use tempfile::TempDir;
use walkdir::WalkDir;

/// Opens the folder `target` within a temporary folder. Nothing may be written outside of `target`.
fn open_target() -> (TempDir, Folder) {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let folder = Folder::open(&parent.path().join("target")).expect("the folder can be opened");
    (parent, folder)
}

/// Stores a file for the key as a fetch does. Returns its path below the folder.
fn store_file(folder: &Folder, key: &str, text: &str) -> io::Result<String> {
    let (partial, file) = folder.create_partial()?;
    file.write_all_at(text.as_bytes(), 0)?;
    let path = folder.move_into_place(&partial, &key_to_names(key));
    if path.is_err() {
        folder.discard_partial(&partial);
    }
    path
}

/// Returns the files of the temporary folder by their path below `target`, each with the key of its path and its
/// contents. Fails if a file is outside of `target`.
fn read_files(parent: &TempDir) -> BTreeMap<String, (String, String)> {
    let root = parent.path().join("target");
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(parent.path()) {
        let entry = entry.expect("an entry");
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(&root).expect("below the target");
        let path = relative.to_str().expect("UTF-8").to_owned();
        let key = names_to_key(path.split('/')).expect("a key");
        let text = std::fs::read_to_string(entry.path()).expect("a file");
        files.insert(path, (key, text));
    }
    files
}

/// Stores a file for each key in this order, and then again. The second file must replace the first one of its key, and
/// no other.
fn assert_every_key_has_its_own_file(keys: &[String]) {
    let (parent, folder) = open_target();
    let mut paths = BTreeMap::new();
    for round in ["first", "second"] {
        for key in keys {
            let path = store_file(&folder, key, &format!("{round} {key}"));
            let path = path.unwrap_or_else(|error| panic!("{key:?} of {keys:?}: {error}"));
            let previous = paths.insert(key, path.clone());
            assert!(
                previous.is_none_or(|previous| previous == path),
                "{key:?} moved"
            );
        }
    }
    folder.close().expect("the folder can be closed");
    let files = read_files(&parent);
    assert_eq!(files.len(), paths.len(), "{keys:?}: {files:?}");
    for (key, path) in paths {
        let expected = (key.clone(), format!("second {key}"));
        assert_eq!(files.get(&path), Some(&expected), "{keys:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn distinct_keys_have_distinct_files_below_the_folder(keys in prop::collection::btree_set(hostile_key(), 1..20), seed: u64) {
        let mut keys: Vec<String> = keys.into_iter().collect();
        // Listings are sorted, but large objects are complete later than small ones.
        let count = keys.len();
        keys.rotate_left(usize::try_from(seed % count as u64).expect("small"));
        if seed % 2 == 0 {
            keys.reverse();
        }
        assert_every_key_has_its_own_file(&keys);
    }
}

#[test]
fn keys_that_compete_for_a_name_each_have_a_file() {
    let long: Vec<String> = (240..1_024)
        .step_by(56)
        .flat_map(|length| {
            let name = "x".repeat(length);
            [format!("{}/y", &name[..length - 2]), name]
        })
        .collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    let accents = ["é", "e\u{301}", "É"];
    for keys in [
        &["a", "a/b"][..],
        &["a", "a/b", "a/b/c", "a/b/c/d"],
        &["a", "a/", "a//", "a//b", "/a", "//a", "/"],
        &["a", "a%(+)", "a%(+)/b", "a/b", "a/b%(+)"],
        &["..", "../a", "../../a", ".", "./a", "a/..", "a/../b", "b"],
        &["a\0", "a", "a%(00)", "\0", "a\0/b"],
        &["a\\b", "a/b", "a\nb", "a b", " a", "a "],
        &["CON", "con", "Con", "aux.txt", "a:b", "a."],
        &[".s3-connect-partial", ".s3-connect-partial/0"],
        &accents,
        &long,
    ] {
        let mut keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        assert_every_key_has_its_own_file(&keys);
        keys.reverse();
        assert_every_key_has_its_own_file(&keys);
        keys.sort();
        assert_every_key_has_its_own_file(&keys);
    }
}

#[test]
fn symbolic_links_do_not_lead_out_of_the_folder() {
    let (parent, folder) = open_target();
    let root = parent.path().join("target");
    let outside = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(outside.path().join("file"), "outside").expect("the file is written");
    for (name, to) in [
        ("folder", outside.path().to_owned()),
        ("file", outside.path().join("file")),
        ("up", "..".into()),
        ("dangling", outside.path().join("missing")),
    ] {
        symlink(to, root.join(name)).expect("the link is created");
    }
    for key in [
        "folder/a",
        "folder/a/b",
        "file",
        "up/a",
        "up/target/b",
        "up/new/c",
        "dangling",
        "dangling/a",
    ] {
        // Storing a file may fail, but it must not succeed outside of the folder.
        if let Ok(path) = store_file(&folder, key, key) {
            let real = root.join(path).canonicalize().expect("the file exists");
            assert!(
                real.starts_with(root.canonicalize().expect("the folder exists")),
                "{key}"
            );
        }
        drop(folder.create_folders(&key_to_names(&format!("{key}/new"))));
    }
    let entry_names = |folder: &Path| -> BTreeSet<String> {
        let entries = std::fs::read_dir(folder).expect("a folder");
        entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("UTF-8")
            })
            .collect()
    };
    assert_eq!(
        entry_names(outside.path()),
        BTreeSet::from(["file".to_owned()])
    );
    assert_eq!(
        entry_names(parent.path()),
        BTreeSet::from(["target".to_owned()])
    );
    let text = std::fs::read_to_string(outside.path().join("file")).expect("the file exists");
    assert_eq!(text, "outside");
}

#[test]
fn keys_do_not_share_a_file_through_a_symbolic_link() {
    let (parent, folder) = open_target();
    let root = parent.path().join("target");
    std::fs::create_dir(root.join("b")).expect("the folder is created");
    symlink("b", root.join("a")).expect("the link is created");
    for key in ["b/x", "a/x"] {
        store_file(&folder, key, key).expect("the file is stored");
    }
    for (path, expected) in [("b/x", "b/x"), ("a%(+)/x", "a/x")] {
        let text = std::fs::read_to_string(root.join(path)).expect(path);
        assert_eq!(text, expected);
    }
}

#[test]
fn removes_partial_files_of_an_earlier_fetch() {
    let (parent, folder) = open_target();
    let (_partial, file) = folder.create_partial().expect("a partial file");
    file.write_all_at(b"half", 0)
        .expect("the partial file is written");
    // As if the process ended here.
    drop(folder);
    let folder = Folder::open(&parent.path().join("target")).expect("the folder can be opened");
    store_file(&folder, "a", "whole").expect("the file is stored");
    folder.close().expect("the folder can be closed");
    assert_eq!(read_files(&parent).len(), 1);
}

#[test]
fn only_one_fetch_at_a_time_can_use_a_folder() {
    let (parent, folder) = open_target();
    let path = parent.path().join("target");
    let error = Folder::open(&path).expect_err("another fetch uses the folder");
    assert_eq!(error.kind(), ErrorKind::ResourceBusy);
    folder.close().expect("the folder can be closed");
    Folder::open(&path).expect("the folder is free again");
}
