//! The IAM policy and the trust policy a tenant pastes, from one typed input.
//!
//! Grammar: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

use crate::arn::{KmsKeyArn, Partition, PrincipalArn};
use crate::bucket::BucketName;
use crate::direction::Direction;
use crate::external_id::ExternalId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Stands in a policy for the bucket that has not been typed yet.
pub const BUCKET_PLACEHOLDER: &str = "your-bucket";

/// A policy document as IAM takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PolicyDocument {
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

    /// The document as people paste it: indented by two.
    pub fn to_pretty_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn of(mut all: Vec<String>) -> Self {
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

pub type Condition = BTreeMap<String, BTreeMap<String, OneOrMany>>;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Statement {
    pub sid: String,
    pub effect: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<BTreeMap<String, OneOrMany>>,
    pub action: OneOrMany,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<OneOrMany>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
}

impl Statement {
    fn allow(sid: &str, actions: &[&str], resource: String, condition: Option<Condition>) -> Self {
        Self {
            sid: sid.to_owned(),
            effect: "Allow".to_owned(),
            principal: None,
            action: OneOrMany::of(actions.iter().map(|a| (*a).to_owned()).collect()),
            resource: Some(OneOrMany::One(resource)),
            condition,
        }
    }

    /// `prefix` is written as policies have it, see [`escape`].
    pub(crate) fn list(bucket_arn: &str, prefix: &str) -> Self {
        let condition = (!prefix.is_empty()).then(|| {
            let pattern = OneOrMany::One(format!("{prefix}*"));
            let keys = BTreeMap::from([("s3:prefix".to_owned(), pattern)]);
            Condition::from([("StringLike".to_owned(), keys)])
        });
        let actions = ["s3:ListBucket"];
        Self::allow("S3ConnectList", &actions, bucket_arn.to_owned(), condition)
    }

    pub(crate) fn get(bucket_arn: &str, prefix: &str) -> Self {
        let objects = format!("{bucket_arn}/{prefix}*");
        Self::allow("S3ConnectGet", &["s3:GetObject"], objects, None)
    }

    pub(crate) fn put(bucket_arn: &str, prefix: &str) -> Self {
        let objects = format!("{bucket_arn}/{prefix}*");
        Self::allow("S3ConnectPut", &["s3:PutObject"], objects, None)
    }

    /// Reading decrypts; writing makes a data key, and a multipart upload decrypts it again.
    pub(crate) fn kms(key: &str, direction: Direction) -> Self {
        let actions: &[&str] = if direction.writes() {
            &["kms:GenerateDataKey", "kms:Decrypt"]
        } else {
            &["kms:Decrypt"]
        };
        Self::allow("S3ConnectKms", actions, key.to_owned(), None)
    }

    /// Lets `principal` assume the role, and only with one of these external IDs.
    pub(crate) fn assume(principal: &str, external_ids: Vec<String>) -> Self {
        let keys = BTreeMap::from([("sts:ExternalId".to_owned(), OneOrMany::of(external_ids))]);
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
        .granted_to(principal)
    }

    /// The same right in a policy of the bucket, which has to say whose it is.
    #[must_use]
    pub fn granted_to(mut self, arn: &str) -> Self {
        let principal = BTreeMap::from([("AWS".to_owned(), OneOrMany::One(arn.to_owned()))]);
        self.principal = Some(principal);
        self
    }
}

/// What the policies are about.
#[derive(Clone, Copy, Debug)]
pub struct PolicyInput<'a> {
    pub direction: Direction,
    /// `None` while the tenant has not typed one that is valid.
    pub bucket: Option<&'a BucketName>,
    /// The prefix up to its first variable.
    pub static_prefix: &'a str,
    pub partition: Partition,
    pub kms_key: Option<&'a KmsKeyArn>,
}

impl PolicyInput<'_> {
    /// The least that the connection needs: List and Get to read, Put to write, and never Delete.
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

    pub fn list_statement(&self) -> Statement {
        Statement::list(&self.bucket_arn(), &escape(self.static_prefix))
    }

    pub fn get_statement(&self) -> Statement {
        Statement::get(&self.bucket_arn(), &escape(self.static_prefix))
    }

    pub fn put_statement(&self) -> Statement {
        Statement::put(&self.bucket_arn(), &escape(self.static_prefix))
    }

    pub fn kms_statement(&self) -> Option<Statement> {
        self.kms_key.map(|key| self.kms_statement_for(key))
    }

    pub fn kms_statement_for(&self, key: &KmsKeyArn) -> Statement {
        Statement::kms(key.as_str(), self.direction)
    }

    fn bucket_arn(&self) -> String {
        let bucket = self.bucket.map_or(BUCKET_PLACEHOLDER, BucketName::as_str);
        format!("arn:{}:s3:::{bucket}", self.partition.as_str())
    }
}

/// Lets `principal` assume the role, and only with one of the tenant's external IDs.
pub fn trust_policy(principal: &PrincipalArn, external_ids: &[ExternalId]) -> PolicyDocument {
    let ids = external_ids
        .iter()
        .map(|id| id.as_str().to_owned())
        .collect();
    PolicyDocument::new(vec![Statement::assume(principal.as_str(), ids)])
}

/// A prefix as policies have it: `*`, `?` and `$` stay characters, and are not read as wildcards or variables.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars>
pub(crate) fn escape(prefix: &str) -> String {
    let mut escaped = String::with_capacity(prefix.len());
    for c in prefix.chars() {
        match c {
            '*' => escaped.push_str("${*}"),
            '?' => escaped.push_str("${?}"),
            '$' => escaped.push_str("${$}"),
            c => escaped.push(c),
        }
    }
    // CloudFormation would look this up, and knows no way to write it as text. A `?` stands for any one character.
    escaped.replace("{{resolve:", "{?resolve:")
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
