//! The checksum algorithms of S3.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Crc32, Crc32c, Crc64Nvme, Sha1, Sha256};
use s3s::dto::Checksum;

/// The five checksums that the SDKs send, as their headers spell them.
pub const ALGORITHMS: [&str; 5] = ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"];

/// The checksum that S3 computes itself if the client sends none.
pub const DEFAULT_ALGORITHM: &str = "crc64nvme";

/// Creates a hasher that computes a checksum for each of `algorithms`.
pub fn new_hasher(algorithms: &[&str]) -> ChecksumHasher {
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

/// Computes the composite checksum of a multipart upload: the checksum of its parts' checksums, a hyphen, and the
/// number of parts. Returns `None` if a part has no checksum of this algorithm.
pub fn composite_checksum(algorithm: &str, parts: &[&Checksum]) -> Option<String> {
    let mut hasher = new_hasher(&[algorithm]);
    for part in parts {
        let value = checksum_value(part, algorithm)?;
        // S3 hashes the raw bytes of the parts' checksums, not their base 64.
        hasher.update(&STANDARD.decode(value).ok()?);
    }
    let total = hasher.finalize();
    let value = checksum_value(&total, algorithm)?;
    Some(format!("{value}-{}", parts.len()))
}

/// Returns the checksum of one algorithm, in base 64.
pub fn checksum_value<'a>(checksums: &'a Checksum, algorithm: &str) -> Option<&'a str> {
    match algorithm {
        "crc32" => checksums.checksum_crc32.as_deref(),
        "crc32c" => checksums.checksum_crc32c.as_deref(),
        "crc64nvme" => checksums.checksum_crc64nvme.as_deref(),
        "sha1" => checksums.checksum_sha1.as_deref(),
        "sha256" => checksums.checksum_sha256.as_deref(),
        _ => None,
    }
}
