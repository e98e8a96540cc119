//! Detects bytes that were corrupted in transit.
//!
//! For most objects that are read whole, the store sends a CRC. Where it sends none, TLS protects the bytes. Large objects
//! are read in ranges, which carry no CRC: with TLS that is enough, without TLS their CRC is requested. The ETag may help, too:
//! for most objects it is the MD5 of their bytes, or is made of the MD5s of their parts. But the ETag of an object that
//! is encrypted with KMS is something else, the size of the parts is not known, and some S3-compatible stores send
//! wrong checksums. So some correct bytes cannot be verified. They are read again, and accepted if the readings agree.

use crate::job::Job;
use crate::part_size::PART_SIZE;
use crate::retry::retry;
use aws::{Checksum, ObjectError, ObjectMeta, PieceChecksum};
use md5::{Digest as _, Md5};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

/// How many bytes of a file are read at once. Must divide [`PART_SIZE`], because [`EtagHasher`] ends parts only between
/// blocks.
const BLOCK_SIZE: usize = 256 * 1024;

/// Returns the error for bytes that failed verification. It is retryable, so the object is read again.
pub(super) fn corrupted_bytes() -> ObjectError {
    ObjectError::Transient("its bytes were corrupted in transit".to_owned())
}

/// Requests the checksum of an object that is read in ranges, because a response with a range does not carry it. With TLS it
/// is not needed, so the request is saved.
///
/// # Errors
/// Returns an error if the store failed. A store that refuses the request counts as one without checksums.
pub(super) async fn request_checksum(
    job: &Job,
    object: &ObjectMeta,
) -> Result<Option<Checksum>, ObjectError> {
    if job.objects.has_tls() {
        return Ok(None);
    }
    let call = || job.objects.get_checksum(object);
    match retry(&job.objects, &job.limiter, call).await {
        Err(ObjectError::Refused { .. }) => Ok(None),
        result => result,
    }
}

/// Whether bytes are those of their object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verification {
    Passed,
    Failed,
    /// There is nothing reliable to compare with.
    Inconclusive,
}

/// Compares the object's checksum with those of the pieces that were read, in order. Only a checksum of AWS can prove
/// that bytes are wrong, because other stores may send wrong checksums.
pub(super) fn verify_checksum(
    job: &Job,
    expected: Option<Checksum>,
    pieces: &[PieceChecksum],
) -> Verification {
    match expected {
        Some(checksum) if checksum.matches(pieces) => Verification::Passed,
        Some(_) if job.objects.is_s3() => Verification::Failed,
        None if job.objects.has_tls() => Verification::Passed,
        _ => Verification::Inconclusive,
    }
}

/// Returns whether the object's ETag was made of these bytes.
pub(super) fn bytes_match_etag(bytes: &[u8], object: &ObjectMeta) -> bool {
    let mut hasher = EtagHasher::new(&object.etag);
    for block in bytes.chunks(BLOCK_SIZE) {
        hasher.update(block);
    }
    hasher.matches(&object.etag)
}

/// Returns whether the object's ETag was made of the bytes of this file.
///
/// # Errors
/// Returns an error if the file cannot be read.
pub(super) async fn file_matches_etag(
    job: &Job,
    file: &Arc<File>,
    object: &ObjectMeta,
) -> io::Result<bool> {
    let (file, etag) = (Arc::clone(file), object.etag.clone());
    let comparing = job.limiter.run_on_disk(move || {
        let mut hasher = EtagHasher::new(&etag);
        for_each_block(&file, |_, block| {
            hasher.update(block);
            Ok(true)
        })?;
        Ok(hasher.matches(&etag))
    });
    comparing.await
}

