//! The addresses of the pages in the AWS console that the setup guide leads to.

use super::console_steps::ConsoleStep;
use super::guide::SetupGuide;

/// A page in the AWS console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsolePage {
    CloudShell,
    CreateStack,
    CreatePolicy,
    CreateRole,
    CreateUser,
    /// The role, if the tenant gave it the name that the guide proposes.
    Role,
    /// The access keys of the user, if the tenant gave it the name that the guide proposes.
    UserKeys,
    Users,
}

impl ConsoleStep {
    /// Returns the page on which the step begins.
    pub fn page(&self) -> Option<ConsolePage> {
        match self {
            Self::CreatePolicy { .. } => Some(ConsolePage::CreatePolicy),
            Self::CreateUser { .. } => Some(ConsolePage::CreateUser),
            Self::CreateKey => Some(ConsolePage::UserKeys),
            Self::CreateRole { .. } => Some(ConsolePage::CreateRole),
            Self::EnterArn => Some(ConsolePage::Role),
            Self::AttachPolicy { .. } | Self::EnterKey => None,
        }
    }
}

impl SetupGuide<'_> {
    /// Returns the address of a page in the console of the guide's partition.
    pub fn console_url(&self, page: ConsolePage) -> String {
        let (host, region) = self.partition().console();
        let name = self.name();
        let path = match page {
            ConsolePage::CloudShell => {
                return format!("https://{host}/cloudshell/home?region={region}");
            }
            ConsolePage::CreateStack => {
                return format!(
                    "https://{host}/cloudformation/home?region={region}#/stacks/create"
                );
            }
            ConsolePage::CreatePolicy => "policies/create".to_owned(),
            ConsolePage::CreateRole => "roles/create".to_owned(),
            ConsolePage::CreateUser => "users/create".to_owned(),
            ConsolePage::Role => format!("roles/details/{name}"),
            ConsolePage::UserKeys => format!("users/details/{name}?section=security_credentials"),
            ConsolePage::Users => "users".to_owned(),
        };
        format!("https://{host}/iam/home#/{path}")
    }
}
