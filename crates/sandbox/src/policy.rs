//! IAM policies: what a statement says, and what a policy decides about one request.
//! Whatever is not understood is refused when the policy is read, so a stored policy is understood whole.

mod condition;
mod parse;
mod pattern;
mod principal;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use condition::Condition;
use pattern::Pattern;
use principal::Principals;

use crate::iam::Principal;

pub use parse::PolicyError;

/// What a policy is asked about.
#[derive(Debug)]
pub struct Request<'a> {
    pub action: &'a str,
    pub resource: &'a str,
    pub context: &'a Context,
}

/// Condition keys of a request, by their lower-case names.
#[derive(Debug, Default, Clone)]
pub struct Context(BTreeMap<&'static str, String>);

impl Context {
    #[must_use]
    pub fn with(mut self, key: &'static str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            self.0.insert(key, value.to_owned());
        }
        self
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Allowed,
    /// A statement says Deny: nothing else can allow it.
    ExplicitDeny,
    /// No statement speaks of it.
    ImplicitDeny,
}

impl Decision {
    /// An explicit deny wins over everything, an allow over silence.
    #[must_use]
    pub fn and_also(self, other: Decision) -> Decision {
        match (self, other) {
            (Decision::ExplicitDeny, _) | (_, Decision::ExplicitDeny) => Decision::ExplicitDeny,
            (Decision::Allowed, _) | (_, Decision::Allowed) => Decision::Allowed,
            _ => Decision::ImplicitDeny,
        }
    }
}

/// What a user, a role or a session may do.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdentityPolicy {
    text: Arc<str>,
    statements: Arc<[Statement]>,
}

/// Who may become a role.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TrustPolicy {
    text: Arc<str>,
    statements: Arc<[Statement]>,
}

#[derive(Debug, Clone)]
struct Statement {
    effect: Effect,
    action: Match,
    /// Present in identity policies only.
    resource: Option<Match>,
    /// Present in trust policies only.
    principals: Option<Principals>,
    conditions: Vec<Condition>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Allow,
    Deny,
}

/// `Action` and `Resource`, or their negations.
#[derive(Debug, Clone)]
enum Match {
    Any(Vec<Pattern>),
    NoneOf(Vec<Pattern>),
}

impl Match {
    fn matches(&self, value: &str) -> bool {
        match self {
            Match::Any(patterns) => patterns.iter().any(|p| p.matches(value)),
            Match::NoneOf(patterns) => !patterns.iter().any(|p| p.matches(value)),
        }
    }
}

impl Statement {
    fn speaks_of(&self, request: &Request<'_>) -> bool {
        self.action.matches(&request.action.to_ascii_lowercase())
            && self
                .resource
                .as_ref()
                .is_none_or(|r| r.matches(request.resource))
            && self.conditions.iter().all(|c| c.holds(request.context))
    }
}

fn decide<'a>(statements: impl Iterator<Item = &'a Statement>) -> Decision {
    statements.fold(Decision::ImplicitDeny, |decision, statement| {
        decision.and_also(match statement.effect {
            Effect::Allow => Decision::Allowed,
            Effect::Deny => Decision::ExplicitDeny,
        })
    })
}

impl IdentityPolicy {
    /// # Errors
    /// When the text is not a policy, or says something the sandbox cannot decide.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let statements = parse::statements(text, parse::Kind::Identity)?;
        Ok(Self {
            text: text.into(),
            statements: statements.into(),
        })
    }

    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    #[must_use]
    pub fn decide(&self, request: &Request<'_>) -> Decision {
        decide(self.statements.iter().filter(|s| s.speaks_of(request)))
    }
}

impl TrustPolicy {
    /// # Errors
    /// When the text is not a trust policy, or says something the sandbox cannot decide.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let statements = parse::statements(text, parse::Kind::Trust)?;
        Ok(Self {
            text: text.into(),
            statements: statements.into(),
        })
    }

    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    #[must_use]
    pub fn decide(&self, caller: &Principal, request: &Request<'_>) -> Decision {
        let named = |s: &&Statement| s.principals.as_ref().is_some_and(|p| p.name(caller));
        decide(
            self.statements
                .iter()
                .filter(named)
                .filter(|s| s.speaks_of(request)),
        )
    }

    /// The ARNs of users and roles it names, for the check that they exist.
    pub fn named_arns(&self) -> impl Iterator<Item = &str> {
        self.statements
            .iter()
            .filter_map(|s| s.principals.as_ref())
            .flat_map(Principals::arns)
    }
}

macro_rules! stored_as_text {
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

stored_as_text!(IdentityPolicy);
stored_as_text!(TrustPolicy);
