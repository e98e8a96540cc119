//! An AWS region's code, such as `eu-west-1`, and the other ways in which people name a region.

use crate::message::fields;
use crate::partition::Partition;
use crate::refusal::Refusal;
use crate::{lookalike, paste};
use serde::{Deserialize, Serialize};

/// Each region's code, and a word that only its display name has. New ones work without being here: this is
/// for telling what was meant. <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html>
const NAMED: &str = "us-east-1 virginia us-east-2 ohio us-west-1 california us-west-2 oregon \
    af-south-1 cape-town ap-east-1 hong-kong ap-east-2 taipei ap-south-1 mumbai ap-south-2 hyderabad \
    ap-southeast-1 singapore ap-southeast-2 sydney ap-southeast-3 jakarta ap-southeast-4 melbourne \
    ap-southeast-5 malaysia ap-southeast-6 new-zealand ap-southeast-7 thailand \
    ap-northeast-1 tokyo ap-northeast-2 seoul ap-northeast-3 osaka ca-west-1 calgary ca-central-1 canada \
    eu-central-1 frankfurt eu-central-2 zurich eu-west-1 ireland eu-west-2 london eu-west-3 paris \
    eu-south-1 milan eu-south-2 spain eu-north-1 stockholm il-central-1 tel-aviv me-south-1 bahrain \
    me-central-1 uae mx-central-1 mexico sa-east-1 paulo cn-north-1 beijing cn-northwest-1 ningxia \
    us-gov-east-1 govcloud-(us-east) us-gov-west-1 govcloud-(us-west)";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

impl Region {
    /// # Errors
    /// When the text cannot be a region code, or is one of a partition we do not work in. Whether the region
    /// exists only AWS knows.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = paste::bare(text);
        lookalike::refuse(text, |plain| Self::parse(plain).is_ok())?;
        Partition::of_region(text)?;
        if well_formed(text) {
            return Ok(Self(text.to_owned()));
        }
        let words = meant(text).map_or_else(fields::region_bad, fields::region_meant);
        Err(Refusal::new("bad_region", words))
    }

    /// Whether it is the code of a region that is known by name.
    pub(crate) fn is_known(text: &str) -> bool {
        named().any(|(code, _)| code == text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn partition(&self) -> Partition {
        Partition::of_region(&self.0).unwrap_or_default()
    }
}

fn well_formed(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    text.len() <= 32
        && parts.len() >= 3
        && parts[0].len() == 2
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && parts.iter().all(|part| !part.is_empty())
        && parts
            .last()
            .is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()))
}

fn named() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut words = NAMED.split(' ');
    std::iter::from_fn(move || Some((words.next()?, words.next()?)))
}

/// The region of a display name, an availability zone, or a code in other letters.
fn meant(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase().replace([' ', '_'], "-");
    // A code before a name: “Europe (Frankfurt) eu-central-1” has both.
    named()
        .find(|(code, _)| text.contains(code))
        .or_else(|| named().find(|(_, name)| text.contains(name)))
        .map(|(code, _)| code)
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
            " eu-west-1 ",
            "\"eu-west-1\"",
            "us-gov-west-1",
            "ap-southeast-2",
            "cn-north-1",
            "xx-nowhere-9",
        ] {
            assert!(Region::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "Atlantis", "eu-west", "eu--1"] {
            let refusal = Region::parse(bad).expect_err(bad);
            assert_eq!(refusal.code, "bad_region", "{bad}");
            assert!(!refusal.detail.contains("probably"), "{}", refusal.detail);
        }
        assert!(named().all(|(code, _)| well_formed(code)));
        assert_eq!(
            named().last(),
            Some(("us-gov-west-1", "govcloud-(us-west)"))
        );
    }

    #[test]
    fn what_was_meant() {
        for (text, code) in [
            ("EU (Ireland)", "eu-west-1"),
            ("Europe (Frankfurt) eu-central-1", "eu-central-1"),
            ("US East (N. Virginia)", "us-east-1"),
            ("Asia Pacific (Hong Kong)", "ap-east-1"),
            ("Canada West (Calgary)", "ca-west-1"),
            ("AWS GovCloud (US-West)", "us-gov-west-1"),
            ("eu-west-1a", "eu-west-1"),
            ("us-west-2-lax-1a", "us-west-2"),
            ("EU-WEST-1", "eu-west-1"),
            ("eu_west_1", "eu-west-1"),
            ("eu west 1", "eu-west-1"),
            ("eu-west-1/..", "eu-west-1"),
            ("eu–west–1", "“eu-west-1”"),
        ] {
            let detail = Region::parse(text).expect_err(text).detail;
            assert!(
                detail.ends_with(&format!("You probably mean {code}.")),
                "{text}: {detail}"
            );
        }
    }
}
