//! Renders a CloudFormation template with everything filled in.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html>

use super::guide::SetupGuide;
use super::parameterized_template::{CREATE_KEY_HINT, FORMAT_VERSION, with_defaults};
use crate::connect_ui::AccessMode;
use serde_json::{Value, json};

impl SetupGuide<'_> {
    /// Returns the template, or `None` while the principal of a role is unknown. Without a bucket that policies can name,
    /// the template has parameters for it.
    pub fn cloudformation(&self) -> Option<Value> {
        if self.lacks_principal() {
            return None;
        }
        if self.target.placeholder().is_some() {
            return Some(with_defaults(self));
        }
        let policies = json!([{ "PolicyName": self.name(), "PolicyDocument": self.iam_policy() }]);
        Some(match self.mode {
            AccessMode::Role => json!({
                "AWSTemplateFormatVersion": FORMAT_VERSION,
                "Description": "A role that lets s3-connect access your bucket. Afterwards, enter its ARN in the widget. The ARN is an output.",
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
                "AWSTemplateFormatVersion": FORMAT_VERSION,
                "Description": format!("A user that lets s3-connect access your bucket. {CREATE_KEY_HINT}"),
                "Resources": {
                    "User": {
                        "Type": "AWS::IAM::User",
                        "Properties": { "Policies": policies },
                    },
                },
                "Outputs": {
                    "UserName": {
                        "Description": "The user to create an access key for",
                        "Value": { "Ref": "User" },
                    },
                },
            }),
        })
    }
}
