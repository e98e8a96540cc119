//! Compression at its hardest: it happens once a build, and each byte less is saved on every page.

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let params = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    let mut input = bytes;
    // Memory to memory: there is no I/O that could fail.
    drop(brotli::BrotliCompress(&mut input, &mut packed, &params));
    packed
}

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
    fn both_give_back_what_went_in() -> Result<()> {
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
