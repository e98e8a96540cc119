//! The forms of the setup guide that tenants download as files.

use super::guide::SetupGuide;
use crate::connect_ui::AccessMode;

/// A file of the setup guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupFile {
    IamPolicy,
    TrustPolicy,
    CloudFormation,
    Terraform,
    AwsCli,
}

impl SetupFile {
    pub const ALL: [Self; 5] = [
        Self::IamPolicy,
        Self::TrustPolicy,
        Self::CloudFormation,
        Self::Terraform,
        Self::AwsCli,
    ];

    /// Returns the ID in links and downloads.
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
        Self::ALL.into_iter().find(|file| file.id() == id)
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

impl SetupGuide<'_> {
    /// Returns the contents of a file, or `None` if the access mode has no such file, or the principal is unknown.
    pub fn file_contents(&self, file: SetupFile) -> Option<String> {
        match file {
            SetupFile::IamPolicy => Some(self.iam_policy().to_pretty_json()),
            SetupFile::TrustPolicy if self.mode == AccessMode::Keys => None,
            SetupFile::TrustPolicy => self.trust_policy().map(|policy| policy.to_pretty_json()),
            SetupFile::CloudFormation => self
                .cloudformation()
                .and_then(|template| serde_json::to_string_pretty(&template).ok()),
            SetupFile::Terraform => self.terraform(),
            SetupFile::AwsCli => self.aws_cli(),
        }
    }
}
