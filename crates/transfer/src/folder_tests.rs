use super::*;
use crate::names::tests::hostile;
use crate::names::{key, names};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::{FileExt as _, symlink};
use tempfile::TempDir;
use walkdir::WalkDir;

/// A folder to fetch into, within another one that nothing may be written to.
fn target() -> (TempDir, Folder) {
    let around = tempfile::tempdir().expect("a folder");
    let folder = Folder::open(&around.path().join("target")).expect("opened");
    (around, folder)
}

fn write(folder: &Folder, key: &str, text: &str) -> io::Result<String> {
    let (partial, file) = folder.begin()?;
    file.write_all_at(text.as_bytes(), 0)?;
    let named = folder.finish(&partial, &names(key));
    if named.is_err() {
        folder.give_up(&partial);
    }
    named
}

/// The files below the folder, each with the key that its path leads back to and its contents.
fn files(around: &TempDir) -> BTreeMap<String, (String, String)> {
    let root = around.path().join("target");
    let mut found = BTreeMap::new();
    for entry in WalkDir::new(around.path()) {
        let entry = entry.expect("an entry");
        if entry.file_type().is_dir() {
            continue;
        }
        let below = entry.path().strip_prefix(&root).expect("below the target");
        let path = below.to_str().expect("UTF-8").to_owned();
        let key = key(path.split('/')).expect("a key");
        let text = std::fs::read_to_string(entry.path()).expect("a file");
        found.insert(path, (key, text));
    }
    found
}

/// Writes each key in this order, twice: the second time in place of the first.
fn every_key_has_a_file_of_its_own(keys: &[String]) {
    let (around, folder) = target();
    let mut paths = BTreeMap::new();
    for round in ["first", "second"] {
        for key in keys {
            let path = write(&folder, key, &format!("{round} {key}"));
            let path = path.unwrap_or_else(|error| panic!("{key:?} of {keys:?}: {error}"));
            let before = paths.insert(key, path.clone());
            assert!(before.is_none_or(|before| before == path), "{key:?} moved");
        }
    }
    folder.close().expect("closed");
    let found = files(&around);
    assert_eq!(found.len(), paths.len(), "{keys:?}: {found:?}");
    for (key, path) in paths {
        let expected = (key.clone(), format!("second {key}"));
        assert_eq!(found.get(&path), Some(&expected), "{keys:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn distinct_keys_are_distinct_files_below_the_target(keys in prop::collection::btree_set(hostile(), 1..20), seed: u64) {
        let mut keys: Vec<String> = keys.into_iter().collect();
        // A listing is in order, but large objects are whole later than small ones.
        let count = keys.len();
        keys.rotate_left(usize::try_from(seed % count as u64).expect("small"));
        if seed % 2 == 0 {
            keys.reverse();
        }
        every_key_has_a_file_of_its_own(&keys);
    }
}

#[test]
fn keys_that_contend_for_a_name_each_have_a_file() {
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
        every_key_has_a_file_of_its_own(&keys);
        keys.reverse();
        every_key_has_a_file_of_its_own(&keys);
        keys.sort();
        every_key_has_a_file_of_its_own(&keys);
    }
}

#[test]
fn a_link_does_not_lead_out_of_the_folder() {
    let (around, folder) = target();
    let (root, outside) = (around.path().join("target"), tempfile::tempdir());
    let outside = outside.expect("a folder");
    std::fs::write(outside.path().join("file"), "not ours").expect("written");
    for (name, to) in [
        ("folder", outside.path().to_owned()),
        ("file", outside.path().join("file")),
        ("up", "..".into()),
        ("dangling", outside.path().join("missing")),
    ] {
        symlink(to, root.join(name)).expect("a link");
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
        if let Ok(path) = write(&folder, key, key) {
            let real = root.join(path).canonicalize().expect("it is there");
            assert!(
                real.starts_with(root.canonicalize().expect("a path")),
                "{key}"
            );
        }
        drop(folder.make_folders(&names(&format!("{key}/made"))));
    }
    let names = |folder: &Path| -> BTreeSet<String> {
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
    assert_eq!(names(outside.path()), BTreeSet::from(["file".to_owned()]));
    assert_eq!(names(around.path()), BTreeSet::from(["target".to_owned()]));
    let kept = std::fs::read_to_string(outside.path().join("file")).expect("a file");
    assert_eq!(kept, "not ours");
}

#[test]
fn a_link_within_the_folder_does_not_make_two_keys_one_file() {
    let (around, folder) = target();
    let root = around.path().join("target");
    std::fs::create_dir(root.join("b")).expect("made");
    symlink("b", root.join("a")).expect("a link");
    for key in ["b/x", "a/x"] {
        write(&folder, key, key).expect("written");
    }
    for (path, text) in [("b/x", "b/x"), ("a%(+)/x", "a/x")] {
        let read = std::fs::read_to_string(root.join(path)).expect(path);
        assert_eq!(read, text);
    }
}

#[test]
fn half_written_files_are_gone_after_the_next_use() {
    let (around, folder) = target();
    let (_partial, file) = folder.begin().expect("begun");
    file.write_all_at(b"half", 0).expect("written");
    drop(folder);
    let folder = Folder::open(&around.path().join("target")).expect("opened");
    write(&folder, "a", "whole").expect("written");
    folder.close().expect("closed");
    assert_eq!(files(&around).len(), 1);
}

#[test]
fn one_fetch_at_a_time_uses_a_folder() {
    let (around, folder) = target();
    let path = around.path().join("target");
    let second = Folder::open(&path).expect_err("it is in use");
    assert_eq!(second.kind(), ErrorKind::ResourceBusy);
    folder.close().expect("closed");
    Folder::open(&path).expect("opened");
}
