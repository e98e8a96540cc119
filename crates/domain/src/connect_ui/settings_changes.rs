//! Describes what tenants notice when the settings of a connector change.

use super::access_mode::{AccessMode, AccessModes};
use super::field::Field;
use super::field_attributes::Adornment;
use super::field_kind::FieldKind;
use super::known_fields::access_mode_of;
use super::params::ConnectUiParams;
use crate::direction::Direction;
use serde_json::Value;

/// One version of a connector's settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConnectorSettings<'a> {
    pub direction: Direction,
    pub params: &'a ConnectUiParams,
}

/// Returns one sentence for each difference between two versions.
pub fn describe_changes(
    before: ConnectorSettings<'_>,
    after: ConnectorSettings<'_>,
) -> Vec<String> {
    let mut sentences = Vec::new();
    sentences.extend(describe_access(before.params.modes(), after.params.modes()));
    sentences.extend(describe_direction(before.direction, after.direction));
    sentences.extend(describe_temporary_credentials(before.params, after.params));
    for field in after.params.fields() {
        match before.params.field(&field.name) {
            Some(old) => describe_field(old, field, &mut sentences),
            None if is_access_field(field) => {}
            None => sentences.push(format!("The field “{}” appears.", field.label)),
        }
    }
    let is_removed =
        |old: &&Field| after.params.field(&old.name).is_none() && !is_access_field(old);
    for field in before.params.fields().iter().filter(is_removed) {
        sentences.push(format!("The field “{}” disappears.", field.label));
    }
    sentences.extend(describe_order(before.params, after.params));
    sentences
}

/// Returns whether a field belongs to an access mode. Such fields come and go in pairs, and the sentence about the
/// access mode covers both.
fn is_access_field(field: &Field) -> bool {
    access_mode_of(&field.name).is_some()
}

fn describe_access(before: AccessModes, after: AccessModes) -> Option<String> {
    use AccessMode::{Keys, Role};
    use AccessModes::{Both, Only};
    let sentence = match (before, after) {
        (before, after) if before == after => return None,
        (Only(Keys), Only(Role)) => "Tenants will be asked for a role instead of access keys.",
        (Only(Role), Only(Keys)) => "Tenants will be asked for access keys instead of a role.",
        (Both { .. }, Only(Keys)) => {
            "Tenants will be asked for access keys. A role is no longer offered."
        }
        (Both { .. }, Only(Role)) => {
            "Tenants will be asked for a role. Access keys are no longer offered."
        }
        (Only(_), Both { .. }) => "Tenants can choose between a role and access keys.",
        // The form always offers the role first. The order decides whether a warning asks for a role.
        (_, Both { first: Keys }) => "Tenants with access keys are no longer asked to use a role.",
        (_, Both { first: Role }) => "Tenants with access keys are asked to use a role.",
        (Only(_), Only(_)) => return None,
    };
    Some(sentence.to_owned())
}

fn describe_direction(before: Direction, after: Direction) -> Option<String> {
    let sentence = match after {
        _ if before == after => return None,
        Direction::Read => {
            "Files are only read: a check lists and gets files, and no longer puts one."
        }
        Direction::Write => {
            "Files are only written: a check puts a file, and no longer lists and gets any."
        }
        Direction::Both => "Files are read and written: a check lists, gets and puts files.",
    };
    Some(sentence.to_owned())
}

fn describe_temporary_credentials(
    before: &ConnectUiParams,
    after: &ConnectUiParams,
) -> Option<String> {
    let sentence = match (
        before.temporary_credentials(),
        after.temporary_credentials(),
    ) {
        (false, true) => {
            "Tenants with access keys are asked to allow temporary credentials: the policy in the setup guide has one more statement."
        }
        // Without access keys, nobody is left to ask.
        (true, false) if after.modes().allows(AccessMode::Keys) => {
            "Tenants with access keys are no longer asked to allow temporary credentials."
        }
        _ => return None,
    };
    Some(sentence.to_owned())
}

