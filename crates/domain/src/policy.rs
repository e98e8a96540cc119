//! The IAM policy and the trust policy that a tenant pastes, rendered from one typed input.
//!
//! Grammar: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

use crate::arn::{KmsKeyArn, PrincipalArn};
use crate::bucket_address::BucketAddress;
use crate::direction::Direction;
use crate::external_id::ExternalId;
use crate::partition::Partition;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The bucket's name in a policy while the tenant has not entered one.
pub const BUCKET_PLACEHOLDER: &str = "your-bucket";

/// How the names of our sessions begin, which AWS's logs show to tenants.
pub const SESSION_NAME_PREFIX: &str = "s3-connect-";
/// The ARN of an access point in a policy while only its alias is known. IAM refuses a policy that still contains it.
pub const ACCESS_POINT_PLACEHOLDER: &str = "your-access-point-arn";

/// Says in English what replaces a placeholder.
pub(crate) fn placeholder_meaning(placeholder: &str) -> &'static str {
    match placeholder {
        ACCESS_POINT_PLACEHOLDER => "the ARN of your access point",
        _ => "the name of your bucket",
    }
}

/// A policy document in IAM's JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "PascalCase")]
pub struct PolicyDocument {
    /// The version of the policy language: `2012-10-17`.
    pub version: String,
    pub statement: Vec<Statement>,
}

impl PolicyDocument {
    fn new(statement: Vec<Statement>) -> Self {
        Self {
            version: "2012-10-17".to_owned(),
            statement,
        }
    }

    /// Formats the document for AWS, which counts its characters, without line breaks. STS accepts no characters above
    /// U+00FF in a session policy, so they are escaped.
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
    pub fn to_compact_json(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        let mut escaped = String::with_capacity(json.len());
        for c in json.chars() {
            if c <= '\u{ff}' {
                escaped.push(c);
            } else {
                // Such a character is only ever inside a JSON string, where an escape means the same.
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(escaped, "\\u{unit:04x}");
                }
            }
        }
        escaped
    }

    /// Formats the document for people to paste, indented by two.
    pub fn to_pretty_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

/// A string or a list of strings, both of which IAM accepts. A single value is written as a string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn from_values(mut all: Vec<String>) -> Self {
        match all.pop() {
            Some(only) if all.is_empty() => Self::One(only),
            Some(last) => {
                all.push(last);
                Self::Many(all)
            }
            None => Self::Many(all),
        }
    }
}

/// The condition keys of each condition operator, with their values.
pub type Condition = BTreeMap<String, BTreeMap<String, OneOrMany>>;

/// One statement of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "PascalCase")]
pub struct Statement {
    /// The name of the statement.
    pub sid: String,
    /// `Allow`.
    pub effect: String,
    /// Whom a trust policy trusts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<BTreeMap<String, OneOrMany>>,
    pub action: OneOrMany,
    /// The ARNs that the statement is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<OneOrMany>,
    /// Condition operators, each with its condition keys and their values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<BTreeMap<String, BTreeMap<String, OneOrMany>>>))]
    pub condition: Option<Condition>,
}

impl Statement {
    fn allow(sid: &str, actions: &[&str], resource: String, condition: Option<Condition>) -> Self {
        Self {
            sid: sid.to_owned(),
            effect: "Allow".to_owned(),
            principal: None,
            action: OneOrMany::from_values(actions.iter().map(|a| (*a).to_owned()).collect()),
            resource: Some(OneOrMany::One(resource)),
            condition,
        }
    }

    /// Allows listing below a prefix, which must be escaped by [`escape_prefix`].
    pub(crate) fn list(bucket_arn: &str, prefix: &str) -> Self {
        let condition = (!prefix.is_empty()).then(|| {
            let pattern = OneOrMany::One(format!("{prefix}*"));
            let keys = BTreeMap::from([("s3:prefix".to_owned(), pattern)]);
            Condition::from([("StringLike".to_owned(), keys)])
        });
        let actions = ["s3:ListBucket"];
        Self::allow("S3ConnectList", &actions, bucket_arn.to_owned(), condition)
    }

    /// Allows reading below an escaped prefix. `objects_arn` is what precedes the slash and the key in an object's ARN.
    pub(crate) fn get(objects_arn: &str, prefix: &str) -> Self {
        let objects = format!("{objects_arn}/{prefix}*");
        Self::allow("S3ConnectGet", &["s3:GetObject"], objects, None)
    }

