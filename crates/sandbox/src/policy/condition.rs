//! The `Condition` block: string operators on the condition keys that the sandbox supports.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

use super::pattern::Pattern;
use super::request::RequestContext;

/// The condition keys that a request can have, in lower case.
pub const KEYS: [&str; 7] = [
    "sts:externalid",
    "sts:rolesessionname",
    "s3:prefix",
    "s3:delimiter",
    "kms:viaservice",
    "aws:principalarn",
    "aws:principalaccount",
];
/// The supported operators, for an error message.
pub const OPERATOR_LIST: &str = "StringEquals, StringEqualsIgnoreCase, StringLike, StringNotEquals and StringNotLike, each also with IfExists";
/// The supported condition keys as AWS spells them, for an error message.
pub const KEY_LIST: &str = "sts:ExternalId, sts:RoleSessionName, s3:prefix, s3:delimiter, kms:ViaService, aws:PrincipalArn and aws:PrincipalAccount";

/// One operator on one condition key. It is met if any of the values matches.
#[derive(Debug, Clone)]
pub struct Condition {
    pub operator: Operator,
    /// In lower case.
    pub key: String,
    pub values: Vec<String>,
}

/// A condition operator, such as `StringNotLikeIfExists`.
#[derive(Debug, Clone, Copy)]
pub struct Operator {
    comparison: Comparison,
    is_negated: bool,
    has_if_exists: bool,
}

#[derive(Debug, Clone, Copy)]
enum Comparison {
    Equals,
    EqualsIgnoreCase,
    Like,
}

impl Operator {
    /// Parses the name of an operator. Returns `None` if the sandbox does not support it.
    pub fn parse(name: &str) -> Option<Self> {
        let (base, has_if_exists) = match name.strip_suffix("IfExists") {
            Some(base) => (base, true),
            None => (name, false),
        };
        let (comparison, is_negated) = match base {
            "StringEquals" => (Comparison::Equals, false),
            "StringNotEquals" => (Comparison::Equals, true),
            "StringEqualsIgnoreCase" => (Comparison::EqualsIgnoreCase, false),
            "StringLike" => (Comparison::Like, false),
            "StringNotLike" => (Comparison::Like, true),
            _ => return None,
        };
        Some(Self {
            comparison,
            is_negated,
            has_if_exists,
        })
    }
}

impl Operator {
    /// Returns whether the values can have wildcards.
    pub fn takes_patterns(self) -> bool {
        matches!(self.comparison, Comparison::Like)
    }
}

impl Condition {
    /// Returns whether the condition holds for a request with this context.
    pub fn is_met(&self, context: &RequestContext) -> bool {
        // If the request lacks the key, AWS takes a plain operator as not met, a negated one or `IfExists` as met.
        let Some(actual) = context.get(&self.key) else {
            return self.operator.is_negated || self.operator.has_if_exists;
        };
        let has_match = self
            .values
            .iter()
            .any(|expected| match self.operator.comparison {
                Comparison::Equals => expected == actual,
                Comparison::EqualsIgnoreCase => expected.eq_ignore_ascii_case(actual),
                Comparison::Like => Pattern::new(expected).matches(actual),
            });
        has_match != self.operator.is_negated
    }
}
