//! The steps in the IAM console, as values. The pages translate them.

use super::guide::SetupGuide;
use crate::connect_ui::AccessMode;
use crate::policy::PolicyDocument;

/// One step in the IAM console or in the widget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsoleStep {
    /// Create a policy with this document.
    CreatePolicy {
        name: String,
        policy: PolicyDocument,
    },
    /// Create a user with the policy.
    CreateUser { name: String },
    /// Create an access key for the user.
    CreateKey,
    /// Enter the key in the widget.
    EnterKey,
    /// Create a role with this trust policy, which is `None` while the principal is unknown.
    CreateRole { trust: Option<PolicyDocument> },
    /// Attach the policy to the role, and name the role.
    AttachPolicy { name: String },
    /// Enter the role's ARN in the widget.
    EnterArn,
}

impl ConsoleStep {
    /// Returns the name that the tenant types in this step.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::CreatePolicy { name, .. }
            | Self::CreateUser { name }
            | Self::AttachPolicy { name } => Some(name),
            _ => None,
        }
    }

    /// Returns the text that the tenant copies in this step.
    pub fn text_to_copy(&self) -> Option<String> {
        match self {
            Self::CreatePolicy { policy, .. } => Some(policy.to_pretty_json()),
            Self::CreateRole { trust } => trust.as_ref().map(PolicyDocument::to_pretty_json),
            _ => None,
        }
    }
}

impl SetupGuide<'_> {
    /// Returns the steps in order.
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