    /// Allows writing below an escaped prefix. `objects_arn` is as in [`Self::get`].
    pub(crate) fn put(objects_arn: &str, prefix: &str) -> Self {
        let objects = format!("{objects_arn}/{prefix}*");
        Self::allow("S3ConnectPut", &["s3:PutObject"], objects, None)
    }

    /// Allows in a bucket's policy what is allowed through one access point.
    fn delegate(bucket_arn: &str, actions: &[&str], access_point_arn: &str) -> Self {
        let keys = BTreeMap::from([(
            "s3:DataAccessPointArn".to_owned(),
            OneOrMany::One(access_point_arn.to_owned()),
        )]);
        let condition = Condition::from([("StringEquals".to_owned(), keys)]);
        let resources = vec![bucket_arn.to_owned(), format!("{bucket_arn}/*")];
        Self {
            resource: Some(OneOrMany::from_values(resources)),
            ..Self::allow("S3ConnectDelegate", actions, String::new(), Some(condition))
        }
        .with_principal("*")
    }

    /// Allows using a KMS key. Reading decrypts. Writing generates a data key, and a multipart upload decrypts it
    /// again.
    pub(crate) fn kms(key: &str, direction: Direction) -> Self {
        let actions: &[&str] = if direction.writes() {
            &["kms:GenerateDataKey", "kms:Decrypt"]
        } else {
            &["kms:Decrypt"]
        };
        Self::allow("S3ConnectKms", actions, key.to_owned(), None)
    }

    /// Allows using any KMS key, but only through S3.
    fn kms_through_s3(direction: Direction) -> Self {
        let keys = BTreeMap::from([(
            "kms:ViaService".to_owned(),
            OneOrMany::One("s3.*".to_owned()),
        )]);
        Self {
            condition: Some(Condition::from([("StringLike".to_owned(), keys)])),
            ..Self::kms("*", direction)
        }
    }

    /// Allows a user to create sessions of its own that can do less than the user, with the names that we give them.
    ///
    /// The resource of this call is the session. AWS's reference lists the user instead, but its guide and its error
    /// messages name the session:
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html>
    pub fn create_sessions(partition: &str) -> Self {
        let sessions = format!("arn:{partition}:sts::*:federated-user/{SESSION_NAME_PREFIX}*");
        Self::allow(
            "S3ConnectTemporaryCredentials",
            &["sts:GetFederationToken"],
            sessions,
            None,
        )
    }

    /// Allows a principal to assume the role, but only with one of the external IDs.
    pub(crate) fn assume(principal: &str, external_ids: Vec<String>) -> Self {
        let keys = BTreeMap::from([(
            "sts:ExternalId".to_owned(),
            OneOrMany::from_values(external_ids),
        )]);
        let condition = Condition::from([("StringEquals".to_owned(), keys)]);
        Self {
            resource: None,
            ..Self::allow(
                "S3ConnectAssume",
                &["sts:AssumeRole"],
                String::new(),
                Some(condition),
            )
        }
        .with_principal(principal)
    }

    /// Returns the trust policy that has only this statement, if it is one of a trust policy.
    pub fn as_trust_policy(&self) -> Option<PolicyDocument> {
        let is_assume = self.action == OneOrMany::One("sts:AssumeRole".to_owned());
        (is_assume && self.principal.is_some()).then(|| PolicyDocument::new(vec![self.clone()]))
    }

    /// Adds a principal, which a bucket policy needs and a policy of a user or role must not have.
    #[must_use]
    pub fn with_principal(mut self, arn: &str) -> Self {
        let principal = BTreeMap::from([("AWS".to_owned(), OneOrMany::One(arn.to_owned()))]);
        self.principal = Some(principal);
        self
    }
}

/// Everything that the policies of one connection depend on.
#[derive(Clone, Copy, Debug)]
pub struct PolicyInput<'a> {
    pub direction: Direction,
    /// `None` while the tenant has not entered a valid name.
    pub bucket: Option<&'a BucketAddress>,
    /// The path prefix up to its first variable.
    pub static_prefix: &'a str,
    pub partition: Partition,
    pub kms_key: Option<&'a KmsKeyArn>,
}

