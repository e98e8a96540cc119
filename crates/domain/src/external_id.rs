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

    /// Returns the form in which IDs are compared to tell tenants apart. `StringEqualsIgnoreCase` is a condition
    /// that tenants write by mistake, so two tenants must differ in more than case.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// Returns IDs that resemble this one and that a role which asks for it has to refuse. None of them is in `own`,
    /// the IDs that the tenant's roles may ask for.
    ///
    /// The first differs in the case of one letter, as near to the end as there is one: `StringEqualsIgnoreCase` lets
    /// it in, and so does a `StringLike` whose wildcard stands at that letter or before it. Where more than a quarter
    /// of the ID follows that letter, or there is no letter, a second one differs in the last character.
    pub fn near_misses(&self, own: &[Self]) -> Vec<Self> {
        let free = |id: &Self| id != self && !own.contains(id);
        let letters = (0..self.0.len())
            .rev()
            .filter(|at| self.0.as_bytes()[*at].is_ascii_alphabetic());
        let case = letters
            .map(|at| (at, self.with(at, swap_case)))
            .find(|(_, id)| free(id));
        let end = self.0.len() - 1;
        let tail = match &case {
            Some((at, _)) if (end - at) * 4 <= self.0.len() => None,
            _ => "xyz"
                .chars()
                .map(|other| self.with(end, |_| other))
                .find(|id| free(id) && id.folded() != self.folded()),
        };
        case.map(|(_, id)| id).into_iter().chain(tail).collect()
    }

    fn with(&self, at: usize, change: impl Fn(char) -> char) -> Self {
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
    fn what_is_minted_is_valid() {
        let id = ExternalId::from_random([0xab; 16]);
        assert_eq!(id.as_str(), "s3c-abababababababababababababababab");
        assert!(ExternalId::looks_like_ours(id.as_str()));
        assert_eq!(ExternalId::parse(id.as_str()), Ok(id));
    }

    #[test]
    fn near_misses_differ_in_case_and_in_the_tail() {
        for (id, own, expected) in [
            // One call finds both mistakes where a letter is near the end.
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
    fn near_misses_of_minted_ids_are_valid_and_never_the_tenants() {
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
    fn the_format_of_aws() {
        for good in ["ab", "a/b:c@d.e,f=g+h_i-j"] {
            assert!(ExternalId::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "a b", "a\"b", "ü2", &"a".repeat(1225)] {
            assert!(ExternalId::parse(bad).is_err(), "{bad}");
        }
    }
}
