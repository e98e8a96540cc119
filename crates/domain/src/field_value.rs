//! The values of a vendor's own fields, checked by the type the connector gives them.

use crate::connect_ui::{Field, FieldKind};
use crate::message::form;
use crate::paste;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::Value;

/// No field holds more than this many bytes; keys, ARNs and prefixes are all far shorter.
pub const MAX_VALUE_BYTES: usize = 4096;

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

    /// The value as it came in, to be shown again.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(paste::trim(text)),
            Self::Many(all) => Value::from(all.as_slice()),
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
    let chosen = raw.many()?;
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
