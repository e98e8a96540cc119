//! The size above which files are transferred in parts.

/// Size of a part in bytes. Smaller files are transferred whole. Parts of an export may be larger than this, because S3
/// limits their number.
///
/// S3 accepts parts from 5 MiB on. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html>
pub(crate) const PART_SIZE: u64 = 8 * 1024 * 1024;
