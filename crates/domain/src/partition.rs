//! The partitions of AWS: separate ones, whose identities cannot reach each other's resources.
//!
//! <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Partition {
    #[default]
    #[serde(rename = "aws")]
    Aws,
    #[serde(rename = "aws-cn")]
    China,
    #[serde(rename = "aws-us-gov")]
    UsGov,
}

/// Those we do not work in: how they are written, how their regions begin, and what AWS calls them.
const OTHERS: [(&str, &str, &str); 5] = [
    ("aws-iso", "us-iso-", "AWS ISO (US)"),
    ("aws-iso-b", "us-isob-", "AWS ISOB (US)"),
    ("aws-iso-e", "eu-isoe-", "AWS ISOE (Europe)"),
    ("aws-iso-f", "us-isof-", "AWS ISOF"),
    ("aws-eusc", "eusc-", "the AWS European Sovereign Cloud"),
];

impl Partition {
    pub const ALL: [Self; 3] = [Self::Aws, Self::China, Self::UsGov];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::China => "aws-cn",
            Self::UsGov => "aws-us-gov",
        }
    }

    /// Where its console is, and the region that it opens in.
    pub fn console(self) -> (&'static str, &'static str) {
        match self {
            Self::Aws => ("console.aws.amazon.com", "us-east-1"),
            Self::China => ("console.amazonaws.cn", "cn-north-1"),
            Self::UsGov => ("console.amazonaws-us-gov.com", "us-gov-west-1"),
        }
    }

    /// The partition as the second part of an ARN has it.
    pub(crate) fn parse(text: &str) -> Result<Self, Refusal> {
        let known = Self::ALL.into_iter().find(|p| p.as_str() == text);
        known.ok_or_else(|| match OTHERS.iter().find(|other| other.0 == text) {
            Some(other) => out_of_reach(other),
            None => Refusal::new(
                "bad_partition",
                "The part after “arn:” must be aws, aws-cn or aws-us-gov.",
            ),
        })
    }

    /// The partition a region's code belongs to.
    pub(crate) fn of_region(code: &str) -> Result<Self, Refusal> {
        match OTHERS.iter().find(|other| code.starts_with(other.1)) {
            Some(other) => Err(out_of_reach(other)),
            None if code.starts_with("cn-") => Ok(Self::China),
            None if code.starts_with("us-gov-") => Ok(Self::UsGov),
            None => Ok(Self::Aws),
        }
    }

    /// Refuses `what` where it is in another partition than `other`, which is `whose`.
    pub(crate) fn must_be(self, what: &str, whose: &str, other: Self) -> Result<(), Refusal> {
        if self == other {
            return Ok(());
        }
        Err(Refusal::new(
            "other_partition",
            format!(
                "{what} is in {self}, and {whose} in {other}. These are separate partitions of AWS, which cannot reach each other."
            ),
        ))
    }
}

fn out_of_reach((code, _, name): &(&str, &str, &str)) -> Refusal {
    Refusal::new(
        "other_partition",
        format!(
            "This is in {name} ({code}). Partitions of AWS cannot reach each other, and we work in aws, aws-cn and aws-us-gov only."
        ),
    )
}

impl std::fmt::Display for Partition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Aws => "commercial AWS",
            Self::China => "AWS China",
            Self::UsGov => "AWS GovCloud (US)",
        };
        write!(f, "{name} ({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ones_out_of_reach_are_named() {
        for (text, code, words) in [
            ("aws-iso", "other_partition", "AWS ISO (US) (aws-iso)"),
            ("aws-iso-b", "other_partition", "ISOB"),
            ("aws-eusc", "other_partition", "European Sovereign Cloud"),
            ("aws-moon", "bad_partition", "aws-us-gov"),
        ] {
            let refusal = Partition::parse(text).expect_err(text);
            assert_eq!(refusal.code, code, "{text}");
            assert!(refusal.detail.contains(words), "{}", refusal.detail);
        }
    }

    #[test]
    fn regions_belong_to_one() {
        for (region, partition) in [
            ("eu-west-1", Partition::Aws),
            ("cn-north-1", Partition::China),
            ("us-gov-west-1", Partition::UsGov),
        ] {
            assert_eq!(Partition::of_region(region), Ok(partition));
        }
        for region in [
            "us-iso-east-1",
            "us-isob-east-1",
            "eu-isoe-west-1",
            "eusc-de-east-1",
        ] {
            assert_eq!(
                Partition::of_region(region).expect_err(region).code,
                "other_partition"
            );
        }
    }
}
