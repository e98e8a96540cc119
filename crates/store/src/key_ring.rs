//! The master keys. The first key encrypts; every key decrypts what it has encrypted.

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use secrecy::SecretString;
use zeroize::Zeroizing;

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A list of at least one 256-bit key.
pub struct KeyRing {
    first: Key,
    older: Vec<Key>,
}

struct Key {
    /// Identifies the key in the texts that it encrypted. It is derived from a hash and reveals nothing about the key.
    id: String,
    cipher: RandomizedNonceKey,
}

/// Why a list of master keys is refused. The messages never contain a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyRingError {
    #[error(
        "the list of master keys is empty; it needs at least one key, 32 random bytes in base64"
    )]
    Empty,
    #[error("entry {entry} in the list of master keys is empty; remove the extra comma")]
    EmptyEntry { entry: usize },
    #[error("entry {entry} in the list of master keys is not base64")]
    NotBase64 { entry: usize },
    #[error(
        "entry {entry} in the list of master keys has {bytes} bytes; a master key has exactly 32 bytes, which are 44 characters in base64"
    )]
    WrongLength { entry: usize, bytes: usize },
    #[error("the operating system did not provide random bytes")]
    NoRandomness,
    #[error("entry {entry} in the list of master keys is not accepted by the cipher")]
    Cipher { entry: usize },
}

impl KeyRing {
    /// Parses a comma-separated list of keys in base64. The first key encrypts.
    ///
    /// # Errors
    /// Returns an error if the list is empty, or if an entry is not 32 bytes in base64. Entries are numbered from 1.
    pub fn parse(list: &str) -> Result<Self, KeyRingError> {
        if list.trim().is_empty() {
            return Err(KeyRingError::Empty);
        }
        let mut keys = list
            .split(',')
            .zip(1..)
            .map(|(text, entry)| Key::parse(text.trim(), entry));
        let first = keys.next().ok_or(KeyRingError::Empty)??;
        let older = keys.collect::<Result<_, _>>()?;
        Ok(Self { first, older })
    }

    /// Generates a ring with one new key. Also returns the key in base64, which the caller must save for the next start.
    ///
    /// # Errors
    /// Returns an error if the operating system does not provide random bytes.
    pub fn generate() -> Result<(Self, SecretString), KeyRingError> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        aws_lc_rs::rand::fill(&mut *bytes).map_err(|_| KeyRingError::NoRandomness)?;
        let ring = Self {
            first: Key::new(&*bytes, 1)?,
            older: Vec::new(),
        };
        Ok((ring, SecretString::from(BASE64.encode(*bytes))))
    }

    /// Encrypts a text as `v1.<key id>.<base64 of nonce, ciphertext and tag>`. Returns `None` if the cipher fails.
    ///
    /// The text can only be decrypted with the same `associated_data`.
    pub(crate) fn seal(&self, plaintext: &[u8], associated_data: &[u8]) -> Option<String> {
        // Reserve space for the tag at once. If the vector grew, a copy of the plaintext would stay in freed memory.
        let mut buffer = Vec::with_capacity(plaintext.len() + TAG_BYTES);
        buffer.extend_from_slice(plaintext);
        let nonce = self
            .first
            .cipher
            .seal_in_place_append_tag(Aad::from(associated_data), &mut buffer)
            .ok()?;
        let nonce_and_ciphertext = [&nonce.as_ref()[..], &buffer].concat();
        Some(format!(
            "v1.{}.{}",
            self.first.id,
            BASE64.encode(nonce_and_ciphertext)
        ))
    }

    /// Returns whether the first key of the ring encrypted this text.
    pub(crate) fn is_current(&self, sealed: &str) -> bool {
        sealed
            .strip_prefix("v1.")
            .and_then(|rest| rest.split_once('.'))
            .is_some_and(|(id, _)| id == self.first.id)
    }

    /// Decrypts a text.
    ///
    /// # Errors
    /// Returns an error if no key of the ring encrypted the text, if it was encrypted with other associated data, or if
    /// it was changed.
    pub(crate) fn open(
        &self,
        sealed: &str,
        associated_data: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let mut parts = sealed.splitn(3, '.');
        let (Some("v1"), Some(id), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(OpenError::Malformed);
        };
        let key = self.key(id).ok_or(OpenError::UnknownKey)?;
        let nonce_and_ciphertext = BASE64.decode(text).map_err(|_| OpenError::Malformed)?;
        let (nonce, ciphertext) = nonce_and_ciphertext
            .split_at_checked(NONCE_BYTES)
            .ok_or(OpenError::Malformed)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| OpenError::Malformed)?;
        let mut buffer = Zeroizing::new(ciphertext.to_vec());
        let length = key
            .cipher
            .open_in_place(nonce, Aad::from(associated_data), &mut buffer)
            .map_err(|_| OpenError::Tampered)?
            .len();
        // The tag still follows the plaintext in the buffer.
        buffer.truncate(length);
        Ok(buffer)
    }

    fn key(&self, id: &str) -> Option<&Key> {
        std::iter::once(&self.first)
            .chain(&self.older)
            .find(|key| key.id == id)
    }
}

/// Why a text cannot be decrypted.
#[derive(Debug, PartialEq)]
pub(crate) enum OpenError {
    Malformed,
    /// No key of the ring encrypted the text.
    UnknownKey,
    Tampered,
}

impl Key {
    fn parse(text: &str, entry: usize) -> Result<Self, KeyRingError> {
        if text.is_empty() {
            return Err(KeyRingError::EmptyEntry { entry });
        }
        let bytes = BASE64
            .decode(text)
            .map_err(|_| KeyRingError::NotBase64 { entry })?;
        Self::new(&Zeroizing::new(bytes), entry)
    }

    fn new(bytes: &[u8], entry: usize) -> Result<Self, KeyRingError> {
        if bytes.len() != KEY_BYTES {
            return Err(KeyRingError::WrongLength {
                entry,
                bytes: bytes.len(),
            });
        }
        let cipher = RandomizedNonceKey::new(&AES_256_GCM, bytes)
            .map_err(|_| KeyRingError::Cipher { entry })?;
        let mut hash = Context::new(&SHA256);
        hash.update(b"s3-connect master key id\0");
        hash.update(bytes);
        let id = BASE64.encode(&hash.finish().as_ref()[..6]);
        Ok(Self { id, cipher })
    }
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyRing({} keys)", 1 + self.older.len())
    }
}

#[cfg(test)]
#[path = "key_ring_tests.rs"]
mod tests;
