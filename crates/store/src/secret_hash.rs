//! Hashes of keys and tokens that nobody needs to read back. A lookup uses a short part of the hash, and the whole hash
//! is compared in constant time.
//!
//! Plain SHA-256 is enough, because the input is 256 random bits and not a password. Idempotency keys are no secrets; they
//! are hashed so that the database does not hold what a client puts into them.

use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// What a secret is used for. It is part of the hash, so the hash of a token never equals the hash of an API key.
#[derive(Clone, Copy)]
pub enum Purpose {
    AdminKey,
    ApiKey,
    ConnectToken,
    IdempotencyKey,
}

/// The hash of a key or token.
pub struct SecretHash {
    bytes: Vec<u8>,
}

impl SecretHash {
    pub fn new(purpose: Purpose, secret: &SecretString) -> Self {
        let label: &[u8] = match purpose {
            Purpose::AdminKey => b"s3-connect admin key\0",
            Purpose::ApiKey => b"s3-connect api key\0",
            Purpose::ConnectToken => b"s3-connect connect token\0",
            Purpose::IdempotencyKey => b"s3-connect idempotency key\0",
        };
        let mut hash = Context::new(&SHA256);
        hash.update(label);
        hash.update(secret.expose_secret().as_bytes());
        Self {
            bytes: hash.finish().as_ref().to_vec(),
        }
    }

    pub fn to_text(&self) -> String {
        STANDARD.encode(&self.bytes)
    }

    /// Returns the part of the hash that the database searches for. An index search does not take constant time, so it
    /// can leak these few bytes, but no more.
    pub fn lookup(&self) -> String {
        STANDARD.encode(&self.bytes[..6])
    }

    /// Compares this hash with a stored one. Returns `None` if the stored text is not a hash.
    pub fn matches(&self, stored: &str) -> Option<bool> {
        let stored = STANDARD
            .decode(stored)
            .ok()
            .filter(|bytes| bytes.len() == self.bytes.len())?;
        Some(self.bytes.ct_eq(&stored).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_only_the_same_text_for_the_same_purpose() {
        let hash = |purpose, text: &str| SecretHash::new(purpose, &SecretString::from(text));
        let stored = hash(Purpose::ApiKey, "abc").to_text();
        assert_eq!(hash(Purpose::ApiKey, "abc").matches(&stored), Some(true));
        assert_eq!(hash(Purpose::ApiKey, "abd").matches(&stored), Some(false));
        assert_eq!(hash(Purpose::AdminKey, "abc").matches(&stored), Some(false));
        assert_eq!(hash(Purpose::ApiKey, "abc").matches("abc"), None);
        assert!(stored.starts_with(&hash(Purpose::ApiKey, "abc").lookup()));
    }
}
