//! Access points: other addresses of a bucket, each with a policy of its own.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html>

use crate::arn::{AccountId, ArnParts, account_of_valid_arn, partition_of_valid_arn};
use crate::bucket::BucketName;
use crate::message::fields;
use crate::partition::Partition;
use crate::refusal::Refusal;
use crate::region::Region;

/// An example that refusals show.
const EXAMPLE: &str = "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-access-point";

const ALIAS_SUFFIX: &str = "-s3alias";

/// The ARN of an access point of a general purpose bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessPointArn(String);

impl AccessPointArn {
    /// Parses an ARN. S3 also accepts a colon in place of the slash before the name; [`Self::as_str`] has the slash,
    /// because only that form is valid in policies.
    ///
    /// # Errors
    /// Returns a refusal if:
    /// - the text is not the ARN of an access point,
    /// - the region, the account or the name is not valid,
    /// - or the ARN is in a partition that we do not support.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let parts = ArnParts::parse(text, EXAMPLE)?;
        AccountId::parse(parts.account)?;
        let name = parts
            .resource
            .strip_prefix("accesspoint")
            .and_then(|rest| rest.strip_prefix(['/', ':']));
        // The ARN becomes part of policies and templates, so nothing may be cleaned up in it. An account with hyphens or
        // blanks is longer than its digits.
        if parts.service == "s3"
            && parts.has_valid_region()
            && parts.account.len() == 12
            && name.is_some_and(is_valid_name)
        {
            Ok(Self(text.replacen("accesspoint:", "accesspoint/", 1)))
        } else {
            Err(Refusal::new("bad_access_point", fields::arn_whole(EXAMPLE)))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn partition(&self) -> Partition {
        partition_of_valid_arn(&self.0)
    }

    /// Returns the region, which every valid ARN has.
    pub fn region(&self) -> Option<Region> {
        let region = self.0.split(':').nth(3).unwrap_or_default();
        Region::parse(region).ok()
    }

    /// Returns the account that owns the access point. The bucket can belong to another one.
    pub fn account(&self) -> &str {
        account_of_valid_arn(&self.0)
    }
}

/// Returns whether a text follows the rules for the names of access points.
fn is_valid_name(name: &str) -> bool {
    let is_allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (3..=50).contains(&name.len())
        && name.bytes().all(is_allowed)
        && !name.starts_with('-')
        && !name.ends_with('-')
}

/// The alias of an access point: a text in the format of a bucket's name that S3 accepts in its place. Policies accept
/// only the ARN, which the alias does not reveal.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html#access-points-alias>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessPointAlias(BucketName);

impl AccessPointAlias {
    /// Recognises an alias by its end.
    ///
    /// # Errors
    /// Returns the name back if it is the name of a bucket.
    pub fn from_name(name: BucketName) -> Result<Self, BucketName> {
        if name.as_str().ends_with(ALIAS_SUFFIX) {
            Ok(Self(name))
        } else {
            Err(name)
        }
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_both_separators_and_writes_the_slash() {
        for text in [
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point",
            "arn:aws:s3:eu-west-1:111122223333:accesspoint:my-point",
        ] {
            let arn = AccessPointArn::parse(text).expect(text);
            assert_eq!(
                arn.as_str(),
                "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point"
            );
            assert_eq!(arn.region(), Region::parse("eu-west-1").ok());
            assert_eq!(arn.account(), "111122223333");
            assert_eq!(AccessPointArn::parse(arn.as_str()), Ok(arn));
        }
        let china = "arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/abc";
        let china = AccessPointArn::parse(china).expect("China");
        assert_eq!(china.partition(), Partition::China);
    }

    #[test]
    fn refuses_what_would_not_be_valid_in_a_policy() {
        for (bad, code) in [
            ("arn:aws:s3:::my-data", "bad_account"),
            (
                "arn:aws:s3:eu-west-1:111122223333:accesspoint/",
                "bad_access_point",
            ),
            (
                "arn:aws:s3:eu-west-1:111122223333:accesspoint/ab",
                "bad_access_point",
            ),
            (
                "arn:aws:s3:eu-west-1:111122223333:accesspoint/a_b",
                "bad_access_point",
            ),
            (
                "arn:aws:s3:eu-west-1:111122223333:accesspoint/-abc",
                "bad_access_point",
            ),
            (
                "arn:aws:s3:eu-west-1:111122223333:accesspoint/a*c",
                "bad_access_point",
            ),
            (
                "arn:aws:s3:eu-west-1:111122223333:job/abc",
                "bad_access_point",
            ),
            (
                "arn:aws:s3:eu-west-1 :111122223333:accesspoint/abc",
                "bad_access_point",
            ),
            (
                "arn:aws:s3:eu-west-1:1111-2222-3333:accesspoint/abc",
                "bad_access_point",
            ),
            (
                "arn:aws:s3:cn-north-1:111122223333:accesspoint/abc",
                "bad_access_point",
            ),
            (
                "arn:aws:s3:nowhere:111122223333:accesspoint/abc",
                "bad_access_point",
            ),
            ("arn:aws:s3:eu-west-1:12:accesspoint/abc", "bad_account"),
            (
                "arn:aws-iso:s3:us-iso-east-1:111122223333:accesspoint/abc",
                "other_partition",
            ),
            ("my-data", "not_an_arn"),
        ] {
            assert_eq!(
                AccessPointArn::parse(bad).expect_err(bad).code,
                code,
                "{bad}"
            );
        }
    }
}
