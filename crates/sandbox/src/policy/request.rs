//! What a policy is evaluated against.

use std::collections::BTreeMap;

use crate::principal::Principal;

/// One action on one resource.
#[derive(Debug)]
pub struct AccessRequest<'a> {
    pub action: &'a str,
    pub resource: &'a str,
    pub context: &'a RequestContext,
}

/// The condition keys of a request with their values. The keys are in lower case, because AWS ignores their case.
#[derive(Debug, Default, Clone)]
pub struct RequestContext(BTreeMap<&'static str, String>);

impl RequestContext {
    /// Adds a condition key. Without a value the key stays absent, which is not the same as an empty value.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            self.0.insert(key, value.to_owned());
        }
        self
    }

    /// Adds the condition keys that say who makes the request.
    #[must_use]
    pub fn with_principal(self, principal: &Principal) -> Self {
        self.with("aws:principalarn", Some(&principal.principal_arn()))
            .with("aws:principalaccount", Some(principal.account()))
    }

    /// Returns the value of a condition key, or `None` if the request does not have it.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }
}
