//! Principals and their ARNs.

/// Who signed a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    Root {
        account: String,
    },
    User {
        account: String,
        name: String,
        id: String,
    },
    /// A session of an assumed role. `name` is the role session name.
    Session {
        account: String,
        role: String,
        role_id: String,
        name: String,
    },
    /// A session that a user got from `GetFederationToken`. `name` is the one that the request chose.
    FederatedUser {
        account: String,
        name: String,
    },
}

impl Principal {
    /// Returns the ID of the principal's AWS account.
    #[must_use]
    pub fn account(&self) -> &str {
        match self {
            Principal::Root { account }
            | Principal::User { account, .. }
            | Principal::Session { account, .. }
            | Principal::FederatedUser { account, .. } => account,
        }
    }

    /// Returns the ARN that `GetCallerIdentity` reports. For a session it is the ARN of the session, not of the role.
    #[must_use]
    pub fn arn(&self) -> String {
        match self {
            Principal::Root { account } => format!("arn:aws:iam::{account}:root"),
            Principal::User { account, name, .. } => format!("arn:aws:iam::{account}:user/{name}"),
            Principal::Session {
                account,
                role,
                name,
                ..
            } => {
                format!("arn:aws:sts::{account}:assumed-role/{role}/{name}")
            }
            Principal::FederatedUser { account, name } => {
                format!("arn:aws:sts::{account}:federated-user/{name}")
            }
        }
    }

    /// Returns the ARN of the role behind a session. A trust policy can name the role or one of its sessions.
    #[must_use]
    pub fn role_arn(&self) -> Option<String> {
        match self {
            Principal::Session { account, role, .. } => {
                Some(format!("arn:aws:iam::{account}:role/{role}"))
            }
            _ => None,
        }
    }

    /// Returns the value of the condition key `aws:PrincipalArn`. For a session it is the ARN of the role.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn>
    #[must_use]
    pub fn principal_arn(&self) -> String {
        self.role_arn().unwrap_or_else(|| self.arn())
    }

    /// Returns the `UserId` that `GetCallerIdentity` reports.
    #[must_use]
    pub fn user_id(&self) -> String {
        match self {
            Principal::Root { account } => account.clone(),
            Principal::User { id, .. } => id.clone(),
            Principal::Session { role_id, name, .. } => format!("{role_id}:{name}"),
            Principal::FederatedUser { account, name } => format!("{account}:{name}"),
        }
    }
}
