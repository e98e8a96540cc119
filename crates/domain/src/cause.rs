//! Every cause a failed or undetermined step can have: its stable code, its words, its remedy.
//!
//! A new cause is added here, in [`Cause::explain`], and in the one place of `crates/aws` that
//! recognises AWS's answers.

use crate::arn::PrincipalArn;
use crate::external_id::ExternalId;
use crate::policy::{PolicyInput, trust_policy};
use crate::report::Remedy;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    UnknownAccessKey,
    WrongSecret,
    RootKey,
    TemporaryKey,
    RoleNotAssumable,
    VendorNotAllowed,
    VendorCredentials,
    ExternalIdNotEnforced,
    BucketNotFound,
    BucketDenied,
    ListDenied,
    GetDenied,
    PutDenied,
    ClockSkew,
    Throttled,
    Timeout,
    Unreachable,
    ServerError,
    UnknownRefusal,
}

/// What a step was about, in the tenant's own names.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub policy: PolicyInput<'a>,
    pub access_key_id: Option<&'a str>,
    pub role_arn: Option<&'a str>,
    pub principal: Option<&'a PrincipalArn>,
    pub external_ids: &'a [ExternalId],
    /// AWS's own code, for the causes that have nothing better to say.
    pub aws_code: Option<&'a str>,
}

impl Cause {
    pub const ALL: [Self; 19] = [
        Self::UnknownAccessKey,
        Self::WrongSecret,
        Self::RootKey,
        Self::TemporaryKey,
        Self::RoleNotAssumable,
        Self::VendorNotAllowed,
        Self::VendorCredentials,
        Self::ExternalIdNotEnforced,
        Self::BucketNotFound,
        Self::BucketDenied,
        Self::ListDenied,
        Self::GetDenied,
        Self::PutDenied,
        Self::ClockSkew,
        Self::Throttled,
        Self::Timeout,
        Self::Unreachable,
        Self::ServerError,
        Self::UnknownRefusal,
    ];

    /// Whether the cause says nothing about the tenant's set-up, so that trying again may pass.
    pub fn is_undetermined(self) -> bool {
        matches!(
            self,
            Self::VendorNotAllowed
                | Self::VendorCredentials
                | Self::ClockSkew
                | Self::Throttled
                | Self::Timeout
                | Self::Unreachable
                | Self::ServerError
        )
    }

