//! Amazon resource names of the kinds a connection deals in.
//!
//! Shapes: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>

use crate::message::{Message, fields, form};
pub use crate::partition::Partition;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::role_arn::RoleArn;
use crate::{lookalike, paste};
use serde::{Deserialize, Serialize};

/// The twelve digits of an AWS account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId(String);

impl AccountId {
    /// # Errors
    /// When the text is not twelve digits; the hyphens the console shows are taken out.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = paste::bare(text);
        lookalike::refuse(text, |plain| Self::parse(plain).is_ok())?;
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

/// `arn:partition:service:region:account:resource`, taken apart.
pub(crate) struct Parts<'a> {
    pub partition: Partition,
    pub service: &'a str,
    /// Empty for IAM.
    pub region: &'a str,
    pub account: &'a str,
    pub resource: &'a str,
}

impl<'a> Parts<'a> {
    pub fn parse(text: &'a str, example: &str) -> Result<Self, Refusal> {
        let refuse = || Refusal::new("not_an_arn", fields::arn_whole(example));
        if text.len() > 2048 {
            return Err(Refusal::new("too_long", fields::arn_too_long()));
        }
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let ["arn", partition, service, region, account, resource] = parts[..] else {
            return Err(refuse());
        };
        // IAM is in no region, and takes an ARN with one for another.
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
}

/// What an ARN is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
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

impl Kind {
    /// In words that follow “the ARN of”.
    pub fn words(self) -> Message {
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

/// `None` for a text that is no ARN.
pub(crate) fn kind(text: &str) -> Option<Kind> {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", _, service, _, _, resource] = parts[..] else {
        return None;
    };
    let kind = resource.split(['/', ':']).next().unwrap_or_default();
    Some(match (service, kind) {
        ("iam", "role") => Kind::Role,
        ("iam", "user") => Kind::User,
        ("iam", "policy") => Kind::Policy,
        ("iam", "group") => Kind::Group,
        ("iam", "instance-profile") => Kind::InstanceProfile,
        ("iam", "root") => Kind::Account,
        ("sts", "assumed-role") => Kind::Session,
        ("sts", "federated-user") => Kind::FederatedUser,
        ("kms", _) => Kind::KmsKey,
        ("s3", "accesspoint") => Kind::AccessPoint,
        ("s3", _) => Kind::Bucket,
        _ => Kind::Other,
    })
}

/// Who a trust policy names: the vendor's user, role or account.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PrincipalArn(String);

impl PrincipalArn {
    /// Takes what `GetCallerIdentity` answers as well: a role's session is mapped to its role, for
    /// sessions come and go. (The path of a role is not in its session's ARN; a vendor whose role
    /// has a path names the principal in the settings.)
    ///
    /// # Errors
    /// When the text names no user, role or account.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = paste::bare(text);
        let parts = Parts::parse(text, "arn:aws:iam::999988887777:role/name")?;
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
        partition_of(&self.0)
    }

    /// What of ours it is.
    pub(crate) fn own(&self) -> Message {
        match kind(&self.0) {
            Some(Kind::Role) => form::own_role(),
            Some(Kind::User) => form::own_user(),
            _ => form::own_account(),
        }
    }

    /// Whether the role is ours: in our account, and of our name. The path in front of it may not be known.
    pub(crate) fn has_name_of(&self, role: &RoleArn) -> bool {
        let name = self.0.rsplit_once('/').map(|(_, name)| name);
        self.0.split(':').nth(4) == Some(role.account().as_str()) && name == Some(role.name())
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

/// The ARN of the KMS key that encrypts the bucket's objects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KmsKeyArn(String);

impl KmsKeyArn {
    /// # Errors
    /// When the text is not the ARN of a key (an alias cannot be used in an IAM statement).
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        const EXAMPLE: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-…";
        let text = paste::bare(text);
        lookalike::refuse(text, |plain| Self::parse(plain).is_ok())?;
        let parts = Parts::parse(text, EXAMPLE)?;
        let key = parts
            .resource
            .strip_prefix("key/")
            .filter(|_| parts.service == "kms");
        let well_formed = |key: &str| {
            (1..=128).contains(&key.len())
                && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        // What stands there becomes part of policies and templates.
        let region = Region::parse(parts.region).ok();
        let somewhere = region.is_some_and(|region| {
            region.as_str() == parts.region && region.partition() == parts.partition
        });
        AccountId::parse(parts.account)?;
        match key {
            Some(key) if well_formed(key) && somewhere => Ok(Self(text.to_owned())),
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
        partition_of(&self.0)
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

/// Of an ARN that was parsed before.
fn partition_of(arn: &str) -> Partition {
    let partition = arn.split(':').nth(1).unwrap_or_default();
    Partition::parse(partition).unwrap_or_default()
}

#[cfg(test)]
#[path = "arn_tests.rs"]
mod tests;
