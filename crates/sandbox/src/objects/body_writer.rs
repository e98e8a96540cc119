//! Receives the bytes of an object into a temporary file and computes their digests on the way.

use std::path::Path;

use axum::body::Bytes;
use futures::{Stream, StreamExt as _};
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Md5};
use s3s::dto::Checksum;
use tempfile::{NamedTempFile, TempPath};
use tokio::io::AsyncWriteExt as _;

use crate::SandboxError;

use super::checksums::{DEFAULT_ALGORITHM, checksum_value, new_hasher};

/// Writes a body into a temporary file. If it is dropped before [`BodyWriter::finish`], the file is removed.
pub struct BodyWriter {
    file: tokio::fs::File,
    path: TempPath,
    md5: Md5,
    checksums: ChecksumHasher,
    size: u64,
}

/// A complete body in a temporary file. The file is removed with this value, unless the object store takes it over.
pub struct TempBody {
    pub(super) file: TempPath,
    pub size: u64,
    /// The MD5 in hexadecimal. A multipart upload replaces it by the ETag that is made of its parts.
    pub etag: String,
    pub checksum: Option<(String, String)>,
    /// The checksums that were requested, in base 64.
    pub checksums: Checksum,
    /// The raw MD5.
    pub md5: [u8; 16],
}

impl BodyWriter {
    /// Creates a temporary file in `dir`. `algorithms` are names from [`super::ALGORITHMS`]; unknown names are ignored.
    /// Without any, the writer computes [`DEFAULT_ALGORITHM`], as S3 does.
    ///
    /// # Errors
    /// Returns [`SandboxError::Io`] if the folder cannot be written.
    pub(super) fn create_in(dir: &Path, algorithms: &[&str]) -> Result<Self, SandboxError> {
        let algorithms = match algorithms {
            [] => &[DEFAULT_ALGORITHM],
            some => some,
        };
        let (file, path) = NamedTempFile::new_in(dir)
            .map_err(SandboxError::io(dir))?
            .into_parts();
        Ok(Self {
            file: tokio::fs::File::from_std(file),
            path,
            md5: Md5::new(),
            checksums: new_hasher(algorithms),
            size: 0,
        })
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// Returns [`SandboxError::Io`] if the file cannot be written.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), SandboxError> {
        self.md5.update(bytes);
        self.checksums.update(bytes);
        self.size += bytes.len() as u64;
        self.file
            .write_all(bytes)
            .await
            .map_err(SandboxError::io(self.path.to_path_buf()))
    }

    /// Appends a whole stream.
    ///
    /// # Errors
    /// - Returns the error of the stream if it fails.
    /// - Returns [`SandboxError::Io`] if the file cannot be written.
    pub async fn write_stream<S, E>(&mut self, mut stream: S) -> Result<(), E>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: From<SandboxError>,
    {
        while let Some(bytes) = stream.next().await {
            self.write(&bytes?).await?;
        }
        Ok(())
    }

    /// Ends the body and returns it with its digests.
    ///
    /// # Errors
    /// Returns [`SandboxError::Io`] if the file cannot be written.
    pub async fn finish(mut self) -> Result<TempBody, SandboxError> {
        // tokio writes in the background and reports the last error only here.
        self.file
            .flush()
            .await
            .map_err(SandboxError::io(self.path.to_path_buf()))?;
        let md5: [u8; 16] = self.md5.finalize();
        let checksums = self.checksums.finalize();
        let checksum = checksum_value(&checksums, DEFAULT_ALGORITHM);
        Ok(TempBody {
            file: self.path,
            size: self.size,
            etag: hex::encode(md5),
            checksum: checksum.map(|value| (DEFAULT_ALGORITHM.to_owned(), value.to_owned())),
            checksums,
            md5,
        })
    }
}
