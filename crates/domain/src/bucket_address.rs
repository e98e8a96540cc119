//! How a bucket is addressed: by its name, or through one of its access points.

use crate::access_point::{AccessPointAlias, AccessPointArn};
use crate::bucket::{AccountRegionalName, BucketName};
use crate::refusal::Refusal;
use crate::region::Region;
use serde::{Deserialize, Serialize};

/// What S3's data calls accept as the bucket.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-service-api-support.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum BucketAddress {
    Name(BucketName),
    Alias(AccessPointAlias),
    AccessPoint(AccessPointArn),
}

impl BucketAddress {
    /// Parses the name of a bucket, or the alias or the ARN of an access point.
    ///
    /// # Errors
    /// Returns a refusal that says what is wrong with the name or the ARN.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        if text.starts_with("arn:") {
            return AccessPointArn::parse(text).map(Self::AccessPoint);
        }
        let name = BucketName::parse(text)?;
        Ok(AccessPointAlias::from_name(name).map_or_else(Self::Name, Self::Alias))
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Name(name) => name.as_str(),
            Self::Alias(alias) => alias.as_str(),
            Self::AccessPoint(arn) => arn.as_str(),
        }
    }

    /// Returns whether this is an access point. Stores that are not AWS have none.
    pub fn is_access_point(&self) -> bool {
        !matches!(self, Self::Name(_))
    }

    /// Returns whether this is the ARN of an access point. The SDK then makes a host of it, and cannot put it into the
    /// path.
    pub fn is_arn(&self) -> bool {
        matches!(self, Self::AccessPoint(_))
    }

    /// Returns whether this is an alias, with which no policy can be written.
    pub fn is_alias(&self) -> bool {
        matches!(self, Self::Alias(_))
    }

    /// Returns the account and the region that a name contains, if it is one of an account regional namespace.
    pub fn account_regional(&self) -> Option<AccountRegionalName> {
        match self {
            Self::Name(name) => name.account_regional(),
            Self::Alias(_) | Self::AccessPoint(_) => None,
        }
    }

    /// Returns the region that the name or the ARN contains. An access point is always in its bucket's region.
    pub fn region(&self) -> Option<Region> {
        match self {
            Self::Name(name) => name.account_regional().map(|name| name.region),
            Self::Alias(_) => None,
            Self::AccessPoint(arn) => arn.region(),
        }
    }
}

impl TryFrom<String> for BucketAddress {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<BucketAddress> for String {
    fn from(address: BucketAddress) -> Self {
        address.as_str().to_owned()
    }
}

impl std::fmt::Display for BucketAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_names_aliases_and_arns_apart() {
        let arn = "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point";
        let alias = "my-point-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias";
        for (text, is_access_point, is_alias, region) in [
            ("my-data", false, false, None),
            (
                "data-111122223333-eu-west-1-an",
                false,
                false,
                Some("eu-west-1"),
            ),
            (alias, true, true, None),
            (arn, true, false, Some("eu-west-1")),
        ] {
            let address = BucketAddress::parse(text).expect(text);
            assert_eq!(address.as_str(), text);
            assert_eq!(address.is_access_point(), is_access_point, "{text}");
            assert_eq!(address.is_alias(), is_alias, "{text}");
            assert_eq!(address.is_arn(), text == arn, "{text}");
            let found = address.region();
            assert_eq!(found.as_ref().map(Region::as_str), region, "{text}");
            let json = serde_json::to_string(&address).expect("JSON");
            assert_eq!(
                serde_json::from_str::<BucketAddress>(&json).expect("address"),
                address
            );
        }
    }
}