/// Returns whether two files of the same length have the same bytes.
///
/// # Errors
/// Returns an error if a file cannot be read.
pub(super) async fn are_files_equal(
    job: &Job,
    first: &Arc<File>,
    second: &Arc<File>,
) -> io::Result<bool> {
    let (first, second) = (Arc::clone(first), Arc::clone(second));
    let comparing = job.limiter.run_on_disk(move || {
        let mut other_block = vec![0; BLOCK_SIZE];
        let mut is_equal = true;
        for_each_block(&first, |position, block| {
            let other_block = &mut other_block[..block.len()];
            second.read_exact_at(other_block, position)?;
            is_equal = block == other_block;
            Ok(is_equal)
        })?;
        Ok(is_equal)
    });
    comparing.await
}

/// Calls a function with the position and bytes of each block of a file, until it returns `false`.
fn for_each_block(
    file: &File,
    mut use_block: impl FnMut(u64, &[u8]) -> io::Result<bool>,
) -> io::Result<()> {
    let mut buffer = vec![0; BLOCK_SIZE];
    let (mut position, length) = (0, file.metadata()?.len());
    while position < length {
        let left = usize::try_from(length - position).unwrap_or(BLOCK_SIZE);
        let block = &mut buffer[..left.min(BLOCK_SIZE)];
        file.read_exact_at(block, position)?;
        if !use_block(position, block)? {
            return Ok(());
        }
        position += block.len() as u64;
    }
    Ok(())
}

/// Computes the ETag that S3 gives to bytes that were uploaded whole, or in parts of [`PART_SIZE`].
struct EtagHasher {
    /// Of the current part, or of all bytes if there are no parts.
    md5: Md5,
    /// Bytes of the current part so far. Stays 0 if there are no parts.
    part_length: u64,
    /// The MD5 of the MD5s of the finished parts, and the number of those parts.
    parts: Option<(Md5, u64)>,
}

impl EtagHasher {
    /// Creates a hasher for an ETag of the same kind as this one. The ETag of an upload in parts ends with a hyphen and
    /// their number.
    fn new(etag: &str) -> Self {
        Self {
            md5: Md5::new(),
            part_length: 0,
            parts: etag.contains('-').then(|| (Md5::new(), 0)),
        }
    }

    fn update(&mut self, block: &[u8]) {
        // A full part ends only when another byte follows, so the last part is never empty.
        if self.part_length == PART_SIZE {
            self.finish_part();
        }
        self.md5.update(block);
        if self.parts.is_some() {
            self.part_length += block.len() as u64;
        }
    }

    fn finish_part(&mut self) {
        let part = std::mem::take(&mut self.md5).finalize();
        self.part_length = 0;
        if let Some((hashes, count)) = &mut self.parts {
            hashes.update(part);
            *count += 1;
        }
    }

    fn matches(mut self, etag: &str) -> bool {
        let etag = etag.trim_matches('"');
        if self.parts.is_some() {
            self.finish_part();
        }
        let computed = match self.parts {
            Some((hashes, count)) => format!("{}-{count}", hex::encode(hashes.finalize())),
            None => hex::encode(self.md5.finalize()),
        };
        etag.eq_ignore_ascii_case(&computed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_etags_of_whole_uploads_and_of_uploads_in_parts() {
        let part = usize::try_from(PART_SIZE).expect("small");
        for (length, etag) in [
            (0, "\"d41d8cd98f00b204e9800998ecf8427e\""),
            (3, "47bce5c74f589f4867dbd57e9ca9f808"),
            (part, "412a5e563a3c3a4b53a016566fb35934-1"),
            (part + 1, "b62778a5dbf858d29ac84f718e3a8374-2"),
            (2 * part, "dfee19a371970be9b3eeb0d44b53d974-2"),
        ] {
            let mut bytes = vec![b'a'; length];
            let object = ObjectMeta {
                key: String::new(),
                etag: etag.to_owned(),
                size: length as u64,
                modified: 0,
                archived: false,
            };
            assert!(bytes_match_etag(&bytes, &object), "{length}");
            bytes.push(b'a');
            assert!(!bytes_match_etag(&bytes, &object), "{length}");
        }
    }
}
