//! The checksum fields that several S3 answers have.

use s3s::dto::{Checksum, ChecksumType};

/// Returns how a stored checksum was made.
pub fn checksum_type(stored: Option<&(String, String)>) -> Option<ChecksumType> {
    let (_, value) = stored?;
    // A checksum that is made of the parts' checksums ends with a hyphen and their number. Base 64 has no hyphen.
    let kind = if value.contains('-') {
        ChecksumType::COMPOSITE
    } else {
        ChecksumType::FULL_OBJECT
    };
    Some(ChecksumType::from_static(kind))
}

/// Puts a stored checksum into the field of its algorithm.
pub fn checksum_fields(stored: Option<&(String, String)>) -> Checksum {
    let mut fields = Checksum::default();
    if let Some((algorithm, value)) = stored {
        let field = match algorithm.as_str() {
            "crc32" => &mut fields.checksum_crc32,
            "crc32c" => &mut fields.checksum_crc32c,
            "crc64nvme" => &mut fields.checksum_crc64nvme,
            "sha1" => &mut fields.checksum_sha1,
            "sha256" => &mut fields.checksum_sha256,
            _ => return fields,
        };
        *field = Some(value.clone());
    }
    fields
}

/// Sets the checksum fields of an answer. It is a macro because `s3s` has no trait for the answers with these fields.
macro_rules! set_checksum_fields {
    ($answer:ident, $stored:expr) => {
        let fields = $crate::s3::checksum_fields::checksum_fields($stored);
        $answer.checksum_crc32 = fields.checksum_crc32;
        $answer.checksum_crc32c = fields.checksum_crc32c;
        $answer.checksum_crc64nvme = fields.checksum_crc64nvme;
        $answer.checksum_sha1 = fields.checksum_sha1;
        $answer.checksum_sha256 = fields.checksum_sha256;
    };
}

pub(super) use set_checksum_fields;
