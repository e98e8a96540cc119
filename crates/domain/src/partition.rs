//! AWS partitions: separate groups of regions. An identity of one partition cannot access resources of another.
//!
//! <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>

use crate::message::{Arg, Message, fields, form};
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// A partition that we support.
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

/// The partitions that we do not support: the name in ARNs, the start of their region codes, and AWS's name for them.
const UNSUPPORTED: [(&str, &str, &str); 5] = [
    ("aws-iso", "us-iso-", "AWS ISO (US)"),
    ("aws-iso-b", "us-isob-", "AWS ISOB (US)"),
    ("aws-iso-e", "eu-isoe-", "AWS ISOE (Europe)"),
    ("aws-iso-f", "us-isof-", "AWS ISOF"),
    ("aws-eusc", "eusc-", SOVEREIGN_CLOUD),
];

/// The only name among them that translations have to inflect, so it is a message of its own.
const SOVEREIGN_CLOUD: &str = "AWS European Sovereign Cloud";

impl Partition {
    pub const ALL: [Self; 3] = [Self::Aws, Self::China, Self::UsGov];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::China => "aws-cn",
            Self::UsGov => "aws-us-gov",
        }
    }

    /// Returns the host of the AWS console, and the region that the console opens in.
    pub fn console(self) -> (&'static str, &'static str) {
        match self {
            Self::Aws => ("console.aws.amazon.com", "us-east-1"),
            Self::China => ("console.amazonaws.cn", "cn-north-1"),
            Self::UsGov => ("console.amazonaws-us-gov.com", "us-gov-west-1"),
        }
    }

    /// Parses the second part of an ARN.
    pub(crate) fn parse(text: &str) -> Result<Self, Refusal> {
        let known = Self::ALL.into_iter().find(|p| p.as_str() == text);
        known.ok_or_else(|| match UNSUPPORTED.iter().find(|other| other.0 == text) {
            Some(other) => unsupported(other),
            None => Refusal::new("bad_partition", fields::partition_unknown()),
        })
    }

    /// Returns the partition that a region belongs to.
    pub(crate) fn from_region_code(code: &str) -> Result<Self, Refusal> {
        match UNSUPPORTED.iter().find(|other| code.starts_with(other.1)) {
            Some(other) => Err(unsupported(other)),
            None if code.starts_with("cn-") => Ok(Self::China),
            None if code.starts_with("us-gov-") => Ok(Self::UsGov),
            None => Ok(Self::Aws),
        }
    }

    /// Refuses `what`, which is in this partition, unless it is in `expected`, the partition of `whose`.
    pub(crate) fn require(
        self,
        what: Message,
        whose: Message,
        expected: Self,
    ) -> Result<(), Refusal> {
        if self == expected {
            return Ok(());
        }
        Err(Refusal::new(
            "other_partition",
            form::other_partition(what, self.display_name(), whose, expected.display_name()),
        ))
    }

    /// Returns what people call the partition, followed by its name in ARNs.
    fn display_name(self) -> Message {
        match self {
            Self::Aws => form::partition_commercial(),
            Self::China => form::partition_china(),
            Self::UsGov => form::partition_us_gov(),
        }
    }
}

fn unsupported((code, _, name): &(&str, &str, &str)) -> Refusal {
    let name: Arg = match *name {
        SOVEREIGN_CLOUD => fields::partition_sovereign().into(),
        other => other.into(),
    };
    Refusal::new(
        "other_partition",
        fields::partition_out_of_reach(name, *code),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_partitions_that_are_not_supported() {
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
    fn each_region_belongs_to_one_partition() {
        for (region, partition) in [
            ("eu-west-1", Partition::Aws),
            ("cn-north-1", Partition::China),
            ("us-gov-west-1", Partition::UsGov),
        ] {
            assert_eq!(Partition::from_region_code(region), Ok(partition));
        }
        for region in [
            "us-iso-east-1",
            "us-isob-east-1",
            "eu-isoe-west-1",
            "eusc-de-east-1",
        ] {
            assert_eq!(
                Partition::from_region_code(region).expect_err(region).code,
                "other_partition"
            );
        }
    }
}
