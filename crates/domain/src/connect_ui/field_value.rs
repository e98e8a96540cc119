//! The values of a vendor's own fields, parsed by the type of each field.

use super::field::Field;
use super::field_kind::FieldKind;
use crate::message::form;
use crate::misplaced_secret::{self, may_contain_secret};
use crate::pasted_text;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashSet;

/// Limits the text of every field. Keys, ARNs and prefixes are all far shorter.
pub const MAX_VALUE_BYTES: usize = 4096;

/// Limits the values of a multiselect that are shown again. No field has more options.
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

/// Never shows the value, which may be a secret.
impl std::fmt::Debug for RawValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RawValue(…)")
    }
}

impl RawValue {
    /// Returns whether the value may contain a secret. Looks at every value of a field that was sent more than once.
    pub fn may_contain_secret(&self) -> bool {
        match self {
            Self::Text(text) => may_contain_secret(text),
            Self::Many(texts) => texts.iter().any(|text| may_contain_secret(text)),
            Self::Boolean(_) | Self::Number(_) | Self::Null(()) => false,
        }
    }

    /// Returns the value as text, which every field but a vendor's own must be.
    ///
    /// # Errors
    /// Returns a refusal if the value is not text, is too long, or contains a NUL.
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
        // PostgreSQL stores no NUL in text.
        if pasted_text::trim_blanks(text).contains('\0') {
            return Err(Refusal::new("control_character", form::value_nul()));
        }
        Ok(text)
    }

    /// Returns the value as it arrived, to show it again. Cuts a value that is far too long to be accepted, because a
    /// page contains a value more than once, and escapes some characters to six.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => {
                let text = pasted_text::trim_blanks(text);
                let end = text.floor_char_boundary(2 * MAX_VALUE_BYTES);
                Value::from(&text[..end])
            }
            Self::Many(all) => Value::from(&all[..all.len().min(MAX_CHOICES)]),
            Self::Boolean(value) => Value::Bool(*value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Null(()) => Value::Null,
        }
    }

    fn texts(&self) -> Result<Vec<&str>, Refusal> {
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

/// Parses the value of a vendor's field into the form that is stored. Returns `None` for an empty field.
///
/// # Errors
/// Returns a refusal if a required value is missing, or the value does not fit the field's type.
pub fn parse(field: &Field, raw: Option<&RawValue>) -> Result<Option<Value>, Refusal> {
    let value = match (field.kind, raw) {
        (_, None) => None,
        (FieldKind::Boolean, Some(raw)) => parse_boolean(raw)?,
        (FieldKind::Number, Some(raw)) => parse_number(raw)?,
        (FieldKind::Multiselect, Some(raw)) => parse_multiselect(field, raw)?,
        (FieldKind::Select, Some(raw)) => parse_select(field, raw)?,
        (FieldKind::Text | FieldKind::Password | FieldKind::Multiline, Some(raw)) => {
            parse_text(field, raw)?
        }
    };
    // An unticked checkbox has a value, but a required one, such as an agreement, must be ticked.
    let is_missing = match &value {
        None => true,
        Some(Value::Bool(ticked)) => !ticked,
        Some(_) => false,
    };
    if field.required && is_missing {
        return Err(Refusal::new(
            "required",
            form::needed(field.display_label()),
        ));
    }
    Ok(value)
}

fn parse_text(field: &Field, raw: &RawValue) -> Result<Option<Value>, Refusal> {
    // Quotes may belong to a text of the vendor's, unlike to a key or an ARN, so only blanks are trimmed.
    let text = pasted_text::trim_blanks(raw.text()?);
    let is_refused = |c: char| {
        c.is_control() && !(field.kind == FieldKind::Multiline && matches!(c, '\n' | '\r' | '\t'))
    };
    if text.chars().any(is_refused) {
        return Err(Refusal::new("control_character", form::value_control()));
    }
    // Only passwords are encrypted and hidden.
    if field.kind != FieldKind::Password {
        misplaced_secret::refuse(text)?;
    }
    Ok((!text.is_empty()).then(|| Value::from(text)))
}

fn parse_boolean(raw: &RawValue) -> Result<Option<Value>, Refusal> {
    match raw {
        RawValue::Boolean(value) => Ok(Some(Value::Bool(*value))),
        other => match pasted_text::clean(other.text()?) {
            "" => Ok(None),
            // Browsers send `on` for a ticked checkbox.
            "true" | "on" => Ok(Some(Value::Bool(true))),
            "false" => Ok(Some(Value::Bool(false))),
            _ => Err(Refusal::new("wrong_type", form::value_not_boolean())),
        },
    }
}

fn parse_number(raw: &RawValue) -> Result<Option<Value>, Refusal> {
    match raw {
        RawValue::Number(number) => Ok(Some(Value::Number(number.clone()))),
        other => match pasted_text::clean(other.text()?) {
            "" => Ok(None),
            text => text
                .parse::<serde_json::Number>()
                .map(|number| Some(Value::Number(number)))
                .map_err(|_| not_a_number()),
        },
    }
}

/// Creates the refusal of a text that is not a number. Public, because the browser parses numbers itself.
pub fn not_a_number() -> Refusal {
    Refusal::new("wrong_type", form::value_not_number())
}

fn parse_select(field: &Field, raw: &RawValue) -> Result<Option<Value>, Refusal> {
    let text = raw.text()?;
    if text.is_empty() {
        return Ok(None);
    }
    require_option(field, text)?;
    Ok(Some(Value::from(text)))
}

fn parse_multiselect(field: &Field, raw: &RawValue) -> Result<Option<Value>, Refusal> {
    let mut chosen = raw.texts()?;
    // Drops repeated values, or the stored list could be longer than the options.
    let mut unique = HashSet::new();
    chosen.retain(|text| unique.insert(*text));
    for text in &chosen {
        require_option(field, text)?;
    }
    Ok((!chosen.is_empty()).then(|| Value::from(chosen)))
}

fn require_option(field: &Field, value: &str) -> Result<(), Refusal> {
    if field.options.iter().any(|option| option.value == value) {
        Ok(())
    } else {
        Err(Refusal::new(
            "unknown_option",
            form::value_no_option(field.display_label()),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_a_value_that_is_far_too_long_before_showing_it_again() {
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
