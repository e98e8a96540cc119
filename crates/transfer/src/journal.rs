//! What a fetch that was stopped had finished, so that the next one into the same folder goes on from there.
//!
//! A line for each file, in the folder of half-written files: a hash of the object, and when its file was last changed.
//! Lines are only added, so whatever ends the process costs the last line at most. A fetch that brings every file removes
//! them all.

use aws::Listed;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::sync::Mutex;
use std::time::SystemTime;

/// So many files are remembered, which takes 50 MiB. More are fetched again.
const MOST: usize = 1_000_000;
/// In bytes, of the hash that is kept.
const HASH: usize = 16;

type Hash = [u8; HASH];

#[derive(Debug)]
pub(crate) struct Journal {
    /// When each file was last changed, in nanoseconds since 1970.
    finished: HashMap<Hash, u128>,
    lines: Mutex<std::fs::File>,
}

impl Journal {
    /// Reads what earlier fetches wrote; more is added at the end of the file.
    pub(crate) fn read(file: std::fs::File) -> Self {
        let lines = BufReader::new(&file).lines().map_while(Result::ok);
        Self {
            finished: lines
                .filter_map(|line| finished(&line))
                .take(MOST)
                .collect(),
            lines: Mutex::new(file),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.finished.is_empty()
    }

    /// Returns whether an earlier fetch finished this object, and its file is as it was then. `look` finds the file.
    pub(crate) fn has(
        &self,
        bucket: &str,
        object: &Listed,
        look: impl FnOnce() -> Option<(u64, u128)>,
    ) -> bool {
        // Most fetches begin with an empty folder, and need no hash.
        !self.is_empty()
            && self
                .finished
                .get(&hash(bucket, object))
                .is_some_and(|changed| look() == Some((object.size, *changed)))
    }

    /// Remembers objects with when their files were last changed.
    pub(crate) fn add<'a>(
        &self,
        bucket: &str,
        files: impl Iterator<Item = (&'a Listed, u128)>,
    ) -> io::Result<()> {
        if self.finished.len() >= MOST {
            return Ok(());
        }
        let mut text = String::new();
        for (object, changed) in files {
            let hash = hex::encode(hash(bucket, object));
            // The process before may have been killed in the middle of a line.
            let _ = write!(text, "\n{hash} {changed}\n");
        }
        let mut lines = self.lines.lock().map_err(|_| io::ErrorKind::Other)?;
        lines.write_all(text.as_bytes())
    }
}

/// In nanoseconds since 1970.
pub(crate) fn nanoseconds(at: SystemTime) -> u128 {
    let since = at.duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_nanos())
}

fn hash(bucket: &str, object: &Listed) -> Hash {
    let mut sum = Sha256::new();
    for text in [bucket, &object.key, &object.etag] {
        sum.update((text.len() as u64).to_be_bytes());
        sum.update(text);
    }
    sum.update(object.size.to_be_bytes());
    sum.update(object.modified.to_be_bytes());
    let mut hash = Hash::default();
    hash.copy_from_slice(&sum.finalize()[..HASH]);
    hash
}

fn finished(line: &str) -> Option<(Hash, u128)> {
    let (text, changed) = line.split_once(' ')?;
    let mut hash = Hash::default();
    hex::decode_to_slice(text, &mut hash).ok()?;
    Some((hash, changed.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(key: &str) -> Listed {
        Listed {
            key: key.to_owned(),
            etag: "\"e\"".to_owned(),
            size: 3,
            modified: 7,
            archived: false,
        }
    }

    #[test]
    fn knows_what_was_added_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines");
        let open = || {
            let mut options = std::fs::OpenOptions::new();
            options.read(true).append(true).create(true);
            options.open(&path).unwrap()
        };
        let journal = Journal::read(open());
        let (one, two) = (object("one"), object("two"));
        journal
            .add("b", [(&one, 11), (&two, 12)].into_iter())
            .unwrap();
        assert!(!journal.has("b", &one, || Some((3, 11))), "in this run");
        // A process that was killed leaves half of a line.
        open().write_all(b"00112233 5").unwrap();

        let journal = Journal::read(open());
        assert!(journal.has("b", &one, || Some((3, 11))));
        assert!(journal.has("b", &two, || Some((3, 12))));
        for file in [None, Some((3, 12)), Some((2, 11))] {
            assert!(!journal.has("b", &one, || file), "{file:?}");
        }
        assert!(!journal.has("c", &one, || Some((3, 11))), "another bucket");
        let mut newer = object("one");
        newer.modified = 8;
        assert!(!journal.has("b", &newer, || Some((3, 11))));
        newer = object("one");
        newer.etag = "\"f\"".to_owned();
        assert!(!journal.has("b", &newer, || Some((3, 11))));
    }
}
