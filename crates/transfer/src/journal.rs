//! The list of files that a stopped fetch had finished, so that the next fetch into the same folder can skip them.
//!
//! The journal has a line for each file: a hash of the object and the file's modification time. It is kept in the
//! folder of partial files. Lines are only appended, so a process that is killed loses at most its last line. A fetch
//! that brings every file removes the journal.

use aws::ObjectMeta;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::sync::Mutex;
use std::time::SystemTime;

/// This many entries take 50 MiB of memory. Files beyond them are fetched again.
const MAX_ENTRIES: usize = 1_000_000;
/// How many bytes of each SHA-256 hash are stored.
const HASH_LENGTH: usize = 16;

type ObjectHash = [u8; HASH_LENGTH];

/// The entries of earlier fetches, and the file that takes new ones.
#[derive(Debug)]
pub(crate) struct Journal {
    /// Each file's modification time, in nanoseconds since 1970. Entries that this fetch appends are not included.
    entries: HashMap<ObjectHash, u128>,
    file: Mutex<std::fs::File>,
}

impl Journal {
    /// Reads the entries in a file, which must be open for appending.
    pub(crate) fn read(file: std::fs::File) -> Self {
        let lines = BufReader::new(&file).lines().map_while(Result::ok);
        Self {
            entries: lines
                .filter_map(|line| parse_entry(&line))
                .take(MAX_ENTRIES)
                .collect(),
            file: Mutex::new(file),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns whether an earlier fetch finished this object and its file has not changed since. `file_state` looks up
    /// the file's length and modification time.
    pub(crate) fn has_unchanged_file(
        &self,
        bucket: &str,
        object: &ObjectMeta,
        file_state: impl FnOnce() -> Option<(u64, u128)>,
    ) -> bool {
        // Most fetches start with an empty journal. They need not hash every object.
        !self.is_empty()
            && self
                .entries
                .get(&hash_object(bucket, object))
                .is_some_and(|modified| file_state() == Some((object.size, *modified)))
    }

    /// Appends objects together with the modification times of their files.
    ///
    /// # Errors
    /// Returns an error if the journal cannot be written.
    pub(crate) fn append<'a>(
        &self,
        bucket: &str,
        files: impl Iterator<Item = (&'a ObjectMeta, u128)>,
    ) -> io::Result<()> {
        if self.entries.len() >= MAX_ENTRIES {
            return Ok(());
        }
        let mut text = String::new();
        for (object, modified) in files {
            let hash = hex::encode(hash_object(bucket, object));
            // An earlier process may have been killed in the middle of a line, so each entry starts a new one.
            let _ = write!(text, "\n{hash} {modified}\n");
        }
        let mut file = self.file.lock().map_err(|_| io::ErrorKind::Other)?;
        file.write_all(text.as_bytes())
    }
}

/// Returns the nanoseconds since 1970, or 0 for an earlier time.
pub(crate) fn unix_nanoseconds(time: SystemTime) -> u128 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_nanos())
}

fn hash_object(bucket: &str, object: &ObjectMeta) -> ObjectHash {
    let mut hasher = Sha256::new();
    for text in [bucket, &object.key, &object.etag] {
        // The length keeps two texts apart: ("a", "bc") and ("ab", "c") must not have the same hash.
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
    hasher.update(object.size.to_be_bytes());
    hasher.update(object.modified.to_be_bytes());
    let mut hash = ObjectHash::default();
    hash.copy_from_slice(&hasher.finalize()[..HASH_LENGTH]);
    hash
}

/// Parses a line of the journal. Returns `None` for an empty or incomplete line.
fn parse_entry(line: &str) -> Option<(ObjectHash, u128)> {
    let (text, modified) = line.split_once(' ')?;
    let mut hash = ObjectHash::default();
    hex::decode_to_slice(text, &mut hash).ok()?;
    Some((hash, modified.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(key: &str) -> ObjectMeta {
        ObjectMeta {
            key: key.to_owned(),
            etag: "\"e\"".to_owned(),
            size: 3,
            modified: 7,
            archived: false,
        }
    }

    #[test]
    fn finds_entries_of_earlier_fetches_only_while_object_and_file_are_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let open = || {
            let mut options = std::fs::OpenOptions::new();
            options.read(true).append(true).create(true);
            options.open(&path).unwrap()
        };
        let journal = Journal::read(open());
        let (one, two) = (object("one"), object("two"));
        journal
            .append("b", [(&one, 11), (&two, 12)].into_iter())
            .unwrap();
        assert!(
            !journal.has_unchanged_file("b", &one, || Some((3, 11))),
            "entries of this fetch"
        );
        // What a killed process leaves of a line.
        open().write_all(b"00112233 5").unwrap();

        let journal = Journal::read(open());
        assert!(journal.has_unchanged_file("b", &one, || Some((3, 11))));
        assert!(journal.has_unchanged_file("b", &two, || Some((3, 12))));
        for file in [None, Some((3, 12)), Some((2, 11))] {
            assert!(!journal.has_unchanged_file("b", &one, || file), "{file:?}");
        }
        assert!(
            !journal.has_unchanged_file("c", &one, || Some((3, 11))),
            "another bucket"
        );
        let mut newer = object("one");
        newer.modified = 8;
        assert!(!journal.has_unchanged_file("b", &newer, || Some((3, 11))));
        newer = object("one");
        newer.etag = "\"f\"".to_owned();
        assert!(!journal.has_unchanged_file("b", &newer, || Some((3, 11))));
    }
}
