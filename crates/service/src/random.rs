//! What must not be guessed, drawn from the operating system.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ExternalId;
use rand::TryRngCore as _;
use rand::rngs::OsRng;
use secrecy::SecretString;

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct Unrandom;

fn bytes<const N: usize>() -> Result<[u8; N], Unrandom> {
    let mut bytes = [0; N];
    OsRng.try_fill_bytes(&mut bytes).map_err(|_| Unrandom)?;
    Ok(bytes)
}

/// 256 random bits as 43 URL-safe characters: connect tokens, API keys, admin keys.
///
/// # Errors
/// When the operating system has no randomness to give.
pub fn secret_token() -> Result<SecretString, Unrandom> {
    Ok(SecretString::from(URL_SAFE_NO_PAD.encode(bytes::<32>()?)))
}

/// A job's name: twelve letters and digits.
///
/// # Errors
/// When the operating system has no randomness to give.
pub(crate) fn job_id() -> Result<String, Unrandom> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letter = |byte: u8| char::from(LETTERS[usize::from(byte) % LETTERS.len()]);
    Ok(bytes::<12>()?.into_iter().map(letter).collect())
}

/// A new ledger's name.
///
/// # Errors
/// When the operating system has no randomness to give.
pub(crate) fn ledger_id() -> Result<String, Unrandom> {
    Ok(hex::encode(bytes::<16>()?))
}

/// The only place where an external ID is minted.
pub fn external_id() -> Result<ExternalId, Unrandom> {
    bytes().map(ExternalId::from_random)
}
