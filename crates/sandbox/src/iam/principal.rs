//! Principals and their ARNs.

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
    Session {
        account: String,
        role: String,
        role_id: String,
        name: String,
    },
}

impl Principal {
    #[must_use]
    pub fn account(&self) -> &str {
        match self {
            Principal::Root { account }
            | Principal::User { account, .. }
            | Principal::Session { account, .. } => account,
        }
    }

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
        }
    }

    /// The role behind a session: trust policies may name either.
    #[must_use]
    pub fn role_arn(&self) -> Option<String> {
        match self {
            Principal::Session { account, role, .. } => {
                Some(format!("arn:aws:iam::{account}:role/{role}"))
            }
            _ => None,
        }
    }

    /// `UserId` of `GetCallerIdentity`.
    #[must_use]
    pub fn user_id(&self) -> String {
        match self {
            Principal::Root { account } => account.clone(),
            Principal::User { id, .. } => id.clone(),
            Principal::Session { role_id, name, .. } => format!("{role_id}:{name}"),
        }
    }
}
