//! One statement of a policy.

use super::condition::Condition;
use super::pattern::Pattern;
use super::request::AccessRequest;
use super::trusted_principals::TrustedPrincipals;

/// A statement of an identity policy or a trust policy.
#[derive(Debug, Clone)]
pub struct Statement {
    pub effect: Effect,
    pub action: Matcher,
    /// Only identity policies have it.
    pub resource: Option<Matcher>,
    /// Only trust policies have it.
    pub principals: Option<TrustedPrincipals>,
    pub conditions: Vec<Condition>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Allow,
    Deny,
}

/// `Action` or `Resource`, or one of their negations `NotAction` and `NotResource`.
#[derive(Debug, Clone)]
pub enum Matcher {
    AnyOf(Vec<Pattern>),
    NoneOf(Vec<Pattern>),
}

impl Matcher {
    fn matches(&self, value: &str) -> bool {
        match self {
            Matcher::AnyOf(patterns) => patterns.iter().any(|p| p.matches(value)),
            Matcher::NoneOf(patterns) => !patterns.iter().any(|p| p.matches(value)),
        }
    }
}

impl Statement {
    /// Returns whether the action, the resource and all conditions match the request.
    pub fn applies_to(&self, request: &AccessRequest<'_>) -> bool {
        // AWS ignores the case of actions. The parser stored the patterns in lower case.
        self.action.matches(&request.action.to_ascii_lowercase())
            && self
                .resource
                .as_ref()
                .is_none_or(|r| r.matches(request.resource))
            && self.conditions.iter().all(|c| c.is_met(request.context))
    }
}
