//! The values of a vendor's own fields, checked by the type the connector gives them.

use crate::access_key::holds_secret;
use crate::connect_ui::{Field, FieldKind};
use crate::message::form;
use crate::misplaced_secret;
use crate::paste;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashSet;

/// No field holds more than this many bytes; keys, ARNs and prefixes are all far shorter.
pub const MAX_VALUE_BYTES: usize = 4096;

/// As many as one field can have options.
const MAX_CHOICES: usize = 500;

/// A value as it arrives: from a form, where everything is text, or from JSON.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum RawValue {
    Text(String),
    Many(Vec<String>),
    Boolean(bool),
    Number(serde_json::Number),
    Null(()),
}

/// May hold a secret, so it never shows what it holds.
impl std::fmt::Debug for RawValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RawValue(…)")
    }
}

impl RawValue {
    /// Returns whether a secret may be somewhere in the value, also where it came more than once.
    pub fn holds_secret(&self) -> bool {
        match self {
            Self::Text(text) => holds_secret(text),
            Self::Many(texts) => texts.iter().any(|text| holds_secret(text)),
            Self::Boolean(_) | Self::Number(_) | Self::Null(()) => false,
        }
    }

    /// The value as the text of a known field.
    ///
    /// # Errors
    /// When it is not text, or too long.
    pub fn text(&self) -> Result<&str, Refusal> {
        let text = match self {
            Self::Text(text) => text.as_str(),
            Self::Null(()) => "",
            Self::Many(_) | Self::Boolean(_) | Self::Number(_) => {
                return Err(Refusal::new("wrong_type", form::value_not_text()));
            }
        };
        if text.len() > MAX_VALUE_BYTES {
            return Err(Refusal::new(
                "too_long",
                form::value_too_long(text.len(), MAX_VALUE_BYTES),
            ));
        }
        if paste::trim(text).contains('\0') {
            return Err(Refusal::new("control_character", form::value_nul()));
        }
        Ok(text)
    }

    /// Returns the value as it came in, to be shown again. What is far too long to be taken is cut: a page holds a value
    /// more than once, and writes some characters as six.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => {
                let text = paste::trim(text);
                let end = text.floor_char_boundary(2 * MAX_VALUE_BYTES);
                Value::from(&text[..end])
            }
            Self::Many(all) => Value::from(&all[..all.len().min(MAX_CHOICES)]),
            Self::Boolean(value) => Value::Bool(*value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Null(()) => Value::Null,
        }
    }

    fn many(&self) -> Result<Vec<&str>, Refusal> {
        match self {
            Self::Many(all) => Ok(all.iter().map(String::as_str).collect()),
            other => other.text().map(|text| {
                if text.is_empty() {
                    Vec::new()
                } else {
                    vec![text]
                }
            }),
        }
    }
}

/// A vendor field's value as it will be stored; `None` when it was left empty.
///
/// # Errors
/// When a required value is missing or the value does not fit the field's type.
pub fn parse(field: &Field, raw: Option<&RawValue>) -> Result<Option<Value>, Refusal> {
    let value = match (field.kind, raw) {
        (_, None) => None,
        (FieldKind::Boolean, Some(raw)) => boolean(raw)?,
        (FieldKind::Number, Some(raw)) => number(raw)?,
        (FieldKind::Multiselect, Some(raw)) => multiselect(field, raw)?,
        (FieldKind::Select, Some(raw)) => select(field, raw)?,
        (FieldKind::Text | FieldKind::Password | FieldKind::Multiline, Some(raw)) => {
            text(field, raw)?
        }
    };
    // An unticked box is an answer, but a box that must be ticked is not answered by leaving it.
    let missing = match &value {
        None => true,
        Some(Value::Bool(ticked)) => !ticked,
        Some(_) => false,
    };
    if field.required && missing {
        return Err(Refusal::new("required", form::needed(field.said_label())));
    }
    Ok(value)
}

fn text(field: &Field, raw: &RawValue) -> Result<Option<Value>, Refusal> {
    let text = paste::trim(raw.text()?);
    let control = |c: char| {
        c.is_control() && !(field.kind == FieldKind::Multiline && matches!(c, '\n' | '\r' | '\t'))
    };
    if text.chars().any(control) {
        return Err(Refusal::new("control_character", form::value_control()));
    }
    if field.kind != FieldKind::Password {
        misplaced_secret::refuse(text)?;
    }
    Ok((!text.is_empty()).then(|| Value::from(text)))
}

fn boolean(raw: &RawValue) -> Result<Option<Value>, Refusal> {
    match raw {
        RawValue::Boolean(value) => Ok(Some(Value::Bool(*value))),
        other => match paste::bare(other.text()?) {
            "" => Ok(None),
            "true" | "on" => Ok(Some(Value::Bool(true))),
            "false" => Ok(Some(Value::Bool(false))),
            _ => Err(Refusal::new("wrong_type", form::value_not_boolean())),
        },
    }
}

fn number(raw: &RawValue) -> Result<Option<Value>, Refusal> {
    match raw {
        RawValue::Number(number) => Ok(Some(Value::Number(number.clone()))),
        other => match paste::bare(other.text()?) {
            "" => Ok(None),
            text => text
                .parse::<serde_json::Number>()
                .map(|number| Some(Value::Number(number)))
                .map_err(|_| not_a_number()),
        },
    }
}

/// Returns the refusal of a text that is no number. The browser reads numbers in its own way.
pub fn not_a_number() -> Refusal {
    Refusal::new("wrong_type", form::value_not_number())
}

fn select(field: &Field, raw: &RawValue) -> Result<Option<Value>, Refusal> {
    let text = raw.text()?;
    if text.is_empty() {
        return Ok(None);
    }
    known_option(field, text)?;
    Ok(Some(Value::from(text)))
}

fn multiselect(field: &Field, raw: &RawValue) -> Result<Option<Value>, Refusal> {
    let mut chosen = raw.many()?;
    // What is chosen twice is kept once, or a list could grow beyond the options.
    let mut seen = HashSet::new();
    chosen.retain(|text| seen.insert(*text));
    for text in &chosen {
        known_option(field, text)?;
    }
    Ok((!chosen.is_empty()).then(|| Value::from(chosen)))
}

fn known_option(field: &Field, value: &str) -> Result<(), Refusal> {
    if field.options.iter().any(|option| option.value == value) {
        Ok(())
    } else {
        Err(Refusal::new(
            "unknown_option",
            form::value_no_option(field.said_label()),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_far_too_long_is_shown_again_in_part() {
        for (raw, length) in [
            (RawValue::Text("x".repeat(5_000)), 5_000),
            (RawValue::Text("x".repeat(100_000)), 8_192),
            (RawValue::Text("é".repeat(100_000)), 8_192),
            (RawValue::Text("日".repeat(100_000)), 8_190),
        ] {
            assert_eq!(raw.to_json().as_str().map(str::len), Some(length));
        }
        let many = RawValue::Many(vec!["x".to_owned(); 4_000]);
        assert_eq!(many.to_json().as_array().map(Vec::len), Some(MAX_CHOICES));
    }
}
