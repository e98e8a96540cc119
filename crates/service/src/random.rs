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

/// The only place where an external ID is minted.
pub fn external_id() -> Result<ExternalId, Unrandom> {
    bytes().map(ExternalId::from_random)
}
