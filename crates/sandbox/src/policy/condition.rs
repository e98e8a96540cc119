//! The `Condition` block: string operators on the keys the sandbox knows.

use super::{Context, pattern::Pattern};

/// Lower-case names of the condition keys a request can carry.
pub const KEYS: [&str; 6] = [
    "sts:externalid",
    "sts:rolesessionname",
    "s3:prefix",
    "s3:delimiter",
    "aws:principalarn",
    "aws:principalaccount",
];
pub const OPERATORS: &str = "StringEquals, StringEqualsIgnoreCase, StringLike, StringNotEquals and StringNotLike, each also with IfExists";
pub const KEYS_IN_WORDS: &str = "sts:ExternalId, sts:RoleSessionName, s3:prefix, s3:delimiter, aws:PrincipalArn and aws:PrincipalAccount";

#[derive(Debug, Clone)]
pub struct Condition {
    pub operator: Operator,
    pub key: String,
    pub values: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
pub struct Operator {
    comparison: Comparison,
    negated: bool,
    if_exists: bool,
}

#[derive(Debug, Clone, Copy)]
enum Comparison {
    Equals,
    EqualsIgnoreCase,
    Like,
}

impl Operator {
    pub fn parse(name: &str) -> Option<Self> {
        let (base, if_exists) = match name.strip_suffix("IfExists") {
            Some(base) => (base, true),
            None => (name, false),
        };
        let (comparison, negated) = match base {
            "StringEquals" => (Comparison::Equals, false),
            "StringNotEquals" => (Comparison::Equals, true),
            "StringEqualsIgnoreCase" => (Comparison::EqualsIgnoreCase, false),
            "StringLike" => (Comparison::Like, false),
            "StringNotLike" => (Comparison::Like, true),
            _ => return None,
        };
        Some(Self {
            comparison,
            negated,
            if_exists,
        })
    }
}

impl Condition {
    /// A key the request does not carry fails a plain operator and satisfies a negated one, as in AWS.
    pub fn holds(&self, context: &Context) -> bool {
        let Some(actual) = context.get(&self.key) else {
            return self.operator.negated || self.operator.if_exists;
        };
        let found = self
            .values
            .iter()
            .any(|wanted| match self.operator.comparison {
                Comparison::Equals => wanted == actual,
                Comparison::EqualsIgnoreCase => wanted.eq_ignore_ascii_case(actual),
                Comparison::Like => Pattern::new(wanted.as_str()).matches(actual),
            });
        found != self.operator.negated
    }
}
