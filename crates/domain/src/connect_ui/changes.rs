//! What tenants notice when the settings of a flow change, in words.

use super::{AccessMode, AccessModes, Adornment, ConnectUiParams, Field, FieldKind};
use crate::direction::Direction;
use serde_json::Value;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings<'a> {
    pub direction: Direction,
    pub params: &'a ConnectUiParams,
}

/// One sentence for each change; none when nothing is different.
pub fn changes(before: Settings<'_>, after: Settings<'_>) -> Vec<String> {
    let mut all = Vec::new();
    all.extend(access(before.params.modes(), after.params.modes()));
    all.extend(direction(before.direction, after.direction));
    for field in after.params.fields() {
        match before.params.field(&field.name) {
            Some(old) => fields(old, field, &mut all),
            None if of_access(field) => {}
            None => all.push(format!("The field “{}” appears.", field.label)),
        }
    }
    let gone = |old: &&Field| after.params.field(&old.name).is_none() && !of_access(old);
    for field in before.params.fields().iter().filter(gone) {
        all.push(format!("The field “{}” disappears.", field.label));
    }
    all.extend(order(before.params, after.params));
    all
}

/// That a pair comes or goes is said of the way of access as a whole.
fn of_access(field: &Field) -> bool {
    super::mode_of(&field.name).is_some()
}

fn access(before: AccessModes, after: AccessModes) -> Option<String> {
    use AccessMode::{Keys, Role};
    use AccessModes::{Both, Only};
    let words = match (before, after) {
        (before, after) if before == after => return None,
        (Only(Keys), Only(Role)) => "Tenants will be asked for a role instead of access keys.",
        (Only(Role), Only(Keys)) => "Tenants will be asked for access keys instead of a role.",
        (Both { .. }, Only(Keys)) => {
            "Tenants will be asked for access keys; a role is no longer offered."
        }
        (Both { .. }, Only(Role)) => {
            "Tenants will be asked for a role; access keys are no longer offered."
        }
        (Only(_), Both { first: Keys }) => "Tenants may choose between access keys and a role.",
        (Only(_), Both { first: Role }) => "Tenants may choose between a role and access keys.",
        (_, Both { first: Keys }) => "Access keys are offered first, before a role.",
        (_, Both { first: Role }) => "A role is offered first, before access keys.",
        (Only(_), Only(_)) => return None,
    };
    Some(words.to_owned())
}

fn direction(before: Direction, after: Direction) -> Option<String> {
    let words = match after {
        _ if before == after => return None,
        Direction::Read => "Files are read only: a check lists and gets, and no longer writes.",
        Direction::Write => "Files are written only: a check puts, and no longer lists and gets.",
        Direction::Both => "Files are read and written: a check lists, gets and puts.",
    };
    Some(words.to_owned())
}

fn fields(old: &Field, new: &Field, all: &mut Vec<String>) {
    let label = &new.label;
    if old.label != new.label {
        all.push(format!("“{}” is now called “{label}”.", old.label));
    }
    if old.kind != new.kind {
        let (from, to) = (old.kind.as_str(), new.kind.as_str());
        all.push(format!("“{label}” changes from {from} to {to}."));
    }
    if old.required != new.required {
        all.push(if new.required {
            format!("“{label}” has to be filled in.")
        } else {
            format!("“{label}” may be left empty.")
        });
    }
    if old.description != new.description {
        all.push(match &new.description {
            Some(words) => format!("Below “{label}” it says: {words}"),
            None => format!("The description of “{label}” goes away."),
        });
    }
    if old.adornment != new.adornment {
        all.push(match around(&new.adornment) {
            Some(words) => format!("Around “{label}” stands {words}."),
            None => format!("Nothing stands around “{label}” any more."),
        });
    }
    if old.default != new.default {
        all.push(match &new.default {
            Some(value) => format!("“{label}” begins as {}.", said(value, new)),
            None => format!("“{label}” begins empty."),
        });
    }
    if new.kind.is_choice() && old.options != new.options {
        options(old, new, all);
    }
}

fn around(adornment: &Adornment) -> Option<String> {
    match (&adornment.start, &adornment.end) {
        (Some(start), Some(end)) => Some(format!("“{start}” before and “{end}” after")),
        (Some(start), None) => Some(format!("“{start}” before")),
        (None, Some(end)) => Some(format!("“{end}” after")),
        (None, None) => None,
    }
}

fn options(old: &Field, new: &Field, all: &mut Vec<String>) {
    let label = &new.label;
    let only_in = |one: &Field, other: &Field| -> Vec<String> {
        let missing = |value: &str| other.options.iter().all(|o| o.value != value);
        let only = one.options.iter().filter(|o| missing(&o.value));
        only.map(|o| format!("“{}”", o.name)).collect()
    };
    let (more, less) = (only_in(new, old), only_in(old, new));
    if !more.is_empty() {
        all.push(format!("“{label}” offers {} as well.", some(&more)));
    }
    if !less.is_empty() {
        all.push(format!("“{label}” no longer offers {}.", some(&less)));
    }
    if more.is_empty() && less.is_empty() {
        all.push(format!(
            "The options of “{label}” come in another order or are called otherwise."
        ));
    }
}

/// A few of them by name.
fn some(names: &[String]) -> String {
    const NAMED: usize = 5;
    let first = names[..names.len().min(NAMED)].join(", ");
    match names.len() - names.len().min(NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

fn translate(value: &Value, field: &Field) -> String {
    let named = |value: &str| {
        let option = field.options.iter().find(|o| o.value == value);
        format!("“{}”", option.map_or(value, |o| o.name.as_str()))
    };
    match (field.kind, value) {
        (FieldKind::Boolean, Value::Bool(true)) => "ticked".to_owned(),
        (FieldKind::Boolean, _) => "not ticked".to_owned(),
        (_, Value::String(text)) => named(text),
        (_, Value::Array(all)) => some(
            &all.iter()
                .filter_map(Value::as_str)
                .map(named)
                .collect::<Vec<_>>(),
        ),
        (_, other) => other.to_string(),
    }
}

/// The order of what was there and still is.
fn order(before: &ConnectUiParams, after: &ConnectUiParams) -> Option<String> {
    let kept = |one: &ConnectUiParams, other: &ConnectUiParams| -> Vec<String> {
        let fields = one
            .fields()
            .iter()
            .filter(|f| other.field(&f.name).is_some());
        fields.map(|f| f.name.clone()).collect()
    };
    (kept(before, after) != kept(after, before)).then(|| {
        let labels: Vec<_> = after
            .fields()
            .iter()
            .map(|f| format!("“{}”", f.label))
            .collect();
        format!("The fields come in another order: {}.", labels.join(", "))
    })
}

#[cfg(test)]
#[path = "changes_tests.rs"]
mod tests;
