//! An access key: its id, which may be shown, and its secret, which may not.

use crate::refusal::Refusal;
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
        let text = text.trim();
        if text.is_empty() {
            return Err(Refusal::new("required", "Enter the access key ID."));
        }
        if text.starts_with("ASIA") {
            return Err(Refusal::new(
                "temporary_key",
                "This is a temporary key (it begins with ASIA) and will expire by itself. Enter the key of an IAM user; it begins with AKIA.",
            ));
        }
        // No key id of AWS's is that long, and one secret in four has neither / nor +.
        if looks_like_secret(text) {
            return Err(Refusal::new(
                "looks_like_secret",
                "This looks like the secret access key. The access key ID is the shorter one and begins with AKIA.",
            ));
        }
        let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        if !(16..=128).contains(&text.len()) || !text.bytes().all(word) {
            return Err(Refusal::new(
                "bad_access_key_id",
                "An access key ID has 16 to 128 letters and digits and usually begins with AKIA.",
            ));
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
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
        let text = text.trim();
        if text.is_empty() {
            return Err(Refusal::new("required", "Enter the secret access key."));
        }
        if text.len() == 20 && (text.starts_with("AKIA") || text.starts_with("ASIA")) {
            return Err(Refusal::new(
                "looks_like_key_id",
                "This looks like the access key ID. The secret access key is the longer one, usually 40 characters.",
            ));
        }
        if !(16..=128).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Refusal::new(
                "bad_secret",
                "A secret access key has 40 letters, digits, + or /. Copy it again, whole and without blanks.",
            ));
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
mod tests {
    use super::*;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    #[test]
    fn ids() {
        assert_eq!(
            AccessKeyId::parse(" AKIAIOSFODNN7EXAMPLE\n")
                .expect("id")
                .as_str(),
            "AKIAIOSFODNN7EXAMPLE"
        );
        for (bad, code) in [
            ("", "required"),
            ("ASIAIOSFODNN7EXAMPLE", "temporary_key"),
            (SECRET, "looks_like_secret"),
            (
                "wJalrXUtnFEMIaK7MDENGabPxRfiCYEXAMPLEKEY",
                "looks_like_secret",
            ),
            ("AKIA IOSFODNN7EXAMPLE", "bad_access_key_id"),
            ("short", "bad_access_key_id"),
        ] {
            assert_eq!(AccessKeyId::parse(bad).expect_err(bad).code, code, "{bad}");
        }
    }

    #[test]
    fn secrets() {
        let secret = SecretAccessKey::parse(&format!("\t{SECRET} ")).expect("secret");
        assert_eq!(secret.expose(), SECRET);
        assert_eq!(secret.last_four(), "EKEY");
        assert!(
            !format!("{secret:?}").contains("wJalr"),
            "Debug must be redacted"
        );
        for (bad, code) in [
            ("", "required"),
            ("AKIAIOSFODNN7EXAMPLE", "looks_like_key_id"),
            ("wJalrXUtnFEMI K7MDENG", "bad_secret"),
            ("short", "bad_secret"),
        ] {
            let refusal = SecretAccessKey::parse(bad).expect_err(bad);
            assert_eq!(refusal.code, code, "{bad}");
            assert!(
                bad.is_empty() || !refusal.detail.contains(bad),
                "a refusal must not repeat a secret"
            );
        }
    }
}
