//! Amazon Resource Names of the kinds that a connection needs.
//!
//! Formats: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>

use crate::message::{Message, fields, form};
use crate::partition::Partition;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::{lookalike_characters, pasted_text};
use serde::{Deserialize, Serialize};

/// The twelve digits of an AWS account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId(String);

impl AccountId {
    /// Parses an account ID. Ignores hyphens, because the AWS console shows `1111-2222-3333`.
    ///
    /// # Errors
    /// Returns a refusal if the text is not twelve digits.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = pasted_text::clean(text);
        lookalike_characters::refuse(text, |ascii| Self::parse(ascii).is_ok())?;
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        if digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(Refusal::new("bad_account", fields::account_bad()))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AccountId {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<AccountId> for String {
    fn from(account: AccountId) -> Self {
        account.0
    }
}

impl std::fmt::Display for AccountId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The parts of `arn:partition:service:region:account:resource`.
pub(crate) struct ArnParts<'a> {
    pub partition: Partition,
    pub service: &'a str,
    /// Empty in the ARNs of IAM.
    pub region: &'a str,
    pub account: &'a str,
    pub resource: &'a str,
}

impl<'a> ArnParts<'a> {
    /// Splits an ARN. `example` is the ARN that the refusal shows.
    pub fn parse(text: &'a str, example: &str) -> Result<Self, Refusal> {
        let refuse = || Refusal::new("not_an_arn", fields::arn_whole(example));
        if text.len() > 2048 {
            return Err(Refusal::new("too_long", fields::arn_too_long()));
        }
        // At most six parts: a resource may contain colons.
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let ["arn", partition, service, region, account, resource] = parts[..] else {
            return Err(refuse());
        };
        // IAM has no regions, and treats an ARN with a region as a different ARN.
        if service == "iam" && !region.is_empty() {
            return Err(refuse());
        }
        Ok(Self {
            partition: Partition::parse(partition)?,
            service,
            region,
            account,
            resource,
        })
    }

    /// Returns whether the region is one of the partition. Stricter than [`Region::parse`], which also accepts blanks and
    /// quotes around the code.
    pub fn has_valid_region(&self) -> bool {
        Region::parse(self.region).is_ok_and(|region| {
            region.as_str() == self.region && region.partition() == self.partition
        })
    }
}

/// The kind of resource that an ARN names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArnKind {
    Role,
    User,
    Policy,
    Group,
    InstanceProfile,
    Account,
    Session,
    FederatedUser,
    KmsKey,
    AccessPoint,
    Bucket,
    Other,
}

impl ArnKind {
    /// Returns the kind of an ARN, or `None` if the text is not an ARN.
    pub fn detect(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let ["arn", _, service, _, _, resource] = parts[..] else {
            return None;
        };
        let resource_type = resource.split(['/', ':']).next().unwrap_or_default();
        Some(match (service, resource_type) {
            ("iam", "role") => Self::Role,
            ("iam", "user") => Self::User,
            ("iam", "policy") => Self::Policy,
            ("iam", "group") => Self::Group,
            ("iam", "instance-profile") => Self::InstanceProfile,
            ("iam", "root") => Self::Account,
            ("sts", "assumed-role") => Self::Session,
            ("sts", "federated-user") => Self::FederatedUser,
            ("kms", _) => Self::KmsKey,
            ("s3", "accesspoint") => Self::AccessPoint,
            ("s3", _) => Self::Bucket,
            _ => Self::Other,
        })
    }

    /// Returns a phrase that follows “the ARN of”.
    pub fn display_name(self) -> Message {
        match self {
            Self::Role => fields::kind_role(),
            Self::User => fields::kind_user(),
            Self::Policy => fields::kind_policy(),
            Self::Group => fields::kind_group(),
            Self::InstanceProfile => fields::kind_instance_profile(),
            Self::Account => fields::kind_account(),
            Self::Session => fields::kind_session(),
            Self::FederatedUser => fields::kind_federated_user(),
            Self::KmsKey => fields::kind_kms_key(),
            Self::AccessPoint => fields::kind_access_point(),
            Self::Bucket => fields::kind_bucket(),
            Self::Other => fields::kind_other(),
        }
    }
}

