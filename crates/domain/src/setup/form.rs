//! The forms that are files.

use super::Setup;
use crate::connect_ui::AccessMode;

/// A form of the set-up that is saved as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    IamPolicy,
    TrustPolicy,
    CloudFormation,
    Terraform,
    AwsCli,
}

impl Form {
    pub const ALL: [Self; 5] = [
        Self::IamPolicy,
        Self::TrustPolicy,
        Self::CloudFormation,
        Self::Terraform,
        Self::AwsCli,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Self::IamPolicy => "iam-policy",
            Self::TrustPolicy => "trust-policy",
            Self::CloudFormation => "cloudformation",
            Self::Terraform => "terraform",
            Self::AwsCli => "aws-cli",
        }
    }

    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.id() == id)
    }

    pub fn file_name(self, mode: AccessMode) -> &'static str {
        match (self, mode) {
            (Self::IamPolicy, _) => "s3-connect-policy.json",
            (Self::TrustPolicy, _) => "s3-connect-trust-policy.json",
            (Self::CloudFormation, AccessMode::Role) => "s3-connect-role.template.json",
            (Self::CloudFormation, AccessMode::Keys) => "s3-connect-user.template.json",
            (Self::Terraform, _) => "s3-connect.tf",
            (Self::AwsCli, _) => "s3-connect.sh",
        }
    }
}

impl Setup<'_> {
    /// The file's text; `None` where there is no such form, or none while the principal is not known.
    pub fn text(&self, form: Form) -> Option<String> {
        match form {
            Form::IamPolicy => Some(self.iam_policy().to_pretty_json()),
            Form::TrustPolicy if self.mode == AccessMode::Keys => None,
            Form::TrustPolicy => self.trust_policy().map(|policy| policy.to_pretty_json()),
            Form::CloudFormation => self
                .cloudformation()
                .and_then(|template| serde_json::to_string_pretty(&template).ok()),
            Form::Terraform => self.terraform(),
            Form::AwsCli => self.aws_cli(),
        }
    }
}
