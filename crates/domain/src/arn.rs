//! Amazon resource names of the kinds a connection deals in.
//!
//! Shapes: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// A separate AWS: identities of one partition cannot assume roles of another.
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

impl Partition {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::China => "aws-cn",
            Self::UsGov => "aws-us-gov",
        }
    }

    fn parse(text: &str) -> Result<Self, Refusal> {
        [Self::Aws, Self::China, Self::UsGov]
            .into_iter()
            .find(|p| p.as_str() == text)
            .ok_or_else(|| {
                Refusal::new(
                    "bad_partition",
                    "The part after “arn:” must be aws, aws-cn or aws-us-gov.",
                )
            })
    }
}

/// The twelve digits of an AWS account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId(String);

impl AccountId {
    /// # Errors
    /// When the text is not twelve digits; the hyphens the console shows are taken out.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let digits: String = text.trim().chars().filter(|c| *c != '-').collect();
        if digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(Refusal::new(
                "bad_account",
                "An AWS account ID has 12 digits.",
            ))
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
struct Parts<'a> {
    partition: Partition,
    service: &'a str,
    account: &'a str,
    resource: &'a str,
}

impl<'a> Parts<'a> {
    fn parse(text: &'a str, example: &str) -> Result<Self, Refusal> {
        let refuse = || {
            Refusal::new(
                "not_an_arn",
                format!("Enter the whole ARN. It looks like {example}."),
            )
        };
        if text.len() > 2048 {
            return Err(Refusal::new(
                "too_long",
                "An ARN has at most 2,048 characters.",
            ));
        }
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let ["arn", partition, service, _region, account, resource] = parts[..] else {
            return Err(refuse());
        };
        Ok(Self {
            partition: Partition::parse(partition)?,
            service,
            account,
            resource,
        })
    }
}

/// The ARN of an IAM role, such as `arn:aws:iam::111122223333:role/path/name`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoleArn {
    text: String,
    partition: Partition,
    account: AccountId,
    name_at: usize,
}

impl RoleArn {
    const EXAMPLE: &str = "arn:aws:iam::111122223333:role/name";

    /// # Errors
    /// When the text is no role ARN; a user's, a policy's or a session's ARN is called by its name.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Refusal::new("required", "Enter the role’s ARN."));
        }
        let parts = Parts::parse(text, Self::EXAMPLE)?;
        let Some(path_and_name) = parts
            .resource
            .strip_prefix("role/")
            .filter(|_| parts.service == "iam")
        else {
            return Err(wrong_kind(&parts, Self::EXAMPLE));
        };
        let account = AccountId::parse(parts.account)
            .ok()
            .filter(|a| a.as_str() == parts.account)
            .ok_or_else(|| {
                Refusal::new("bad_account", "The account in the ARN must have 12 digits, as in arn:aws:iam::111122223333:role/name.")
            })?;
        let (path, name) = path_and_name
            .rsplit_once('/')
            .unwrap_or(("", path_and_name));
        let name_char = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
        if name.is_empty() || name.len() > 64 || !name.chars().all(name_char) {
            return Err(Refusal::new(
                "bad_role_name",
                "A role’s name has 1 to 64 letters, digits or _ + = , . @ -.",
            ));
        }
        if path.len() > 510 || !path.chars().all(|c| c.is_ascii_graphic()) || path.contains('*') {
            return Err(Refusal::new(
                "bad_role_path",
                "The path in front of the role’s name is not valid.",
            ));
        }
        Ok(Self {
            name_at: text.len() - name.len(),
            partition: parts.partition,
            account,
            text: text.to_owned(),
        })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn partition(&self) -> Partition {
        self.partition
    }

    pub fn account(&self) -> &AccountId {
        &self.account
    }

    pub fn name(&self) -> &str {
        &self.text[self.name_at..]
    }
}

fn wrong_kind(parts: &Parts<'_>, example: &str) -> Refusal {
    let kind = parts.resource.split(['/', ':']).next().unwrap_or_default();
    let meant = match (parts.service, kind) {
        ("iam", "user") => "a user",
        ("iam", "policy") => "a policy",
        ("iam", "group") => "a group",
        ("iam", "instance-profile") => "an instance profile",
        ("iam", "root") => "an account",
        ("sts", "assumed-role") => {
            let role = parts.resource.split('/').nth(1).unwrap_or("name");
            return Refusal::new(
                "session_arn",
                format!(
                    "This is the ARN of a role’s session. The role itself is probably arn:{}:iam::{}:role/{role}.",
                    parts.partition.as_str(),
                    parts.account
                ),
            );
        }
        ("s3", _) => "a bucket",
        _ => "something else",
    };
    Refusal::new(
        "not_a_role",
        format!("This is the ARN of {meant}. Enter the ARN of the role; it looks like {example}."),
    )
}

impl TryFrom<String> for RoleArn {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<RoleArn> for String {
    fn from(arn: RoleArn) -> Self {
        arn.text
    }
}

impl std::fmt::Display for RoleArn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// Who a trust policy names: the vendor's user, role or account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
        let text = text.trim();
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
        let partition = self.0.split(':').nth(1).unwrap_or_default();
        Partition::parse(partition).unwrap_or_default()
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
        let text = text.trim();
        let parts = Parts::parse(text, EXAMPLE)?;
        let key = parts
            .resource
            .strip_prefix("key/")
            .filter(|_| parts.service == "kms");
        let well_formed = |key: &str| {
            (1..=128).contains(&key.len())
                && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        AccountId::parse(parts.account)?;
        match key {
            Some(key) if well_formed(key) => Ok(Self(text.to_owned())),
            _ if parts.resource.starts_with("alias/") => Err(Refusal::new(
                "kms_alias",
                "This is the ARN of an alias. Enter the ARN of the key itself, shown on the key’s page in KMS.",
            )),
            _ => Err(Refusal::new(
                "not_a_kms_key",
                format!("Enter the key’s ARN. It looks like {EXAMPLE}."),
            )),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
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

#[cfg(test)]
#[path = "arn_tests.rs"]
mod tests;
