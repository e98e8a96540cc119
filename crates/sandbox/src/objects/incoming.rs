//! Bytes on their way in: a temporary file, digests taken as they pass, checked before anything is kept.

use axum::body::Bytes;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::{Stream, StreamExt as _};
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Crc32, Crc32c, Crc64Nvme, Md5, Sha1, Sha256};
use s3s::dto::Checksum;
use tempfile::{NamedTempFile, TempPath};
use tokio::io::AsyncWriteExt as _;

use crate::SandboxError;

use super::Objects;

/// The five checksums the SDKs send, by the spelling of their headers.
pub const ALGORITHMS: [&str; 5] = ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"];

pub const DEFAULT_ALGORITHM: &str = "crc64nvme";

pub struct Incoming {
    file: tokio::fs::File,
    path: TempPath,
    md5: Md5,
    checksums: ChecksumHasher,
    size: u64,
}

/// A whole body, in a file that goes away unless it is kept.
pub struct Received {
    pub(super) file: TempPath,
    pub size: u64,
    /// MD5 in hexadecimal, or what a multipart upload makes of its parts.
    pub etag: String,
    pub checksum: Option<(String, String)>,
    /// Every digest that was asked for, in base 64.
    pub digests: Checksum,
    /// MD5, raw.
    pub md5: [u8; 16],
}

impl Objects {
    /// `algorithms` are names out of [`ALGORITHMS`]; others are left out. Without any there is the checksum that S3 makes
    /// by itself. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn receive(&self, algorithms: &[&str]) -> Result<Incoming, SandboxError> {
        let algorithms = match algorithms {
            [] => &[DEFAULT_ALGORITHM],
            some => some,
        };
        let dir = self.unfinished();
        let (file, path) = NamedTempFile::new_in(&dir)
            .map_err(SandboxError::io(&dir))?
            .into_parts();
        Ok(Incoming {
            file: tokio::fs::File::from_std(file),
            path,
            md5: Md5::new(),
            checksums: hasher(algorithms),
            size: 0,
        })
    }
}

impl Incoming {
    /// # Errors
    /// When the file cannot be written.
    pub async fn push(&mut self, bytes: &[u8]) -> Result<(), SandboxError> {
        self.md5.update(bytes);
        self.checksums.update(bytes);
        self.size += bytes.len() as u64;
        self.file
            .write_all(bytes)
            .await
            .map_err(SandboxError::io(self.path.to_path_buf()))
    }

    /// # Errors
    /// What the stream ends with, or when the file cannot be written.
    pub async fn pull<S, E>(&mut self, mut stream: S) -> Result<(), E>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: From<SandboxError>,
    {
        while let Some(bytes) = stream.next().await {
            self.push(&bytes?).await?;
        }
        Ok(())
    }

    /// # Errors
    /// When the file cannot be written.
    pub async fn finish(mut self) -> Result<Received, SandboxError> {
        self.file
            .flush()
            .await
            .map_err(SandboxError::io(self.path.to_path_buf()))?;
        let md5: [u8; 16] = self.md5.finalize();
        let digests = self.checksums.finalize();
        let checksum = digest(&digests, DEFAULT_ALGORITHM);
        Ok(Received {
            file: self.path,
            size: self.size,
            etag: hex::encode(md5),
            checksum: checksum.map(|value| (DEFAULT_ALGORITHM.to_owned(), value.to_owned())),
            digests,
            md5,
        })
    }
}

/// Sums by each of these algorithms.
fn hasher(algorithms: &[&str]) -> ChecksumHasher {
    let wants = |name| algorithms.contains(&name);
    ChecksumHasher {
        crc32: wants("crc32").then(Crc32::new),
        crc32c: wants("crc32c").then(Crc32c::new),
        crc64nvme: wants("crc64nvme").then(Crc64Nvme::new),
        sha1: wants("sha1").then(Sha1::new),
        sha256: wants("sha256").then(Sha256::new),
        ..ChecksumHasher::default()
    }
}

/// The checksum of an upload that is made of its parts' checksums: theirs, summed, with their number.
/// `None` where a part has none.
pub fn composite(algorithm: &str, parts: &[&Received]) -> Option<String> {
    let mut hasher = hasher(&[algorithm]);
    for part in parts {
        let value = digest(&part.digests, algorithm)?;
        hasher.update(&STANDARD.decode(value).ok()?);
    }
    let digests = hasher.finalize();
    let value = digest(&digests, algorithm)?;
    Some(format!("{value}-{}", parts.len()))
}

/// The value of one algorithm among digests.
pub fn digest<'a>(digests: &'a Checksum, algorithm: &str) -> Option<&'a str> {
    match algorithm {
        "crc32" => digests.checksum_crc32.as_deref(),
        "crc32c" => digests.checksum_crc32c.as_deref(),
        "crc64nvme" => digests.checksum_crc64nvme.as_deref(),
        "sha1" => digests.checksum_sha1.as_deref(),
        "sha256" => digests.checksum_sha256.as_deref(),
        _ => None,
    }
}
