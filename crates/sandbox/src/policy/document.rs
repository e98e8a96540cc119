//! Whole policy documents.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::principal::Principal;

use super::decision::Decision;
use super::parse::{self, PolicyError, PolicyKind};
use super::request::AccessRequest;
use super::statement::{Effect, Statement};
use super::trusted_principals::TrustedPrincipals;

/// What a user, a role or a session is allowed to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdentityPolicy {
    // The text as it was pasted, so that the console shows it with its own spaces and order.
    text: Arc<str>,
    statements: Arc<[Statement]>,
}

/// Who is allowed to assume a role.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TrustPolicy {
    text: Arc<str>,
    statements: Arc<[Statement]>,
}

impl IdentityPolicy {
    /// Parses a policy document.
    ///
    /// # Errors
    /// Returns a [`PolicyError`] if the text is not a policy, or says something that the sandbox does not support.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let statements = parse::statements(text, PolicyKind::Identity)?;
        Ok(Self {
            text: text.into(),
            statements: statements.into(),
        })
    }

    /// Returns the document as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Decides a request.
    #[must_use]
    pub fn decide(&self, request: &AccessRequest<'_>) -> Decision {
        decide(self.statements.iter().filter(|s| s.applies_to(request)))
    }
}

impl TrustPolicy {
    /// Parses a trust policy document.
    ///
    /// # Errors
    /// Returns a [`PolicyError`] if the text is not a trust policy, or says something that the sandbox does not
    /// support.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let statements = parse::statements(text, PolicyKind::Trust)?;
        Ok(Self {
            text: text.into(),
            statements: statements.into(),
        })
    }

    /// Returns the document as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Decides whether `caller` is allowed to make a request about the role.
    #[must_use]
    pub fn decide(&self, caller: &Principal, request: &AccessRequest<'_>) -> Decision {
        let is_trusted = |s: &&Statement| s.principals.as_ref().is_some_and(|p| p.include(caller));
        decide(
            self.statements
                .iter()
                .filter(is_trusted)
                .filter(|s| s.applies_to(request)),
        )
    }

    /// Returns the ARNs of the users, roles and sessions that the policy trusts.
    pub fn principal_arns(&self) -> impl Iterator<Item = &str> {
        self.statements
            .iter()
            .filter_map(|s| s.principals.as_ref())
            .flat_map(TrustedPrincipals::arns)
    }
}

/// Combines the effects of the statements that apply to a request.
fn decide<'a>(statements: impl Iterator<Item = &'a Statement>) -> Decision {
    statements.fold(Decision::ImplicitDeny, |decision, statement| {
        decision.combine(match statement.effect {
            Effect::Allow => Decision::Allowed,
            Effect::Deny => Decision::ExplicitDeny,
        })
    })
}

/// Stores a policy in the state file as its text, and parses the text when the file is read.
macro_rules! serialize_as_text {
    ($type:ty) => {
        impl TryFrom<String> for $type {
            type Error = PolicyError;

            fn try_from(text: String) -> Result<Self, PolicyError> {
                Self::parse(&text)
            }
        }

        impl From<$type> for String {
            fn from(policy: $type) -> String {
                policy.text.as_ref().to_owned()
            }
        }
    };
}

serialize_as_text!(IdentityPolicy);
serialize_as_text!(TrustPolicy);
