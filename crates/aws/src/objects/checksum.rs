//! Checksums of whole objects, which show whether bytes were changed on the way.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use crc_fast::{CrcAlgorithm, Digest, checksum_combine};

/// The CRC of what we write. CRC64NVME, which S3 makes by itself, does no more for us, and emulators are slow at it.
const WRITTEN: CrcAlgorithm = CrcAlgorithm::Crc32IsoHdlc;

/// The CRC of an object's bytes, as the store has it.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Checksum {
    algorithm: CrcAlgorithm,
    value: u64,
}

/// Adds up bytes as they come.
#[derive(Debug)]
pub struct Sum(Digest);

/// The CRC of some of an object's bytes, and their number.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summed {
    value: u64,
    length: u64,
}

impl Checksum {
    /// Reads the headers of a response. Returns `None` where it has no CRC of all bytes: the CRC of an upload's parts has
    /// their number at its end.
    pub(super) fn read(
        crc32: Option<&str>,
        crc32c: Option<&str>,
        crc64nvme: Option<&str>,
    ) -> Option<Self> {
        let checksum = |algorithm, text: &str| {
            let bytes = BASE64_STANDARD.decode(text).ok()?;
            let value = match algorithm {
                CrcAlgorithm::Crc64Nvme => u64::from_be_bytes(bytes.try_into().ok()?),
                _ => u32::from_be_bytes(bytes.try_into().ok()?).into(),
            };
            Some(Self { algorithm, value })
        };
        let of = |text: Option<&str>, algorithm| text.and_then(|text| checksum(algorithm, text));
        of(crc64nvme, CrcAlgorithm::Crc64Nvme)
            .or_else(|| of(crc32, CrcAlgorithm::Crc32IsoHdlc))
            .or_else(|| of(crc32c, CrcAlgorithm::Crc32Iscsi))
    }

    /// Begins a sum to compare with this checksum.
    pub fn sum(&self) -> Sum {
        Sum(Digest::new(self.algorithm))
    }

    /// Returns whether an object has this checksum whose bytes were summed in these pieces, one after the other.
    pub fn is_of(&self, pieces: &[Summed]) -> bool {
        let whole = pieces.iter().copied().reduce(|one, next| Summed {
            value: checksum_combine(self.algorithm, one.value, next.value, next.length),
            length: one.length + next.length,
        });
        whole.is_some_and(|whole| whole.value == self.value)
    }
}

impl Summed {
    pub(super) fn of_written(bytes: &[u8]) -> Self {
        let mut sum = Sum(Digest::new(WRITTEN));
        sum.add(bytes);
        sum.end()
    }

    /// As the header of a request spells it, for a sum of what is written.
    pub(super) fn header(self) -> String {
        // It fits: a CRC32 has four bytes.
        let value = u32::try_from(self.value).unwrap_or_default();
        BASE64_STANDARD.encode(value.to_be_bytes())
    }
}

impl Sum {
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub fn end(&self) -> Summed {
        Summed {
            value: self.0.finalize(),
            length: self.0.get_amount(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of "123456789", from <https://reveng.sourceforge.io/crc-catalogue/all.htm>.
    const CRC32: &str = "y/Q5Jg==";
    const CRC32C: &str = "4waSgw==";
    const CRC64NVME: &str = "rosUhgp5mIg=";

    fn sums(checksum: Checksum, pieces: &[&[u8]]) -> Vec<Summed> {
        let sum = |piece: &&[u8]| {
            let mut sum = checksum.sum();
            sum.add(piece);
            sum.end()
        };
        pieces.iter().map(sum).collect()
    }

    #[test]
    fn recognises_the_bytes_of_each_checksum_whole_and_in_pieces() {
        for checksum in [
            Checksum::read(Some(CRC32), None, None),
            Checksum::read(None, Some(CRC32C), None),
            Checksum::read(None, None, Some(CRC64NVME)),
        ] {
            let checksum = checksum.unwrap();
            assert!(checksum.is_of(&sums(checksum, &[b"123456789"])));
            assert!(checksum.is_of(&sums(checksum, &[b"123", b"", b"456789"])));
            assert!(!checksum.is_of(&sums(checksum, &[b"456789", b"123"])));
            assert!(!checksum.is_of(&sums(checksum, &[b"12345678"])));
            assert!(!checksum.is_of(&[]));
        }
    }

    #[test]
    fn ignores_a_checksum_of_parts_and_one_that_cannot_be_read() {
        for text in ["y/Q5Jg==-2", "y/Q5", "", "y/Q5Jg", "ä"] {
            assert_eq!(Checksum::read(Some(text), None, Some(text)), None, "{text}");
        }
    }
}
