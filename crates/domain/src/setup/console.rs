//! What to click in the IAM console, step by step. The steps are values; what they say is the pages' business.

use super::Setup;
use crate::connect_ui::AccessMode;
use crate::policy::PolicyDocument;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsoleStep {
    /// Make a policy from this document.
    CreatePolicy {
        name: String,
        policy: PolicyDocument,
    },
    /// Make a user that has the policy.
    CreateUser { name: String },
    /// Make an access key of that user.
    CreateKey,
    /// Type the key into the widget.
    EnterKey,
    /// Make a role with this trust policy; `None` while the principal is not known.
    CreateRole { trust: Option<PolicyDocument> },
    /// Give the role the policy and its name.
    AttachPolicy { name: String },
    /// Type the role's ARN into the widget.
    EnterArn,
}

impl ConsoleStep {
    /// The text that is to be copied in this step.
    pub fn copy(&self) -> Option<String> {
        match self {
            Self::CreatePolicy { policy, .. } => Some(policy.to_pretty_json()),
            Self::CreateRole { trust } => trust.as_ref().map(PolicyDocument::to_pretty_json),
            _ => None,
        }
    }
}

impl Setup<'_> {
    pub fn console_steps(&self) -> Vec<ConsoleStep> {
        let name = || self.name().to_owned();
        let policy = ConsoleStep::CreatePolicy {
            name: name(),
            policy: self.iam_policy(),
        };
        match self.mode {
            AccessMode::Keys => vec![
                policy,
                ConsoleStep::CreateUser { name: name() },
                ConsoleStep::CreateKey,
                ConsoleStep::EnterKey,
            ],
            AccessMode::Role => vec![
                policy,
                ConsoleStep::CreateRole {
                    trust: self.trust_policy(),
                },
                ConsoleStep::AttachPolicy { name: name() },
                ConsoleStep::EnterArn,
            ],
        }
    }
}
