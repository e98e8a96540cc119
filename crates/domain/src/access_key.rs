//! An access key: its id, which may be shown, and its secret, which may not.

use crate::message::fields;
use crate::mistaken::Shape;
use crate::refusal::Refusal;
use crate::{lookalike, misplaced_secret, paste};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// An access key id, such as `AKIAIOSFODNN7EXAMPLE`.
/// Shape: <https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccessKeyId(String);

impl AccessKeyId {
    /// # Errors
    /// When the text cannot be an access key id, or is one of a temporary key, which ends by itself
    /// and so cannot keep a bucket connected.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = paste::bare(text);
        if text.is_empty() {
            return Err(Refusal::new("required", fields::access_key_id_required()));
        }
        lookalike::refuse(text, looks_like_key_id)?;
        if text.starts_with("ASIA") {
            return Err(Refusal::new(
                "temporary_key",
                fields::access_key_id_temporary(),
            ));
        }
        // No key id of AWS's is as long as a secret, and one secret in four has neither / nor +.
        if let Some(shape) = Shape::of(text).filter(|shape| *shape != Shape::KeyId) {
            return Err(shape.instead_of(fields::access_key_id_wanted()));
        }
        if let Some(id) = within(text) {
            return Err(Refusal::new(
                "whole_line",
                fields::access_key_id_whole_line(id),
            ));
        }
        if names_secret(text) {
            return Err(Refusal::new(
                "whole_line",
                fields::access_key_id_line_of_secret(),
            ));
        }
        let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        if !(16..=128).contains(&text.len()) || !text.bytes().all(word) {
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

/// Whether it has the shape of AWS's access key ids.
pub(crate) fn looks_like_key_id(text: &str) -> bool {
    text.len() == 20
        && (text.starts_with("AKIA") || text.starts_with("ASIA"))
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// The access key id in a line that holds more, as in a credentials file or the console's CSV file.
fn within(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| looks_like_key_id(word))
        .filter(|id| id.len() < text.len())
}

/// Whether the line says of itself that it holds the secret: `aws_secret_access_key = …`.
pub(crate) fn names_secret(text: &str) -> bool {
    text.split_once(['=', ':']).is_some_and(|(name, _)| {
        let name = name.to_ascii_lowercase();
        name.contains("secret") && name.contains("key")
    })
}

/// Returns whether a secret may be somewhere in the text, which then must not be shown again. This is more often true
/// than a text is refused for it: a value that is not repeated costs less than one that is not taken.
pub fn holds_secret(text: &str) -> bool {
    misplaced_secret::pieces(text).any(looks_like_secret) || misplaced_secret::is_anywhere_in(text)
}

/// Whether it could be a part of a secret: long, of all kinds of letters, and with no mark that a secret has not.
pub(crate) fn may_be_secret(text: &str) -> bool {
    let any = |kind: fn(&u8) -> bool| text.as_bytes().iter().any(kind);
    text.len() >= 30
        && !text.contains(['-', '.', ':', '_'])
        && any(u8::is_ascii_uppercase)
        && any(u8::is_ascii_lowercase)
}

/// Whether it has the shape of AWS's secret access keys. Such a text in another field must not be repeated.
pub(crate) fn looks_like_secret(text: &str) -> bool {
    let any = |kind: fn(&u8) -> bool| text.as_bytes().iter().any(kind);
    text.len() == 40
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'/' || b == b'+')
        && any(u8::is_ascii_uppercase)
        && any(u8::is_ascii_lowercase)
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

/// The secret half of an access key. It has no `Display` and no `Serialize`, its `Debug` is redacted,
/// and its memory is wiped when dropped.
#[derive(Clone, Debug)]
pub struct SecretAccessKey(SecretString);

impl SecretAccessKey {
    /// # Errors
    /// When the text cannot be a secret access key. The words never repeat it.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = paste::bare(text);
        if text.is_empty() {
            return Err(Refusal::new("required", fields::secret_required()));
        }
        // Stores other than AWS may have secrets of other shapes.
        if let Some(shape @ (Shape::KeyId | Shape::ExternalId | Shape::Arn(_))) = Shape::of(text) {
            return Err(shape.instead_of(fields::secret_wanted()));
        }
        if names_secret(text) {
            return Err(Refusal::new("whole_line", fields::secret_whole_line()));
        }
        if within(text).is_some() {
            return Err(Refusal::new("whole_line", fields::secret_line_with_id()));
        }
        if let Some(kind) = lookalike::kind_in(text) {
            return Err(Refusal::new("look_alike", fields::secret_look_alike(kind)));
        }
        if !(16..=128).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Refusal::new("bad_secret", fields::secret_bad()));
        }
        Ok(Self(SecretString::from(text)))
    }

    /// What is kept already was parsed once.
    pub fn from_store(secret: SecretString) -> Self {
        Self(secret)
    }

    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    pub fn into_secret(self) -> SecretString {
        self.0
    }

    /// The last four characters, which may be shown so that a person recognises the key.
    pub fn last_four(&self) -> String {
        let text = self.expose();
        text[text.len().saturating_sub(4)..].to_owned()
    }
}

#[cfg(test)]
#[path = "access_key_tests.rs"]
mod tests;