    /// What happened and what to change.
    pub fn explain(self, facts: &Facts<'_>) -> (String, Remedy) {
        let bucket = facts.policy.bucket.map_or("the bucket", |b| b.as_str());
        let place = match facts.policy.static_prefix {
            "" => bucket.to_owned(),
            prefix => format!("{bucket}/{prefix}"),
        };
        let key = facts.access_key_id.unwrap_or("the key");
        let role = facts.role_arn.unwrap_or("the role");
        let who = if facts.role_arn.is_some() {
            role
        } else {
            "the key’s user"
        };
        let again = || {
            Remedy::words(
                "Nothing is wrong with what you entered, as far as we can tell. Try again in a minute.",
            )
        };
        let ours = || {
            Remedy::words(
                "This is on our side, not yours. What you entered is kept; please tell us and try again later.",
            )
        };
        match self {
            Self::UnknownAccessKey => (
                format!("AWS does not know the access key {key}. It was deleted, switched off, or mistyped."),
                Remedy::words("In IAM, open the user’s security credentials and check that this key is there and active, or create a new one and paste both parts."),
            ),
            Self::WrongSecret => (
                format!("AWS knows the access key {key}, but the secret does not belong to it."),
                Remedy::words("Paste the secret access key again, whole. If it is lost, create a new key: AWS shows a secret only once."),
            ),
            Self::RootKey => (
                "This is a key of the account’s root user, which can do everything in the account. We do not take it.".to_owned(),
                Remedy::words("Create an IAM user with only the policy shown here, and use that user’s key. Then delete the root user’s key."),
            ),
            Self::TemporaryKey => (
                format!("The access key {key} is temporary and ends by itself."),
                Remedy::words("Use the key of an IAM user; it begins with AKIA."),
            ),
            Self::RoleNotAssumable => (
                format!("AWS did not let us assume {role}. It does not say why: the role may not exist, its trust policy may not name us, or it may ask for another external ID."),
                role_checklist(facts, role),
            ),
            Self::VendorNotAllowed => (
                "Our own AWS identity is not allowed to assume roles.".to_owned(),
                ours(),
            ),
            Self::VendorCredentials => (
                "Our own AWS credentials do not work, so we could not ask.".to_owned(),
                ours(),
            ),
            Self::ExternalIdNotEnforced => (
                format!("{role} can be assumed without your external ID. Anyone who can act through us could use it, so nothing was saved."),
                role_checklist(facts, role),
            ),
            Self::BucketNotFound => (
                format!("There is no bucket named “{bucket}”."),
                Remedy::words("Check the spelling in the S3 console. Enter only the name, without s3:// and without the path."),
            ),
            Self::BucketDenied => (
                format!("AWS does not let {who} see the bucket “{bucket}”."),
                Remedy::words("Check the bucket’s name, and that it belongs to the account you are using."),
            ),
            Self::ListDenied => (
                format!("{} may not list the files in {place}.", capital(who)),
                Remedy {
                    text: format!("Add this statement to the policy of {who}."),
                    statement: Some(facts.policy.list_statement()),
                },
            ),
            Self::GetDenied => (
                format!("{} may not read the files in {place}.", capital(who)),
                Remedy {
                    text: format!("Add this statement to the policy of {who}."),
                    statement: Some(facts.policy.get_statement()),
                },
            ),
            Self::PutDenied => (
                format!("{} may not write files to {place}.", capital(who)),
                Remedy {
                    text: format!("Add this statement to the policy of {who}."),
                    statement: Some(facts.policy.put_statement()),
                },
            ),
            Self::ClockSkew => ("Our server’s clock differs from that of AWS.".to_owned(), ours()),
            Self::Throttled => ("AWS asked us to slow down, so this could not be checked.".to_owned(), again()),
            Self::Timeout => ("AWS did not answer in time, so this could not be checked.".to_owned(), again()),
            Self::Unreachable => ("AWS could not be reached, so this could not be checked.".to_owned(), again()),
            Self::ServerError => ("AWS answered with an error of its own, so this could not be checked.".to_owned(), again()),
            Self::UnknownRefusal => (
                format!(
                    "AWS answered “{}”, which we do not know.",
                    facts.aws_code.unwrap_or("no code")
                ),
                Remedy::words("Give AWS’s code and request id, shown below, to whoever runs your AWS account."),
            ),
        }
    }
}

/// AWS gives one answer for three mistakes, so the remedy goes through all three.
fn role_checklist(facts: &Facts<'_>, role: &str) -> Remedy {
    let Some(principal) = facts.principal else {
        return Remedy::words(
            "Our own AWS identity is not known at the moment. Please try again later.",
        );
    };
    Remedy {
        text: format!(
            "Check that {role} is the role’s ARN, and make this the only statement of its trust policy (IAM › Roles › your role › Trust relationships)."
        ),
        statement: trust_policy(principal, facts.external_ids).statement.pop(),
    }
}

fn capital(text: &str) -> String {
    if let Some(rest) = text.strip_prefix("the ") {
        format!("The {rest}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arn::Partition;
    use crate::bucket::BucketName;
    use crate::direction::Direction;

    #[test]
    fn every_cause_has_a_code_words_and_a_remedy() {
        let bucket = BucketName::parse("my-company-data").expect("bucket");
        let principal =
            PrincipalArn::parse("arn:aws:iam::999988887777:user/s3-connect").expect("principal");
        let external_ids = [ExternalId::parse("s3c-1").expect("id")];
        let facts = Facts {
            policy: PolicyInput {
                direction: Direction::Both,
                bucket: Some(&bucket),
                static_prefix: "incoming/",
                partition: Partition::Aws,
                kms_key: None,
            },
            access_key_id: Some("AKIAIOSFODNN7EXAMPLE"),
            role_arn: Some("arn:aws:iam::111122223333:role/reader"),
            principal: Some(&principal),
            external_ids: &external_ids,
            aws_code: Some("Weird"),
        };
        let all: Vec<_> = Cause::ALL
            .into_iter()
            .map(|cause| {
                let (detail, remedy) = cause.explain(&facts);
                serde_json::json!({"cause": cause, "detail": detail, "remedy": remedy, "undetermined": cause.is_undetermined()})
            })
            .collect();
        insta::assert_json_snapshot!(all);
    }
}
