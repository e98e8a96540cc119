//! An AWS region's code, such as `eu-west-1`.

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

impl Region {
    /// # Errors
    /// When the text cannot be a region code. Whether the region exists only AWS knows.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let parts: Vec<&str> = text.split('-').collect();
        let well_formed = text.len() <= 32
            && parts.len() >= 3
            && parts[0].len() == 2
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && parts.iter().all(|part| !part.is_empty())
            && parts
                .last()
                .is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
        if well_formed {
            Ok(Self(text.to_owned()))
        } else {
            Err(Refusal::new(
                "bad_region",
                "Give the region's code, such as eu-west-1, not its name.",
            ))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Region {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.0
    }
}

impl std::fmt::Display for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_not_names() {
        for good in [
            "us-east-1",
            "eu-west-1",
            "us-gov-west-1",
            "ap-southeast-2",
            "cn-north-1",
        ] {
            assert!(Region::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "Ireland",
            "eu-west",
            "EU-WEST-1",
            "eu--1",
            "eu-west-1/..",
            "eu west 1",
        ] {
            assert!(Region::parse(bad).is_err(), "{bad}");
        }
    }
}
