//! The `Principal` of a trust policy: who is meant.

use crate::iam::Principal;

#[derive(Debug, Clone)]
pub struct Principals(pub Vec<Named>);

#[derive(Debug, Clone)]
pub enum Named {
    Everyone,
    /// `111122223333` or `arn:aws:iam::111122223333:root`: everyone in the account whom the account itself allows.
    Account(String),
    Arn(String),
    /// A service or a federated user: valid in a policy, never a caller here.
    NobodyHere,
}

impl Named {
    /// `None` when the text names no principal.
    pub fn parse_aws(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Named::Everyone);
        }
        if is_account(text) {
            return Some(Named::Account(text.to_owned()));
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
        if !is_account(account) {
            return None;
        }
        match (service, name) {
            ("iam", "root") => Some(Named::Account(account.to_owned())),
            ("iam", name) if has_name(name, "user/") || has_name(name, "role/") => {
                Some(Named::Arn(text.to_owned()))
            }
            ("sts", name) if has_name(name, "assumed-role/") => Some(Named::Arn(text.to_owned())),
            _ => None,
        }
    }

    fn is(&self, caller: &Principal) -> bool {
        match self {
            Named::Everyone => true,
            Named::Account(account) => account == caller.account(),
            Named::Arn(arn) => {
                *arn == caller.arn() || caller.role_arn().is_some_and(|role| role == *arn)
            }
            Named::NobodyHere => false,
        }
    }
}

impl Principals {
    pub fn name(&self, caller: &Principal) -> bool {
        self.0.iter().any(|named| named.is(caller))
    }

    pub fn arns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|named| match named {
            Named::Arn(arn) => Some(arn.as_str()),
            _ => None,
        })
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// A wildcard is allowed only as the whole principal: IAM refuses `user/*` too.
fn has_name(text: &str, kind: &str) -> bool {
    text.strip_prefix(kind)
        .is_some_and(|name| !name.is_empty() && !name.contains(['*', '?']))
}
