//! Random identifiers and secrets in the shapes that AWS uses.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand::TryRngCore as _;
use rand::rngs::OsRng;

use crate::SandboxError;

/// Returns `prefix` and sixteen random base 32 characters, the shape of AWS identifiers.
///
/// # Errors
/// Returns [`SandboxError::Random`] if the operating system provides no random bytes.
pub fn random_id(prefix: &str) -> Result<String, SandboxError> {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bytes = [0; 16];
    fill(&mut bytes)?;
    // 256 is a multiple of 32, so the remainder favours no character.
    let tail = bytes
        .iter()
        .map(|b| char::from(ALPHABET[usize::from(b % 32)]));
    Ok(prefix.chars().chain(tail).collect())
}

/// Returns random bytes in base 64. Thirty bytes give the forty characters of an AWS secret access key.
///
/// # Errors
/// Returns [`SandboxError::Random`] if the operating system provides no random bytes.
pub fn random_base64(byte_count: usize) -> Result<String, SandboxError> {
    let mut buffer = vec![0; byte_count];
    fill(&mut buffer)?;
    Ok(STANDARD.encode(buffer))
}

/// Returns a request ID of sixteen characters, as S3 has them.
pub fn request_id() -> String {
    // Without randomness the ID is empty. Nothing depends on it, so a request must not fail for it.
    random_id("").unwrap_or_default()
}

fn fill(buffer: &mut [u8]) -> Result<(), SandboxError> {
    OsRng
        .try_fill_bytes(buffer)
        .map_err(|e| SandboxError::Random(e.to_string()))
}
