//! Access keys and identifiers, drawn from the operating system's randomness.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand::TryRngCore as _;
use rand::rngs::OsRng;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::SandboxError;

/// A principal's access key, whole.
#[derive(Clone)]
pub struct Keys {
    pub arn: String,
    pub access_key_id: String,
    pub secret_access_key: SecretString,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys")
            .field("arn", &self.arn)
            .field("access_key_id", &self.access_key_id)
            .field("secret_access_key", &"[redacted]")
            .finish()
    }
}

/// An access key as the state file holds it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeyPair {
    pub access_key_id: String,
    #[serde(with = "secret_text")]
    pub secret_access_key: SecretString,
}

impl KeyPair {
    /// `AKIA…` for long-term keys, `ASIA…` for those of a session.
    pub fn random(prefix: &str) -> Result<Self, SandboxError> {
        Ok(Self {
            access_key_id: random_id(prefix)?,
            secret_access_key: random_text(30)?.into(),
        })
    }

    pub fn of(&self, arn: impl Into<String>) -> Keys {
        Keys {
            arn: arn.into(),
            access_key_id: self.access_key_id.clone(),
            secret_access_key: self.secret_access_key.clone(),
        }
    }
}

/// The prefix and sixteen characters of base 32, the shape of AWS's identifiers.
pub fn random_id(prefix: &str) -> Result<String, SandboxError> {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bytes = [0; 16];
    fill(&mut bytes)?;
    let tail = bytes
        .iter()
        .map(|b| char::from(ALPHABET[usize::from(b % 32)]));
    Ok(prefix.chars().chain(tail).collect())
}

/// Random bytes in base 64; thirty of them make the forty characters of an AWS secret.
pub fn random_text(bytes: usize) -> Result<String, SandboxError> {
    let mut buffer = vec![0; bytes];
    fill(&mut buffer)?;
    Ok(STANDARD.encode(buffer))
}

fn fill(buffer: &mut [u8]) -> Result<(), SandboxError> {
    OsRng
        .try_fill_bytes(buffer)
        .map_err(|e| SandboxError::Random(e.to_string()))
}

mod secret_text {
    use secrecy::{ExposeSecret as _, SecretString};
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(secret: &SecretString, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(secret.expose_secret())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<SecretString, D::Error> {
        String::deserialize(from).map(SecretString::from)
    }
}
