//! The code of an AWS region, such as `eu-west-1`, and other ways to write a region.

use crate::message::fields;
use crate::partition::Partition;
use crate::refusal::Refusal;
use crate::{lookalike_characters, pasted_text};
use serde::{Deserialize, Serialize};

/// Region codes, each followed by a word that only the region's display name contains. The list is for suggestions: a
/// region that is missing here is accepted all the same.
/// <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html>
const NAMED: &str = "us-east-1 virginia us-east-2 ohio us-west-1 california us-west-2 oregon \
    af-south-1 cape-town ap-east-1 hong-kong ap-east-2 taipei ap-south-1 mumbai ap-south-2 hyderabad \
    ap-southeast-1 singapore ap-southeast-2 sydney ap-southeast-3 jakarta ap-southeast-4 melbourne \
    ap-southeast-5 malaysia ap-southeast-6 new-zealand ap-southeast-7 thailand \
    ap-northeast-1 tokyo ap-northeast-2 seoul ap-northeast-3 osaka ca-west-1 calgary ca-central-1 canada \
    eu-central-1 frankfurt eu-central-2 zurich eu-west-1 ireland eu-west-2 london eu-west-3 paris \
    eu-south-1 milan eu-south-2 spain eu-north-1 stockholm il-central-1 tel-aviv me-south-1 bahrain \
    me-central-1 uae mx-central-1 mexico sa-east-1 paulo cn-north-1 beijing cn-northwest-1 ningxia \
    us-gov-east-1 govcloud-(us-east) us-gov-west-1 govcloud-(us-west)";

/// The code of a region. Only AWS or the store knows whether the region exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

impl Region {
    /// Parses a region code. Suggests one if the text is a display name, an availability zone or a misspelled code.
    ///
    /// # Errors
    /// Returns a refusal if:
    /// - the text does not have the format of a region code,
    /// - or the region belongs to a partition that we do not support.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = pasted_text::clean(text);
        lookalike_characters::refuse(text, |ascii| Self::parse(ascii).is_ok())?;
        Partition::from_region_code(text)?;
        if is_well_formed(text) {
            return Ok(Self(text.to_owned()));
        }
        let detail = suggested_code(text).map_or_else(fields::region_bad, fields::region_meant);
        Err(Refusal::new("bad_region", detail))
    }

    /// Parses the region of a store that is not AWS. Each store has codes of its own: `auto`, `fsn1`, `RegionOne`.
    ///
    /// # Errors
    /// Returns a refusal if the text has characters that the code of a region cannot have, or is too long.
    pub fn parse_at_store(text: &str) -> Result<Self, Refusal> {
        let text = pasted_text::clean(text);
        let is_allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if (1..=32).contains(&text.len()) && text.bytes().all(is_allowed) {
            return Ok(Self(text.to_owned()));
        }
        Self::parse(text)
    }

    /// Returns whether the text is the code of a region in our list.
    pub(crate) fn is_known(text: &str) -> bool {
        named_regions().any(|(code, _)| code == text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn partition(&self) -> Partition {
        Partition::from_region_code(&self.0).unwrap_or_default()
    }
}

fn is_well_formed(text: &str) -> bool {
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

fn named_regions() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut words = NAMED.split(' ');
    std::iter::from_fn(move || Some((words.next()?, words.next()?)))
}

/// Returns the code of the region that a display name, an availability zone or a code in other letters means.
fn suggested_code(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase().replace([' ', '_'], "-");
    // Looks for codes before names, because “Europe (Frankfurt) eu-central-1” contains both.
    named_regions()
        .find(|(code, _)| text.contains(code))
        .or_else(|| named_regions().find(|(_, name)| text.contains(name)))
        .map(|(code, _)| code)
}

/// Accepts the regions of other stores too, because connections and reports contain them.
impl TryFrom<String> for Region {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse_at_store(&text)
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
    fn accepts_codes_but_no_names() {
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
        assert!(named_regions().all(|(code, _)| is_well_formed(code)));
        assert_eq!(
            named_regions().last(),
            Some(("us-gov-west-1", "govcloud-(us-west)"))
        );
    }

    #[test]
    fn other_stores_have_codes_of_their_own() {
        for good in [
            "auto",
            "fsn1",
            "nyc3",
            "us-west-004",
            "RegionOne",
            " garage ",
        ] {
            let region = Region::parse_at_store(good).expect(good);
            assert_eq!(region.as_str(), good.trim());
            let json = serde_json::to_string(&region).expect("JSON");
            assert_eq!(
                serde_json::from_str::<Region>(&json).expect("region"),
                region
            );
        }
        for bad in ["", "a/b", "EU (Ireland)", "x\u{e9}", &"a".repeat(33)] {
            assert!(Region::parse_at_store(bad).is_err(), "{bad}");
        }
        assert_eq!(
            Region::parse("auto").expect_err("not AWS").code,
            "bad_region"
        );
    }

    #[test]
    fn suggests_the_code_that_was_meant() {
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
