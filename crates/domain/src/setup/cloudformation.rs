//! A CloudFormation template with everything filled in.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html>

use super::{Setup, template};
use crate::connect_ui::AccessMode;
use serde_json::{Value, json};

pub(super) const FORMAT: &str = "2010-09-09";

/// Outputs are for everyone who may look at the stack, so a secret is never one.
pub(super) const MAKE_A_KEY: &str = "Afterwards make an access key for the user: in IAM, open the user, Security credentials, Create access key. The stack makes none, for its outputs are not secret.";

impl Setup<'_> {
    /// `None` while the principal of a role is not known. Without a bucket, the template asks for it.
    pub fn cloudformation(&self) -> Option<Value> {
        if self.lacks_principal() {
            return None;
        }
        if self.place.bucket.is_none() {
            return Some(template::with_defaults(self));
        }
        let policies = json!([{ "PolicyName": self.name(), "PolicyDocument": self.iam_policy() }]);
        Some(match self.mode {
            AccessMode::Role => json!({
                "AWSTemplateFormatVersion": FORMAT,
                "Description": "A role that lets s3-connect reach your bucket. Afterwards enter its ARN, which is an output, in the widget.",
                "Resources": {
                    "Role": {
                        "Type": "AWS::IAM::Role",
                        "Properties": {
                            "AssumeRolePolicyDocument": self.trust_policy(),
                            "Policies": policies,
                        },
                    },
                },
                "Outputs": {
                    "RoleArn": {
                        "Description": "Paste this into the widget",
                        "Value": { "Fn::GetAtt": ["Role", "Arn"] },
                    },
                },
            }),
            AccessMode::Keys => json!({
                "AWSTemplateFormatVersion": FORMAT,
                "Description": format!("A user that lets s3-connect reach your bucket. {MAKE_A_KEY}"),
                "Resources": {
                    "User": {
                        "Type": "AWS::IAM::User",
                        "Properties": { "Policies": policies },
                    },
                },
                "Outputs": {
                    "UserName": {
                        "Description": "The user to make an access key for",
                        "Value": { "Ref": "User" },
                    },
                },
            }),
        })
    }
}
