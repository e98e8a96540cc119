//! The external ID. A role accepts the vendor only if it presents the external ID of the tenant that the role belongs
//! to, so no tenant can make the vendor use the role of another.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html>

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// An external ID in AWS's format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(
    feature = "openapi",
    schema(min_length = 2, max_length = 1224, pattern = "^[A-Za-z0-9_+=,.@:/-]+$")
)]
#[serde(try_from = "String", into = "String")]
pub struct ExternalId(String);

impl ExternalId {
    /// The start of the IDs that we generate, by which people and programs recognise them.
    const PREFIX: &str = "s3c-";

    /// Parses an external ID.
    ///
    /// # Errors
    /// Returns a refusal if the text is not 2 to 1,224 characters of `[A-Za-z0-9_+=,.@:/-]`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@:/-".contains(c);
        if (2..=1224).contains(&text.len()) && text.chars().all(is_allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Refusal::new(
                "bad_external_id",
                "An external ID has 2 to 1,224 letters, digits or _ + = , . @ : / -.",
            ))
        }
    }

    /// Formats 128 random bits as an external ID. The caller gets the bits from the operating system, because this
    /// crate draws no randomness.
    pub fn from_random(bits: [u8; 16]) -> Self {
        use std::fmt::Write;
        let mut text = String::from(Self::PREFIX);
        for byte in bits {
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    /// Returns whether the text has the format of the IDs that we generate.
    pub(crate) fn is_generated_format(text: &str) -> bool {
        text.strip_prefix(Self::PREFIX)
            .is_some_and(|hex| hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the form in which IDs of different tenants must differ. Tenants write `StringEqualsIgnoreCase` into
    /// trust policies by mistake, so a difference in case is not enough.
    pub fn to_lowercase(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// Returns IDs that resemble this one, which a role that requires this one has to refuse. None of them is in
    /// `own`, the IDs that the tenant's roles may require.
    ///
    /// The first ID differs in the case of one letter, as close to the end as possible. A role with
    /// `StringEqualsIgnoreCase` accepts it, and so does one with `StringLike` and a wildcard at that letter or before.
    /// If there is no letter, or more than a quarter of the ID follows it, a second ID differs in the last character,
    /// to detect a wildcard there.
    pub fn near_misses(&self, own: &[Self]) -> Vec<Self> {
        let is_free = |id: &Self| id != self && !own.contains(id);
        let letters = (0..self.0.len())
            .rev()
            .filter(|at| self.0.as_bytes()[*at].is_ascii_alphabetic());
        let other_case = letters
            .map(|at| (at, self.with_changed_character(at, swap_case)))
            .find(|(_, id)| is_free(id));
        let end = self.0.len() - 1;
        let other_end = match &other_case {
            // One call to STS then detects both mistakes.
            Some((at, _)) if (end - at) * 4 <= self.0.len() => None,
            _ => "xyz"
                .chars()
                .map(|other| self.with_changed_character(end, |_| other))
                .find(|id| is_free(id) && id.to_lowercase() != self.to_lowercase()),
        };
        other_case
            .map(|(_, id)| id)
            .into_iter()
            .chain(other_end)
            .collect()
    }

    fn with_changed_character(&self, at: usize, change: impl Fn(char) -> char) -> Self {
        let changed = |(index, c)| if index == at { change(c) } else { c };
        Self(self.0.chars().enumerate().map(changed).collect())
    }
}

fn swap_case(c: char) -> char {
    if c.is_ascii_uppercase() {
        c.to_ascii_lowercase()
    } else {
        c.to_ascii_uppercase()
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
    fn a_generated_id_is_valid() {
        let id = ExternalId::from_random([0xab; 16]);
        assert_eq!(id.as_str(), "s3c-abababababababababababababababab");
        assert!(ExternalId::is_generated_format(id.as_str()));
        assert_eq!(ExternalId::parse(id.as_str()), Ok(id));
    }

    #[test]
    fn near_misses_differ_in_case_or_in_the_last_character() {
        for (id, own, expected) in [
            // One ID detects both mistakes if a letter is near the end.
            ("s3c-12ab", &[][..], &["s3c-12aB"][..]),
            ("s3c-1234567890ABCDEF1", &[], &["s3c-1234567890ABCDEf1"]),
            ("acme-1", &[], &["acmE-1", "acme-x"]),
            ("acme-1", &["acmE-1", "acme-x"], &["acMe-1", "acme-y"]),
            ("4711", &[], &["471x"]),
            ("+-", &[], &["+x"]),
            ("ab", &[], &["aB"]),
            ("ab", &["aB"], &["Ab", "ax"]),
            ("1x", &["1X"], &["1y"]),
            ("a1", &["A1"], &["ax"]),
        ] {
            let parse = |id: &&str| ExternalId::parse(id).expect("an external ID");
            let own: Vec<_> = own.iter().map(parse).collect();
            let expected: Vec<_> = expected.iter().map(parse).collect();
            assert_eq!(parse(&id).near_misses(&own), expected, "{id} {own:?}");
        }
    }

    #[test]
    fn near_misses_of_generated_ids_are_valid_and_never_the_tenants_own() {
        for n in 0..=255u8 {
            let id = ExternalId::from_random(
                [n, n.wrapping_mul(31), n.wrapping_mul(7)].repeat(6)[..16]
                    .try_into()
                    .expect("16 bytes"),
            );
            let near = id.near_misses(std::slice::from_ref(&id));
            assert!(!near.is_empty(), "{id}");
            for miss in near {
                assert_ne!(miss, id);
                assert_eq!(ExternalId::parse(miss.as_str()), Ok(miss));
            }
        }
        let longest = ExternalId::parse(&"9".repeat(1224)).expect("an external ID");
        assert_eq!(longest.near_misses(&[])[0].as_str().len(), 1224);
    }

    #[test]
    fn accepts_the_format_of_aws_only() {
        for good in ["ab", "a/b:c@d.e,f=g+h_i-j"] {
            assert!(ExternalId::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "a b", "a\"b", "ü2", &"a".repeat(1225)] {
            assert!(ExternalId::parse(bad).is_err(), "{bad}");
        }
    }
}