impl PolicyInput<'_> {
    /// Renders the least permissions that the connection needs: List and Get to read, Put to write, and never Delete.
    pub fn iam_policy(&self) -> PolicyDocument {
        let mut statements = Vec::new();
        if self.direction.reads() {
            statements.push(self.list_statement());
            statements.push(self.get_statement());
        }
        if self.direction.writes() {
            statements.push(self.put_statement());
        }
        statements.extend(self.kms_statement());
        PolicyDocument::new(statements)
    }

    /// Renders the policy that narrows a session of the tenant's role. It gives nothing that the role lacks.
    ///
    /// If the KMS key is not known, S3 can use each key that the role is allowed to use: the bucket may encrypt with a
    /// key of its own, which only the role's policy names.
    pub fn session_policy(&self) -> PolicyDocument {
        let mut policy = self.iam_policy();
        if self.kms_key.is_none() {
            let statement = Statement::kms_through_s3(self.direction);
            policy.statement.push(statement);
        }
        policy
    }

    pub fn list_statement(&self) -> Statement {
        Statement::list(&self.bucket_arn(), &escape_prefix(self.static_prefix))
    }

    pub fn get_statement(&self) -> Statement {
        Statement::get(&self.objects_arn(), &escape_prefix(self.static_prefix))
    }

    pub fn put_statement(&self) -> Statement {
        Statement::put(&self.objects_arn(), &escape_prefix(self.static_prefix))
    }

    /// Renders what the policy of the bucket behind an access point needs: S3 asks both policies. Returns `None` if the
    /// bucket is addressed by its name.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control>
    pub fn bucket_policy(&self) -> Option<PolicyDocument> {
        self.bucket.filter(|bucket| bucket.is_access_point())?;
        let actions: &[&str] = match (self.direction.reads(), self.direction.writes()) {
            (true, true) => &["s3:ListBucket", "s3:GetObject", "s3:PutObject"],
            (true, false) => &["s3:ListBucket", "s3:GetObject"],
            _ => &["s3:PutObject"],
        };
        let bucket_arn = self.arn_of_name(BUCKET_PLACEHOLDER);
        let statement = Statement::delegate(&bucket_arn, actions, &self.bucket_arn());
        Some(PolicyDocument::new(vec![statement]))
    }

    pub fn kms_statement(&self) -> Option<Statement> {
        self.kms_key.map(|key| self.kms_statement_for(key))
    }

    pub fn kms_statement_for(&self, key: &KmsKeyArn) -> Statement {
        Statement::kms(key.as_str(), self.direction)
    }

    fn bucket_arn(&self) -> String {
        match self.bucket {
            None => self.arn_of_name(BUCKET_PLACEHOLDER),
            Some(BucketAddress::Name(name)) => self.arn_of_name(name.as_str()),
            // A policy has to name the ARN, which an alias does not reveal.
            Some(BucketAddress::Alias(_)) => ACCESS_POINT_PLACEHOLDER.to_owned(),
            Some(BucketAddress::AccessPoint(arn)) => arn.as_str().to_owned(),
        }
    }

    /// Returns what precedes the slash and the key in an object's ARN.
    fn objects_arn(&self) -> String {
        let bucket_arn = self.bucket_arn();
        match self.bucket {
            Some(bucket) if bucket.is_access_point() => format!("{bucket_arn}/object"),
            _ => bucket_arn,
        }
    }

    fn arn_of_name(&self, name: &str) -> String {
        format!("arn:{}:s3:::{name}", self.partition.as_str())
    }
}

/// Renders the trust policy of a tenant's role: `principal` can assume it, but only with one of the external IDs.
pub fn trust_policy(principal: &PrincipalArn, external_ids: &[ExternalId]) -> PolicyDocument {
    let ids = external_ids
        .iter()
        .map(|id| id.as_str().to_owned())
        .collect();
    PolicyDocument::new(vec![Statement::assume(principal.as_str(), ids)])
}

/// Escapes a prefix for a policy, so that IAM does not take `*`, `?` and `$` for wildcards or variables.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars>
pub(crate) fn escape_prefix(prefix: &str) -> String {
    let mut escaped = String::with_capacity(prefix.len());
    for c in prefix.chars() {
        match c {
            '*' => escaped.push_str("${*}"),
            '?' => escaped.push_str("${?}"),
            '$' => escaped.push_str("${$}"),
            c => escaped.push(c),
        }
    }
    // CloudFormation would resolve such a reference, and has no way to escape it. `?` matches any one character.
    escaped.replace("{{resolve:", "{?resolve:")
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
