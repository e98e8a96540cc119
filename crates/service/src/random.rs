//! Values that nobody must be able to guess, from the operating system's random number generator.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ExternalId;
use rand::TryRngCore as _;
use rand::rngs::OsRng;
use secrecy::SecretString;

/// The operating system did not provide random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system did not provide random bytes")]
pub struct RandomnessError;

fn random_bytes<const N: usize>() -> Result<[u8; N], RandomnessError> {
    let mut bytes = [0; N];
    OsRng
        .try_fill_bytes(&mut bytes)
        .map_err(|_| RandomnessError)?;
    Ok(bytes)
}

/// Generates a connect token, API key or admin key: 256 random bits as 43 URL-safe characters.
///
/// # Errors
/// Returns [`RandomnessError`] if the operating system does not provide random bytes.
pub fn secret_token() -> Result<SecretString, RandomnessError> {
    Ok(SecretString::from(
        URL_SAFE_NO_PAD.encode(random_bytes::<32>()?),
    ))
}

/// Generates a job ID of twelve letters and digits.
///
/// # Errors
/// Returns [`RandomnessError`] if the operating system does not provide random bytes.
pub(crate) fn job_id() -> Result<String, RandomnessError> {
    // Without 0, 1, l and o, which are easily confused. 32 divides 256, so every character is equally likely.
    const CHARACTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let character = |byte: u8| char::from(CHARACTERS[usize::from(byte) % CHARACTERS.len()]);
    Ok(random_bytes::<12>()?.into_iter().map(character).collect())
}

/// Generates the ID of a new ledger.
///
/// # Errors
/// Returns [`RandomnessError`] if the operating system does not provide random bytes.
pub(crate) fn ledger_id() -> Result<String, RandomnessError> {
    Ok(hex::encode(random_bytes::<16>()?))
}

/// Generates an external ID. All external IDs that we create come from here, never from a browser.
pub fn external_id() -> Result<ExternalId, RandomnessError> {
    random_bytes().map(ExternalId::from_random)
}
