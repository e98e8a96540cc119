//! The external ID: the vendor's proof, one per tenant, that it assumes a role on that tenant's behalf.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html>

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ExternalId(String);

impl ExternalId {
    /// What ours begin with, so that people and programs know one when they see it.
    const PREFIX: &str = "s3c-";

    /// # Errors
    /// When the text is not 2 to 1,224 characters of `[A-Za-z0-9_+=,.@:/-]`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let good = |c: char| c.is_ascii_alphanumeric() || "_+=,.@:/-".contains(c);
        if (2..=1224).contains(&text.len()) && text.chars().all(good) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Refusal::new(
                "bad_external_id",
                "An external ID has 2 to 1,224 letters, digits or _ + = , . @ : / -.",
            ))
        }
    }

    /// Writes 128 random bits down as an external ID. The bits come from the caller, who has them from
    /// the operating system.
    pub fn from_random(bits: [u8; 16]) -> Self {
        use std::fmt::Write;
        let mut text = String::from(Self::PREFIX);
        for byte in bits {
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    /// Whether it has the shape of those we mint.
    pub(crate) fn looks_like_ours(text: &str) -> bool {
        text.strip_prefix(Self::PREFIX)
            .is_some_and(|hex| hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ExternalId {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<ExternalId> for String {
    fn from(id: ExternalId) -> Self {
        id.0
    }
}

impl std::fmt::Display for ExternalId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_minted_is_valid() {
        let id = ExternalId::from_random([0xab; 16]);
        assert_eq!(id.as_str(), "s3c-abababababababababababababababab");
        assert!(ExternalId::looks_like_ours(id.as_str()));
        assert_eq!(ExternalId::parse(id.as_str()), Ok(id));
    }

    #[test]
    fn the_format_of_aws() {
        for good in ["ab", "a/b:c@d.e,f=g+h_i-j"] {
            assert!(ExternalId::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "a b", "a\"b", "ü2", &"a".repeat(1225)] {
            assert!(ExternalId::parse(bad).is_err(), "{bad}");
        }
    }
}