/// The vendor's user, role or account, as trust policies name it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PrincipalArn(String);

impl PrincipalArn {
    /// Parses the ARN of a principal. Turns the ARN of a role's session, which `GetCallerIdentity` returns, into the
    /// ARN of the role, because sessions end.
    ///
    /// The ARN of a session lacks the path of its role. A vendor whose role has a path must name the principal in the
    /// settings.
    ///
    /// # Errors
    /// Returns a refusal if the text is not the ARN of a user, a role, a role's session or an account.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = pasted_text::clean(text);
        let parts = ArnParts::parse(text, "arn:aws:iam::999988887777:role/name")?;
        let partition = parts.partition.as_str();
        let account = AccountId::parse(parts.account)?;
        match (
            parts.service,
            parts.resource.split('/').collect::<Vec<_>>().as_slice(),
        ) {
            ("iam", ["root"] | ["user" | "role", .., _]) => Ok(Self(text.to_owned())),
            ("sts", ["assumed-role", role, _session]) => {
                Ok(Self(format!("arn:{partition}:iam::{account}:role/{role}")))
            }
            _ => Err(Refusal::new(
                "not_a_principal",
                "The principal must be the ARN of a user, a role or an account (…:root).",
            )),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn partition(&self) -> Partition {
        partition_of_valid_arn(&self.0)
    }

    /// Returns the ID of the principal's account.
    pub fn account(&self) -> &str {
        account_of_valid_arn(&self.0)
    }

    /// Returns the word for what the principal is: role, user or account.
    pub(crate) fn kind_name(&self) -> Message {
        match ArnKind::detect(&self.0) {
            Some(ArnKind::Role) => form::own_role(),
            Some(ArnKind::User) => form::own_user(),
            _ => form::own_account(),
        }
    }
}

impl TryFrom<String> for PrincipalArn {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<PrincipalArn> for String {
    fn from(arn: PrincipalArn) -> Self {
        arn.0
    }
}

/// The ARN of the KMS key that encrypts a bucket's objects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KmsKeyArn(String);

impl KmsKeyArn {
    /// Parses the ARN of a KMS key.
    ///
    /// # Errors
    /// Returns a refusal if the text is not the ARN of a key. An alias is refused because IAM statements cannot name
    /// one.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        const EXAMPLE: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-…";
        let text = pasted_text::clean(text);
        lookalike_characters::refuse(text, |ascii| Self::parse(ascii).is_ok())?;
        let parts = ArnParts::parse(text, EXAMPLE)?;
        let key = parts
            .resource
            .strip_prefix("key/")
            .filter(|_| parts.service == "kms");
        // Every part is checked strictly, because the ARN becomes part of policies and templates.
        let is_valid_key = |key: &str| {
            (1..=128).contains(&key.len())
                && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        AccountId::parse(parts.account)?;
        match key {
            Some(key) if is_valid_key(key) && parts.has_valid_region() => Ok(Self(text.to_owned())),
            _ if parts.resource.starts_with("alias/") => {
                Err(Refusal::new("kms_alias", fields::kms_alias()))
            }
            _ => Err(Refusal::new("not_a_kms_key", fields::kms_bad(EXAMPLE))),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn partition(&self) -> Partition {
        partition_of_valid_arn(&self.0)
    }

    /// Returns the ID of the key's account.
    pub fn account(&self) -> &str {
        account_of_valid_arn(&self.0)
    }
}

impl TryFrom<String> for KmsKeyArn {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<KmsKeyArn> for String {
    fn from(arn: KmsKeyArn) -> Self {
        arn.0
    }
}

/// Returns the partition of an ARN that was parsed before.
pub(crate) fn partition_of_valid_arn(arn: &str) -> Partition {
    let partition = arn.split(':').nth(1).unwrap_or_default();
    Partition::parse(partition).unwrap_or_default()
}

/// Returns the account of an ARN that was parsed before.
pub(crate) fn account_of_valid_arn(arn: &str) -> &str {
    arn.split(':').nth(4).unwrap_or_default()
}

#[cfg(test)]
#[path = "arn_tests.rs"]
mod tests;
