//! Reads a policy document, and says in plain words what is wrong with it or beyond the sandbox.

use serde_json::{Map, Value};

use super::condition::{self, Condition, Operator};
use super::pattern::Pattern;
use super::principal::{Named, Principals};
use super::{Effect, Match, Statement};

/// Why a policy was not taken, in words for whoever pasted it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PolicyError(String);

impl PolicyError {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Identity,
    Trust,
}

type Parsed<T> = Result<T, PolicyError>;

fn refuse<T>(words: impl Into<String>) -> Parsed<T> {
    Err(PolicyError::new(words))
}

pub fn statements(text: &str, kind: Kind) -> Parsed<Vec<Statement>> {
    if text.trim().is_empty() {
        return refuse("The policy is empty. Paste the whole JSON document.");
    }
    let document: Value = serde_json::from_str(text)
        .map_err(|e| PolicyError::new(format!("The policy is not valid JSON: {e}.")))?;
    let Value::Object(document) = document else {
        return refuse("A policy is a JSON object: { \"Version\": …, \"Statement\": … }.");
    };
    only_known(&document, &["Version", "Id", "Statement"], "The policy")?;
    match document.get("Version").map(Value::as_str) {
        None | Some(Some("2012-10-17" | "2008-10-17")) => {}
        _ => return refuse("\"Version\" must be \"2012-10-17\"."),
    }
    let statements = match document.get("Statement") {
        Some(Value::Array(list)) if !list.is_empty() => list.iter().collect(),
        Some(one @ Value::Object(_)) => vec![one],
        _ => return refuse("The policy needs a \"Statement\" with at least one statement in it."),
    };
    statements
        .into_iter()
        .enumerate()
        .map(|(index, value)| {
            statement(value, kind)
                .map_err(|e| PolicyError::new(format!("Statement {}: {e}", index + 1)))
        })
        .collect()
}

fn statement(value: &Value, kind: Kind) -> Parsed<Statement> {
    let Value::Object(map) = value else {
        return refuse("a statement is a JSON object.");
    };
    let (known, other): (&[&str], _) = match kind {
        Kind::Identity => (
            &[
                "Sid",
                "Effect",
                "Action",
                "NotAction",
                "Resource",
                "NotResource",
                "Condition",
            ],
            (
                "Principal",
                "a permission policy names no \"Principal\": that belongs in a trust policy.",
            ),
        ),
        Kind::Trust => (
            &[
                "Sid",
                "Effect",
                "Principal",
                "Action",
                "NotAction",
                "Condition",
            ],
            (
                "Resource",
                "a trust policy has no \"Resource\": that belongs in a permission policy.",
            ),
        ),
    };
    if map.contains_key(other.0) {
        return refuse(other.1);
    }
    only_known(map, known, "the statement")?;
    let effect = match map.get("Effect").and_then(Value::as_str) {
        Some("Allow") => Effect::Allow,
        Some("Deny") => Effect::Deny,
        _ => return refuse("\"Effect\" must be \"Allow\" or \"Deny\"."),
    };
    let action = one_of(map, "Action", "NotAction", action)?;
    let (resource, principals) = match kind {
        Kind::Identity => (
            Some(one_of(map, "Resource", "NotResource", resource)?),
            None,
        ),
        Kind::Trust => (None, Some(principals(map.get("Principal"))?)),
    };
    Ok(Statement {
        effect,
        action,
        resource,
        principals,
        conditions: conditions(map.get("Condition"))?,
    })
}

fn only_known(map: &Map<String, Value>, known: &[&str], whose: &str) -> Parsed<()> {
    match map.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => refuse(format!(
            "{whose} has \"{key}\", which does not belong there or is beyond this sandbox. It may have: {}.",
            known.join(", ")
        )),
        None => Ok(()),
    }
}

fn one_of(
    map: &Map<String, Value>,
    name: &str,
    negated: &str,
    check: fn(&str) -> Parsed<Pattern>,
) -> Parsed<Match> {
    let patterns = |value, name| -> Parsed<Vec<Pattern>> {
        strings(value, name)?.into_iter().map(check).collect()
    };
    match (map.get(name), map.get(negated)) {
        (Some(value), None) => Ok(Match::Any(patterns(value, name)?)),
        (None, Some(value)) => Ok(Match::NoneOf(patterns(value, negated)?)),
        (None, None) => refuse(format!("\"{name}\" is missing.")),
        (Some(_), Some(_)) => refuse(format!("it has both \"{name}\" and \"{negated}\".")),
    }
}

