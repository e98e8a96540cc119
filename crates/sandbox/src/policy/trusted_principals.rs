//! The `Principal` element of a trust policy.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use crate::principal::Principal;

/// Everyone whom a statement trusts.
#[derive(Debug, Clone)]
pub struct TrustedPrincipals(pub Vec<TrustedPrincipal>);

/// One entry of a `Principal` element.
#[derive(Debug, Clone)]
pub enum TrustedPrincipal {
    Everyone,
    /// `111122223333` or `arn:aws:iam::111122223333:root`. Both mean every principal of the account whose own policies
    /// allow the action, not only the root user.
    Account(String),
    /// A user, a role or a role session.
    Arn(String),
    /// An AWS service or a federated user. A policy can trust them, but they never call the sandbox.
    ServiceOrFederatedUser,
}

impl TrustedPrincipal {
    /// Parses a value of the key `AWS`. Returns `None` if it is not a principal.
    pub fn parse_aws(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(TrustedPrincipal::Everyone);
        }
        if is_account_id(text) {
            return Some(TrustedPrincipal::Account(text.to_owned()));
        }
        let mut parts = text.splitn(6, ':');
        let (
            Some("arn"),
            Some("aws" | "aws-cn" | "aws-us-gov"),
            Some(service),
            Some(""),
            Some(account),
            Some(name),
        ) = (
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        )
        else {
            return None;
        };
        if !is_account_id(account) {
            return None;
        }
        match (service, name) {
            ("iam", "root") => Some(TrustedPrincipal::Account(account.to_owned())),
            ("iam", name) if has_name(name, "user/") || has_name(name, "role/") => {
                Some(TrustedPrincipal::Arn(text.to_owned()))
            }
            ("sts", name) if has_name(name, "assumed-role/") => {
                Some(TrustedPrincipal::Arn(text.to_owned()))
            }
            _ => None,
        }
    }

    fn includes(&self, caller: &Principal) -> bool {
        match self {
            TrustedPrincipal::Everyone => true,
            TrustedPrincipal::Account(account) => account == caller.account(),
            TrustedPrincipal::Arn(arn) => {
                *arn == caller.arn() || caller.role_arn().is_some_and(|role| role == *arn)
            }
            TrustedPrincipal::ServiceOrFederatedUser => false,
        }
    }
}

impl TrustedPrincipals {
    /// Returns whether the caller is one of these principals.
    pub fn include(&self, caller: &Principal) -> bool {
        self.0.iter().any(|principal| principal.includes(caller))
    }

    /// Returns the ARNs of users, roles and role sessions.
    pub fn arns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|principal| match principal {
            TrustedPrincipal::Arn(arn) => Some(arn.as_str()),
            _ => None,
        })
    }
}

fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Returns whether `text` is `kind` followed by a name without wildcards.
fn has_name(text: &str, kind: &str) -> bool {
    // IAM allows a wildcard only as the whole principal, and refuses `user/*` too.
    text.strip_prefix(kind)
        .is_some_and(|name| !name.is_empty() && !name.contains(['*', '?']))
}
