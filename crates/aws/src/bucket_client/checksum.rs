//! CRC checksums of objects, which show whether bytes were changed in transit.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use crc_fast::{CrcAlgorithm, Digest, checksum_combine};

/// The algorithm for objects that we write. CRC64NVME, the default of S3, has no advantage for us, and emulators
/// compute it slowly.
const UPLOAD_ALGORITHM: CrcAlgorithm = CrcAlgorithm::Crc32IsoHdlc;

/// The CRC of a whole object, as the store reports it.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Checksum {
    algorithm: CrcAlgorithm,
    value: u64,
}

/// Computes the checksum of bytes as they arrive.
#[derive(Debug)]
pub struct ChecksumHasher(Digest);

/// The CRC of a piece of an object, and the piece's length in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct PieceChecksum {
    value: u64,
    length: u64,
}

impl Checksum {
    /// Parses the checksum headers of a response. Returns `None` if no header holds the CRC of the whole object.
    pub(super) fn from_headers(
        crc32: Option<&str>,
        crc32c: Option<&str>,
        crc64nvme: Option<&str>,
    ) -> Option<Self> {
        // The checksum of a multipart upload's parts ends in a hyphen and their number, so it is not valid Base64.
        let checksum = |algorithm, text: &str| {
            let bytes = BASE64_STANDARD.decode(text).ok()?;
            let value = match algorithm {
                CrcAlgorithm::Crc64Nvme => u64::from_be_bytes(bytes.try_into().ok()?),
                _ => u32::from_be_bytes(bytes.try_into().ok()?).into(),
            };
            Some(Self { algorithm, value })
        };
        let parse = |text: Option<&str>, algorithm| text.and_then(|text| checksum(algorithm, text));
        parse(crc64nvme, CrcAlgorithm::Crc64Nvme)
            .or_else(|| parse(crc32, CrcAlgorithm::Crc32IsoHdlc))
            .or_else(|| parse(crc32c, CrcAlgorithm::Crc32Iscsi))
    }

    /// Creates a hasher with this checksum's algorithm.
    pub fn hasher(&self) -> ChecksumHasher {
        ChecksumHasher(Digest::new(self.algorithm))
    }

    /// Returns whether this is the checksum of the object that consists of `pieces`, in this order.
    pub fn matches(&self, pieces: &[PieceChecksum]) -> bool {
        let whole = pieces.iter().copied().reduce(|first, next| PieceChecksum {
            value: checksum_combine(self.algorithm, first.value, next.value, next.length),
            length: first.length + next.length,
        });
        whole.is_some_and(|whole| whole.value == self.value)
    }
}

impl PieceChecksum {
    /// Computes the checksum of bytes that we write.
    pub(super) fn of_upload(bytes: &[u8]) -> Self {
        let mut hasher = ChecksumHasher(Digest::new(UPLOAD_ALGORITHM));
        hasher.update(bytes);
        hasher.finish()
    }

    /// Returns the value of a request's checksum header. Only valid for a checksum of [`Self::of_upload`].
    pub(super) fn to_header(self) -> String {
        // A CRC32 always fits into four bytes.
        let value = u32::try_from(self.value).unwrap_or_default();
        BASE64_STANDARD.encode(value.to_be_bytes())
    }
}

impl ChecksumHasher {
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub fn finish(&self) -> PieceChecksum {
        PieceChecksum {
            value: self.0.finalize(),
            length: self.0.get_amount(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The checksums of "123456789", from https://reveng.sourceforge.io/crc-catalogue/all.htm
    const CRC32: &str = "y/Q5Jg==";
    const CRC32C: &str = "4waSgw==";
    const CRC64NVME: &str = "rosUhgp5mIg=";

    fn piece_checksums(checksum: Checksum, pieces: &[&[u8]]) -> Vec<PieceChecksum> {
        let piece_checksum = |piece: &&[u8]| {
            let mut hasher = checksum.hasher();
            hasher.update(piece);
            hasher.finish()
        };
        pieces.iter().map(piece_checksum).collect()
    }

    #[test]
    fn matches_the_bytes_with_every_algorithm_whole_and_in_pieces() {
        for checksum in [
            Checksum::from_headers(Some(CRC32), None, None),
            Checksum::from_headers(None, Some(CRC32C), None),
            Checksum::from_headers(None, None, Some(CRC64NVME)),
        ] {
            let checksum = checksum.unwrap();
            assert!(checksum.matches(&piece_checksums(checksum, &[b"123456789"])));
            assert!(checksum.matches(&piece_checksums(checksum, &[b"123", b"", b"456789"])));
            assert!(!checksum.matches(&piece_checksums(checksum, &[b"456789", b"123"])));
            assert!(!checksum.matches(&piece_checksums(checksum, &[b"12345678"])));
            assert!(!checksum.matches(&[]));
        }
    }

    #[test]
    fn ignores_checksums_of_parts_and_invalid_checksums() {
        for text in ["y/Q5Jg==-2", "y/Q5", "", "y/Q5Jg", "ä"] {
            assert_eq!(
                Checksum::from_headers(Some(text), None, Some(text)),
                None,
                "{text}"
            );
        }
    }
}
