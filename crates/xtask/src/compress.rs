//! Compresses files at the highest level. It happens once a build, and makes every download smaller.

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// Compresses with Brotli.
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let params = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    let mut input = bytes;
    // Writing to memory cannot fail.
    drop(brotli::BrotliCompress(&mut input, &mut compressed, &params));
    compressed
}

/// Compresses with gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    drop(encoder.write_all(bytes));
    encoder.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Result};

    #[test]
    fn decompressing_returns_the_input() -> Result<()> {
        let text = b"an external ID is not a secret, ".repeat(500);

        let mut from_brotli = Vec::new();
        brotli::Decompressor::new(brotli(&text).as_slice(), 4096).read_to_end(&mut from_brotli)?;
        assert!(from_brotli == text);

        let mut from_gzip = Vec::new();
        flate2::read::GzDecoder::new(gzip(&text).as_slice()).read_to_end(&mut from_gzip)?;
        assert!(from_gzip == text);
        Ok(())
    }
}
