//! Parses policy documents. An error names what is wrong or not supported, for the person who pasted the policy.

use serde_json::{Map, Value};

use super::condition::{self, Condition, Operator};
use super::pattern::Pattern;
use super::statement::{Effect, Matcher, Statement};
use super::trusted_principals::{TrustedPrincipal, TrustedPrincipals};

/// Why a policy is refused. The message is for the person who pasted it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PolicyError(String);

impl PolicyError {
    fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// Which elements a statement can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyKind {
    Identity,
    Trust,
}

type ParseResult<T> = Result<T, PolicyError>;

fn refuse<T>(message: impl Into<String>) -> ParseResult<T> {
    Err(PolicyError::new(message))
}

/// Parses a policy document into its statements.
///
/// # Errors
/// Returns a [`PolicyError`] if the text is not a policy of this kind, or says something that the sandbox does not
/// support.
pub fn statements(text: &str, kind: PolicyKind) -> ParseResult<Vec<Statement>> {
    if text.trim().is_empty() {
        return refuse("The policy is empty. Paste the whole JSON document.");
    }
    let document: Value = serde_json::from_str(text)
        .map_err(|e| PolicyError::new(format!("The policy is not valid JSON: {e}.")))?;
    let Value::Object(document) = document else {
        return refuse("A policy is a JSON object: { \"Version\": …, \"Statement\": … }.");
    };
    refuse_unknown_keys(&document, &["Version", "Id", "Statement"], "The policy")?;
    // Without a version AWS assumes 2008-10-17, which lacks policy variables. The sandbox supports those in no version.
    match document.get("Version").map(Value::as_str) {
        None | Some(Some("2012-10-17" | "2008-10-17")) => {}
        _ => return refuse("\"Version\" must be \"2012-10-17\"."),
    }
    // IAM also accepts a single statement without a list.
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

fn statement(value: &Value, kind: PolicyKind) -> ParseResult<Statement> {
    let Value::Object(map) = value else {
        return refuse("a statement is a JSON object.");
    };
    // The second value is the element that people paste into the wrong kind of policy, and how to correct that.
    let (known_keys, misplaced): (&[&str], _) = match kind {
        PolicyKind::Identity => (
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
                "a permission policy has no \"Principal\". That element belongs in a trust policy.",
            ),
        ),
        PolicyKind::Trust => (
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
                "a trust policy has no \"Resource\". That element belongs in a permission policy.",
            ),
        ),
    };
    if map.contains_key(misplaced.0) {
        return refuse(misplaced.1);
    }
    refuse_unknown_keys(map, known_keys, "the statement")?;
    let effect = match map.get("Effect").and_then(Value::as_str) {
        Some("Allow") => Effect::Allow,
        Some("Deny") => Effect::Deny,
        _ => return refuse("\"Effect\" must be \"Allow\" or \"Deny\"."),
    };
    let action = matcher(map, "Action", "NotAction", action)?;
    let (resource, principals) = match kind {
        PolicyKind::Identity => (
            Some(matcher(map, "Resource", "NotResource", resource)?),
            None,
        ),
        PolicyKind::Trust => (None, Some(principals(map.get("Principal"))?)),
    };
    Ok(Statement {
        effect,
        action,
        resource,
        principals,
        conditions: conditions(map.get("Condition"))?,
    })
}

/// Refuses elements that the sandbox would have to ignore. AWS might decide a request by them.
fn refuse_unknown_keys(
    map: &Map<String, Value>,
    known_keys: &[&str],
    owner: &str,
) -> ParseResult<()> {
    match map.keys().find(|key| !known_keys.contains(&key.as_str())) {
        Some(key) => refuse(format!(
            "{owner} has \"{key}\", which is not valid there or not supported by this sandbox. It can have: {}.",
            known_keys.join(", ")
        )),
        None => Ok(()),
    }
}

/// Parses an element or its negation, of which a statement must have exactly one.
fn matcher(
    map: &Map<String, Value>,
    name: &str,
    negated_name: &str,
    parse_pattern: fn(&str) -> ParseResult<Pattern>,
) -> ParseResult<Matcher> {
    let patterns = |value, name| -> ParseResult<Vec<Pattern>> {
        strings(value, name)?
            .into_iter()
            .map(parse_pattern)
            .collect()
    };
    match (map.get(name), map.get(negated_name)) {
        (Some(value), None) => Ok(Matcher::AnyOf(patterns(value, name)?)),
        (None, Some(value)) => Ok(Matcher::NoneOf(patterns(value, negated_name)?)),
        (None, None) => refuse(format!("\"{name}\" is missing.")),
        (Some(_), Some(_)) => refuse(format!("it has both \"{name}\" and \"{negated_name}\".")),
    }
}

