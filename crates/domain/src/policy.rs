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
pub const BUCKET_PLACEHOLDER: &str = "BUCKET_NAME";

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
        let prefix = escape(self.static_prefix);
        let condition = (!prefix.is_empty()).then(|| {
            let keys =
                BTreeMap::from([("s3:prefix".to_owned(), OneOrMany::One(format!("{prefix}*")))]);
            Condition::from([("StringLike".to_owned(), keys)])
        });
        Statement::allow(
            "S3ConnectList",
            &["s3:ListBucket"],
            self.bucket_arn(),
            condition,
        )
    }

    pub fn get_statement(&self) -> Statement {
        Statement::allow("S3ConnectGet", &["s3:GetObject"], self.objects_arn(), None)
    }

    pub fn put_statement(&self) -> Statement {
        Statement::allow("S3ConnectPut", &["s3:PutObject"], self.objects_arn(), None)
    }

    pub fn kms_statement(&self) -> Option<Statement> {
        self.kms_key.map(|key| self.kms_statement_for(key))
    }

    /// Reading decrypts; writing makes a data key, and a multipart upload decrypts it again.
    pub fn kms_statement_for(&self, key: &KmsKeyArn) -> Statement {
        let actions: &[&str] = if self.direction.writes() {
            &["kms:GenerateDataKey", "kms:Decrypt"]
        } else {
            &["kms:Decrypt"]
        };
        Statement::allow("S3ConnectKms", actions, key.as_str().to_owned(), None)
    }

    fn bucket_arn(&self) -> String {
        let bucket = self.bucket.map_or(BUCKET_PLACEHOLDER, BucketName::as_str);
        format!("arn:{}:s3:::{bucket}", self.partition.as_str())
    }

    fn objects_arn(&self) -> String {
        format!("{}/{}*", self.bucket_arn(), escape(self.static_prefix))
    }
}

/// Lets `principal` assume the role, and only with one of the tenant's external IDs.
pub fn trust_policy(principal: &PrincipalArn, external_ids: &[ExternalId]) -> PolicyDocument {
    let ids = external_ids
        .iter()
        .map(|id| id.as_str().to_owned())
        .collect();
    let keys = BTreeMap::from([("sts:ExternalId".to_owned(), OneOrMany::of(ids))]);
    PolicyDocument::new(vec![Statement {
        sid: "S3ConnectAssume".to_owned(),
        effect: "Allow".to_owned(),
        principal: Some(BTreeMap::from([(
            "AWS".to_owned(),
            OneOrMany::One(principal.as_str().to_owned()),
        )])),
        action: OneOrMany::One("sts:AssumeRole".to_owned()),
        resource: None,
        condition: Some(Condition::from([("StringEquals".to_owned(), keys)])),
    }])
}

/// Keeps `*`, `?` and `$` of a prefix from being read as wildcards or policy variables.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars>
fn escape(prefix: &str) -> String {
    let mut escaped = String::with_capacity(prefix.len());
    for c in prefix.chars() {
        match c {
            '*' => escaped.push_str("${*}"),
            '?' => escaped.push_str("${?}"),
            '$' => escaped.push_str("${$}"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
