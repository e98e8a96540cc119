//! Keys and tokens nobody needs back: kept as SHA-256, found by a short part of it, compared in constant time.
//!
//! A plain hash is enough because what is hashed is 256 random bits, not a password.

use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// What a hashed text is for: the hash of a token is never that of an API key.
#[derive(Clone, Copy)]
pub enum Purpose {
    AdminKey,
    ApiKey,
    ConnectToken,
}

pub struct Hashed {
    hash: Vec<u8>,
}

impl Hashed {
    pub fn of(purpose: Purpose, secret: &SecretString) -> Self {
        let label: &[u8] = match purpose {
            Purpose::AdminKey => b"s3-connect admin key\0",
            Purpose::ApiKey => b"s3-connect api key\0",
            Purpose::ConnectToken => b"s3-connect connect token\0",
        };
        let mut hash = Context::new(&SHA256);
        hash.update(label);
        hash.update(secret.expose_secret().as_bytes());
        Self {
            hash: hash.finish().as_ref().to_vec(),
        }
    }

    pub fn text(&self) -> String {
        STANDARD.encode(&self.hash)
    }

    /// What the database may search for. How long its search takes tells no more than these few bytes.
    pub fn lookup(&self) -> String {
        STANDARD.encode(&self.hash[..6])
    }

    /// `None` when what is stored is no hash.
    pub fn matches(&self, stored: &str) -> Option<bool> {
        let stored = STANDARD
            .decode(stored)
            .ok()
            .filter(|bytes| bytes.len() == self.hash.len())?;
        Some(self.hash.ct_eq(&stored).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_text_for_the_same_purpose_matches() {
        let of = |purpose, text: &str| Hashed::of(purpose, &SecretString::from(text));
        let stored = of(Purpose::ApiKey, "abc").text();
        assert_eq!(of(Purpose::ApiKey, "abc").matches(&stored), Some(true));
        assert_eq!(of(Purpose::ApiKey, "abd").matches(&stored), Some(false));
        assert_eq!(of(Purpose::AdminKey, "abc").matches(&stored), Some(false));
        assert_eq!(of(Purpose::ApiKey, "abc").matches("abc"), None);
        assert!(stored.starts_with(&of(Purpose::ApiKey, "abc").lookup()));
    }
}