/// Reads a string or a list of strings. IAM accepts either for actions, resources, principals and condition values.
fn strings<'a>(value: &'a Value, name: &str) -> ParseResult<Vec<&'a str>> {
    let list = match value {
        Value::String(one) => vec![Some(one.as_str())],
        Value::Array(list) if !list.is_empty() => list.iter().map(Value::as_str).collect(),
        _ => vec![None],
    };
    list.into_iter().collect::<Option<Vec<_>>>().ok_or_else(|| {
        PolicyError::new(format!("\"{name}\" must be a string or a list of strings."))
    })
}

fn action(text: &str) -> ParseResult<Pattern> {
    let has_service = text
        .split_once(':')
        .is_some_and(|(service, action)| !service.is_empty() && !action.is_empty());
    if text == "*" || has_service {
        // AWS ignores the case of actions, so both sides of a comparison are in lower case.
        Ok(Pattern::new(&text.to_ascii_lowercase()))
    } else {
        refuse(format!(
            "\"{text}\" is not an action. Write the service before it, such as s3:GetObject."
        ))
    }
}

fn resource(text: &str) -> ParseResult<Pattern> {
    refuse_variables(text)?;
    if text == "*" || text.splitn(6, ':').count() == 6 && text.starts_with("arn:") {
        Ok(Pattern::new(text))
    } else {
        refuse(format!(
            "\"{text}\" is not a resource. It must be an ARN such as arn:aws:s3:::bucket/*, or \"*\"."
        ))
    }
}

/// Refuses policy variables. AWS would replace `${aws:username}` by the name of the caller, so taking it literally
/// would decide differently.
fn refuse_variables(text: &str) -> ParseResult<()> {
    if Pattern::has_variable(text) {
        return refuse(format!(
            "\"{text}\" has a policy variable, which this sandbox does not support."
        ));
    }
    Ok(())
}

fn principals(value: Option<&Value>) -> ParseResult<TrustedPrincipals> {
    let map = match value {
        Some(Value::String(all)) if all == "*" => {
            return Ok(TrustedPrincipals(vec![TrustedPrincipal::Everyone]));
        }
        Some(Value::Object(map)) if !map.is_empty() => map,
        _ => {
            return refuse(
                "\"Principal\" is missing. Write { \"AWS\": \"arn:aws:iam::ACCOUNT:user/NAME\" }.",
            );
        }
    };
    let mut principals = Vec::new();
    for (kind, value) in map {
        let values = strings(value, "Principal")?;
        match kind.as_str() {
            "AWS" => {
                for text in values {
                    let Some(principal) = TrustedPrincipal::parse_aws(text) else {
                        return refuse(format!(
                            "invalid principal \"{text}\": it is not the ARN of a user, role or account."
                        ));
                    };
                    principals.push(principal);
                }
            }
            "Service" | "Federated" => principals.push(TrustedPrincipal::ServiceOrFederatedUser),
            other => {
                return refuse(format!(
                    "this sandbox does not support principals of the kind \"{other}\"."
                ));
            }
        }
    }
    Ok(TrustedPrincipals(principals))
}

fn conditions(value: Option<&Value>) -> ParseResult<Vec<Condition>> {
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
                "this sandbox does not support the condition operator \"{name}\". It supports {}.",
                condition::OPERATOR_LIST
            ));
        };
        let Value::Object(keys) = keys else {
            return refuse(format!(
                "\"{name}\" must be a JSON object of condition keys."
            ));
        };
        for (key, values) in keys {
            // AWS ignores the case of condition keys.
            let lower_case_key = key.to_ascii_lowercase();
            if !condition::KEYS.contains(&lower_case_key.as_str()) {
                return refuse(format!(
                    "this sandbox does not support the condition key \"{key}\". It supports {}.",
                    condition::KEY_LIST
                ));
            }
            let values = strings(values, key)?;
            for text in &values {
                refuse_variables(text)?;
                // AWS replaces `${*}` in every value. Here, only patterns have it.
                if text.contains("${") && !operator.takes_patterns() {
                    return refuse(format!(
                        "\"{text}\" has an escape, which this sandbox supports in patterns only."
                    ));
                }
            }
            conditions.push(Condition {
                operator,
                key: lower_case_key,
                values: values.into_iter().map(str::to_owned).collect(),
            });
        }
    }
    Ok(conditions)
}
