//! An access key: its ID, which may be shown, and its secret, which may not.

use crate::access_key_shape::{find_key_id_within, is_labelled_as_secret, looks_like_key_id};
use crate::message::fields;
use crate::misplaced_value::MisplacedValue;
use crate::refusal::Refusal;
use crate::{lookalike_characters, pasted_text};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// An access key ID, such as `AKIAIOSFODNN7EXAMPLE`.
///
/// Format: <https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccessKeyId(String);

impl AccessKeyId {
    /// Parses the ID of a long-term access key.
    ///
    /// # Errors
    /// Returns a refusal if:
    /// - the text does not have the format of an access key ID,
    /// - it is a value that belongs in another field, or a whole line of a credentials file,
    /// - or the key is temporary. A temporary key expires, so it cannot keep a bucket connected.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = pasted_text::clean(text);
        if text.is_empty() {
            return Err(Refusal::new("required", fields::access_key_id_required()));
        }
        lookalike_characters::refuse(text, looks_like_key_id)?;
        if text.starts_with("ASIA") {
            return Err(Refusal::new(
                "temporary_key",
                fields::access_key_id_temporary(),
            ));
        }
        // Must come before the format check below, which a secret without / and + would pass: one in four has neither.
        // No access key ID of AWS's is as long as a secret.
        if let Some(value) =
            MisplacedValue::detect(text).filter(|value| *value != MisplacedValue::KeyId)
        {
            return Err(value.refuse(fields::access_key_id_wanted()));
        }
        if let Some(id) = find_key_id_within(text) {
            return Err(Refusal::new(
                "whole_line",
                fields::access_key_id_whole_line(id),
            ));
        }
        if is_labelled_as_secret(text) {
            return Err(Refusal::new(
                "whole_line",
                fields::access_key_id_line_of_secret(),
            ));
        }
        // AWS documents no more than this about the format.
        let is_allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        if !(16..=128).contains(&text.len()) || !text.bytes().all(is_allowed) {
            return Err(Refusal::new(
                "bad_access_key_id",
                fields::access_key_id_bad(),
            ));
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AccessKeyId {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<AccessKeyId> for String {
    fn from(id: AccessKeyId) -> Self {
        id.0
    }
}

/// The secret half of an access key. It has no `Display` and no `Serialize`, its `Debug` output is redacted, and its
/// memory is wiped when it is dropped.
#[derive(Clone, Debug)]
pub struct SecretAccessKey(SecretString);

impl SecretAccessKey {
    /// Parses a secret access key.
    ///
    /// # Errors
    /// Returns a refusal that does not repeat the text if the text cannot be a secret access key, or is a whole line of
    /// a credentials file.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = pasted_text::clean(text);
        if text.is_empty() {
            return Err(Refusal::new("required", fields::secret_required()));
        }
        // Refuses only what is certainly something else. Secrets of other stores than AWS may look like an email
        // address, an account ID or a region.
        if let Some(
            value @ (MisplacedValue::KeyId | MisplacedValue::ExternalId | MisplacedValue::Arn(_)),
        ) = MisplacedValue::detect(text)
        {
            return Err(value.refuse(fields::secret_wanted()));
        }
        if is_labelled_as_secret(text) {
            return Err(Refusal::new("whole_line", fields::secret_whole_line()));
        }
        if find_key_id_within(text).is_some() {
            return Err(Refusal::new("whole_line", fields::secret_line_with_id()));
        }
        // `lookalike_characters::refuse` would repeat the text in its suggestion.
        if let Some(kind) = lookalike_characters::kind_in(text) {
            return Err(Refusal::new("look_alike", fields::secret_look_alike(kind)));
        }
        if !(16..=128).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Refusal::new("bad_secret", fields::secret_bad()));
        }
        Ok(Self(SecretString::from(text)))
    }

    /// Wraps a stored secret, which was parsed before it was stored.
    pub fn from_store(secret: SecretString) -> Self {
        Self(secret)
    }

    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    pub fn into_secret(self) -> SecretString {
        self.0
    }

    /// Returns the last four characters, which may be shown so that people can recognise the key.
    pub fn last_four(&self) -> String {
        let text = self.expose();
        text[text.len().saturating_sub(4)..].to_owned()
    }
}

#[cfg(test)]
#[path = "access_key_tests.rs"]
mod tests;