fn strings<'a>(value: &'a Value, name: &str) -> Parsed<Vec<&'a str>> {
    let list = match value {
        Value::String(one) => vec![Some(one.as_str())],
        Value::Array(list) if !list.is_empty() => list.iter().map(Value::as_str).collect(),
        _ => vec![None],
    };
    list.into_iter()
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| PolicyError::new(format!("\"{name}\" must be a text or a list of texts.")))
}

fn action(text: &str) -> Parsed<Pattern> {
    let named = text
        .split_once(':')
        .is_some_and(|(service, action)| !service.is_empty() && !action.is_empty());
    if text == "*" || named {
        Ok(Pattern::new(text.to_ascii_lowercase()))
    } else {
        refuse(format!(
            "\"{text}\" is not an action: write the service before it, such as s3:GetObject."
        ))
    }
}

fn resource(text: &str) -> Parsed<Pattern> {
    no_variables(text)?;
    if text == "*" || text.splitn(6, ':').count() == 6 && text.starts_with("arn:") {
        Ok(Pattern::new(text))
    } else {
        refuse(format!(
            "\"{text}\" is not a resource: it must be an ARN such as arn:aws:s3:::bucket/*, or \"*\"."
        ))
    }
}

/// AWS would put the caller's name in place of `${aws:username}`; taking it literally would decide differently.
fn no_variables(text: &str) -> Parsed<()> {
    if text.contains("${") {
        return refuse(format!(
            "\"{text}\" has a policy variable, which is beyond this sandbox."
        ));
    }
    Ok(())
}

fn principals(value: Option<&Value>) -> Parsed<Principals> {
    let map = match value {
        Some(Value::String(all)) if all == "*" => return Ok(Principals(vec![Named::Everyone])),
        Some(Value::Object(map)) if !map.is_empty() => map,
        _ => {
            return refuse(
                "\"Principal\" is missing: write { \"AWS\": \"arn:aws:iam::ACCOUNT:user/NAME\" }.",
            );
        }
    };
    let mut named = Vec::new();
    for (kind, value) in map {
        let values = strings(value, "Principal")?;
        match kind.as_str() {
            "AWS" => {
                for text in values {
                    let Some(principal) = Named::parse_aws(text) else {
                        return refuse(format!(
                            "invalid principal \"{text}\": it is no ARN of a user, role or account."
                        ));
                    };
                    named.push(principal);
                }
            }
            "Service" | "Federated" => named.push(Named::NobodyHere),
            other => {
                return refuse(format!(
                    "principals of the kind \"{other}\" are beyond this sandbox."
                ));
            }
        }
    }
    Ok(Principals(named))
}

fn conditions(value: Option<&Value>) -> Parsed<Vec<Condition>> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    let Value::Object(blocks) = value else {
        return refuse("\"Condition\" must be a JSON object.");
    };
    let mut conditions = Vec::new();
    for (name, keys) in blocks {
        let Some(operator) = Operator::parse(name) else {
            return refuse(format!(
                "the condition operator \"{name}\" is beyond this sandbox. It knows {}.",
                condition::OPERATORS
            ));
        };
        let Value::Object(keys) = keys else {
            return refuse(format!(
                "\"{name}\" must be a JSON object of condition keys."
            ));
        };
        for (key, values) in keys {
            let lower = key.to_ascii_lowercase();
            if !condition::KEYS.contains(&lower.as_str()) {
                return refuse(format!(
                    "the condition key \"{key}\" is beyond this sandbox. It knows {}.",
                    condition::KEYS_IN_WORDS
                ));
            }
            let values = strings(values, key)?;
            values.iter().try_for_each(|text| no_variables(text))?;
            conditions.push(Condition {
                operator,
                key: lower,
                values: values.into_iter().map(str::to_owned).collect(),
            });
        }
    }
    Ok(conditions)
}
