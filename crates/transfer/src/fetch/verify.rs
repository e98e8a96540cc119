//! Finds bytes that were changed on the way.
//!
//! Most objects have a CRC that the store says. Where it says none, TLS keeps bytes as they are. Without TLS there is the
//! ETag: for most objects it is the MD5 of their bytes, or made of the MD5 of each part. It is something else for an
//! object that KMS encrypts, and nobody says how large parts were; and some stores of other makes send wrong checksums. So
//! bytes may be right that nothing proves: they are read again, and taken if the readings agree.

use crate::PART;
use crate::attempts::attempt;
use crate::job::Job;
use aws::{Checksum, Fault, Listed, Summed};
use md5::{Digest as _, Md5};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

/// So much of a file is looked at once, in bytes. Parts of the usual size are a multiple of it.
const BLOCK: usize = 256 * 1024;

/// Why an object is read again.
pub(super) fn differs() -> Fault {
    Fault::Passing("its bytes were changed on the way".to_owned())
}

/// Returns the checksum to compare the ranges of a large object with. TLS makes the question superfluous, and a store that
/// refuses it has none.
pub(super) async fn checksum_of(job: &Job, object: &Listed) -> Result<Option<Checksum>, Fault> {
    if job.objects.has_tls() {
        return Ok(None);
    }
    let call = || job.objects.checksum_of(object);
    match attempt(&job.objects, &job.pace, call).await {
        Err(Fault::Refused { .. }) => Ok(None),
        answer => answer,
    }
}

/// Whether bytes are those of their object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    Right,
    Wrong,
    Unknown,
}

/// Compares bytes with these sums. Only S3's own checksums prove that bytes are wrong.
pub(super) fn proof(job: &Job, checksum: Option<Checksum>, sums: &[Summed]) -> Proof {
    match checksum {
        Some(checksum) if checksum.is_of(sums) => Proof::Right,
        Some(_) if job.objects.is_s3() => Proof::Wrong,
        None if job.objects.has_tls() => Proof::Right,
        _ => Proof::Unknown,
    }
}

/// Returns whether these are the bytes that the object's ETag was made of.
pub(super) fn are_bytes_of(bytes: &[u8], object: &Listed) -> bool {
    let mut sum = Sum::new(&object.etag);
    for block in bytes.chunks(BLOCK) {
        sum.add(block);
    }
    sum.is(&object.etag)
}

/// As [`are_bytes_of`], for a file.
pub(super) async fn is_file_of(job: &Job, file: &Arc<File>, object: &Listed) -> io::Result<bool> {
    let (file, etag) = (Arc::clone(file), object.etag.clone());
    let looked = job.pace.on_disk(move || {
        let mut sum = Sum::new(&etag);
        each_block(&file, |_, block| {
            sum.add(block);
            Ok(true)
        })?;
        Ok(sum.is(&etag))
    });
    looked.await
}

/// Returns whether two files of the same length have the same bytes.
pub(super) async fn are_same(job: &Job, one: &Arc<File>, other: &Arc<File>) -> io::Result<bool> {
    let (one, other) = (Arc::clone(one), Arc::clone(other));
    let looked = job.pace.on_disk(move || {
        let mut theirs = vec![0; BLOCK];
        let mut is_same = true;
        each_block(&one, |at, block| {
            let theirs = &mut theirs[..block.len()];
            other.read_exact_at(theirs, at)?;
            is_same = block == theirs;
            Ok(is_same)
        })?;
        Ok(is_same)
    });
    looked.await
}

/// Hands out each block with its place until one is enough.
fn each_block(
    file: &File,
    mut block: impl FnMut(u64, &[u8]) -> io::Result<bool>,
) -> io::Result<()> {
    let mut bytes = vec![0; BLOCK];
    let (mut at, length) = (0, file.metadata()?.len());
    while at < length {
        let left = usize::try_from(length - at).unwrap_or(BLOCK);
        let bytes = &mut bytes[..left.min(BLOCK)];
        file.read_exact_at(bytes, at)?;
        if !block(at, bytes)? {
            return Ok(());
        }
        at += bytes.len() as u64;
    }
    Ok(())
}

/// The ETag that bytes have: of the whole, or of parts of the usual size.
struct Sum {
    md5: Md5,
    /// In bytes, of the part that is being added.
    added: u64,
    parts: Option<(Md5, u64)>,
}

impl Sum {
    fn new(etag: &str) -> Self {
        Self {
            md5: Md5::new(),
            added: 0,
            parts: etag.contains('-').then(|| (Md5::new(), 0)),
        }
    }

    fn add(&mut self, block: &[u8]) {
        if self.added == PART {
            self.end_part();
        }
        self.md5.update(block);
        if self.parts.is_some() {
            self.added += block.len() as u64;
        }
    }

    fn end_part(&mut self) {
        let part = std::mem::take(&mut self.md5).finalize();
        self.added = 0;
        if let Some((sums, count)) = &mut self.parts {
            sums.update(part);
            *count += 1;
        }
    }

    fn is(mut self, etag: &str) -> bool {
        let etag = etag.trim_matches('"');
        if self.parts.is_some() {
            self.end_part();
        }
        let made = match self.parts {
            Some((sums, count)) => format!("{}-{count}", hex::encode(sums.finalize())),
            None => hex::encode(self.md5.finalize()),
        };
        etag.eq_ignore_ascii_case(&made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_etag_is_the_md5_of_the_bytes_or_of_the_md5_of_each_part() {
        let part = usize::try_from(PART).expect("small");
        for (length, etag) in [
            (0, "\"d41d8cd98f00b204e9800998ecf8427e\""),
            (3, "47bce5c74f589f4867dbd57e9ca9f808"),
            (part, "412a5e563a3c3a4b53a016566fb35934-1"),
            (part + 1, "b62778a5dbf858d29ac84f718e3a8374-2"),
            (2 * part, "dfee19a371970be9b3eeb0d44b53d974-2"),
        ] {
            let mut bytes = vec![b'a'; length];
            let object = Listed {
                key: String::new(),
                etag: etag.to_owned(),
                size: length as u64,
                modified: 0,
                archived: false,
            };
            assert!(are_bytes_of(&bytes, &object), "{length}");
            bytes.push(b'a');
            assert!(!are_bytes_of(&bytes, &object), "{length}");
        }
    }
}