fn describe_field(old: &Field, new: &Field, sentences: &mut Vec<String>) {
    let label = &new.label;
    if old.label != new.label {
        sentences.push(format!("“{}” is now called “{label}”.", old.label));
    }
    if old.kind != new.kind {
        let (from, to) = (old.kind.as_str(), new.kind.as_str());
        sentences.push(format!("“{label}” changes from {from} to {to}."));
    }
    if old.required != new.required {
        sentences.push(if new.required {
            format!("“{label}” becomes required.")
        } else {
            format!("“{label}” becomes optional.")
        });
    }
    if old.description != new.description {
        sentences.push(match &new.description {
            Some(description) => format!("The description of “{label}” is now: {description}"),
            None => format!("“{label}” no longer has a description."),
        });
    }
    if old.adornment != new.adornment {
        sentences.push(match describe_adornment(&new.adornment) {
            Some(adornment) => format!("“{label}” now shows {adornment} the input."),
            None => format!("“{label}” no longer shows text around the input."),
        });
    }
    if old.default != new.default {
        sentences.push(match &new.default {
            Some(value) => format!(
                "The default of “{label}” is now {}.",
                describe_value(value, new)
            ),
            None => format!("“{label}” no longer has a default."),
        });
    }
    if new.kind.is_choice() && old.options != new.options {
        describe_options(old, new, sentences);
    }
}

fn describe_adornment(adornment: &Adornment) -> Option<String> {
    match (&adornment.start, &adornment.end) {
        (Some(start), Some(end)) => Some(format!("“{start}” before and “{end}” after")),
        (Some(start), None) => Some(format!("“{start}” before")),
        (None, Some(end)) => Some(format!("“{end}” after")),
        (None, None) => None,
    }
}

fn describe_options(old: &Field, new: &Field, sentences: &mut Vec<String>) {
    let label = &new.label;
    let options_missing_in = |other: &Field, one: &Field| -> Vec<String> {
        let is_missing = |value: &str| other.options.iter().all(|o| o.value != value);
        let missing = one.options.iter().filter(|o| is_missing(&o.value));
        missing.map(|o| format!("“{}”", o.name)).collect()
    };
    let (added, removed) = (options_missing_in(old, new), options_missing_in(new, old));
    if !added.is_empty() {
        sentences.push(format!("“{label}” also offers {}.", list_some(&added)));
    }
    if !removed.is_empty() {
        sentences.push(format!(
            "“{label}” no longer offers {}.",
            list_some(&removed)
        ));
    }
    if added.is_empty() && removed.is_empty() {
        sentences.push(format!(
            "The options of “{label}” are in another order or have other names."
        ));
    }
}

/// Joins the first names, and counts the others: a select can have hundreds of options.
fn list_some(names: &[String]) -> String {
    const MAX_NAMES: usize = 5;
    let count = names.len().min(MAX_NAMES);
    let list = names[..count].join(", ");
    match names.len() - count {
        0 => list,
        more => format!("{list} and {more} more"),
    }
}

fn describe_value(value: &Value, field: &Field) -> String {
    // An option is described by the name that tenants see.
    let quoted = |value: &str| {
        let option = field.options.iter().find(|o| o.value == value);
        format!("“{}”", option.map_or(value, |o| o.name.as_str()))
    };
    match (field.kind, value) {
        (FieldKind::Boolean, Value::Bool(true)) => "ticked".to_owned(),
        (FieldKind::Boolean, _) => "not ticked".to_owned(),
        (_, Value::String(text)) => quoted(text),
        (_, Value::Array(all)) => list_some(
            &all.iter()
                .filter_map(Value::as_str)
                .map(quoted)
                .collect::<Vec<_>>(),
        ),
        (_, other) => other.to_string(),
    }
}

/// Compares the order of the fields that both versions have. Added and removed fields do not count as a new order.
fn describe_order(before: &ConnectUiParams, after: &ConnectUiParams) -> Option<String> {
    let common_fields = |one: &ConnectUiParams, other: &ConnectUiParams| -> Vec<String> {
        let fields = one
            .fields()
            .iter()
            .filter(|f| other.field(&f.name).is_some());
        fields.map(|f| f.name.clone()).collect()
    };
    (common_fields(before, after) != common_fields(after, before)).then(|| {
        let labels: Vec<_> = after
            .fields()
            .iter()
            .map(|f| format!("“{}”", f.label))
            .collect();
        format!("The fields are in another order: {}.", labels.join(", "))
    })
}

#[cfg(test)]
#[path = "settings_changes_tests.rs"]
mod tests;
