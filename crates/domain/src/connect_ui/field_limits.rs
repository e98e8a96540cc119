//! Limits on the texts and the default of a field, so that every page stays readable. They apply to parameters that are
//! about to be saved, not to those saved before.

use super::field::Field;
use super::field_kind::FieldKind;
use super::field_names;
use super::field_value::{self, RawValue};
use super::known_fields::KnownField;
use crate::misplaced_secret;
use crate::refusal::{FieldError, Refusal};
use serde_json::Value;
use std::collections::HashSet;

const MAX_LABEL: usize = 200;
const MAX_DESCRIPTION: usize = 2_000;
const MAX_ADORNMENT: usize = 40;
const MAX_OPTIONS: usize = 500;

/// Returns an error for everything that exceeds a limit. Each error's path starts with `path`.
pub(super) fn check_limits(field: &Field, path: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut check = |part: &str, result: Result<(), Refusal>| {
        if let Err(refusal) = result {
            errors.push(refusal.for_field(&format!("{path}.{part}")));
        }
    };
    check("label", check_text(&field.label, MAX_LABEL, false));
    if let Some(description) = &field.description {
        check(
            "description",
            check_text(description, MAX_DESCRIPTION, true),
        );
    }
    let adornments = [
        ("adornment.start", &field.adornment.start),
        ("adornment.end", &field.adornment.end),
    ];
    for (part, text) in adornments {
        if let Some(text) = text {
            check(part, check_text(text, MAX_ADORNMENT, false));
        }
    }
    if field.options.len() > MAX_OPTIONS {
        let detail = format!(
            "There are {} options. A field can have at most {MAX_OPTIONS}.",
            field.options.len()
        );
        check("options", Err(Refusal::new("too_many_options", detail)));
    }
    let mut values = HashSet::new();
    for (at, option) in field.options.iter().enumerate().take(MAX_OPTIONS) {
        check(
            &format!("options.{at}.name"),
            check_text(&option.name, MAX_LABEL, false),
        );
        let is_repeated = !values.insert(option.value.as_str());
        let value = check_text(&option.value, MAX_LABEL, false).and_then(|()| {
            if is_repeated {
                let detail = "Another option has this value already.";
                Err(Refusal::new("taken", detail))
            } else {
                Ok(())
            }
        });
        check(&format!("options.{at}.value"), value);
    }
    if let Some(default) = &field.default {
        check("default", check_default(field, default));
    }
    errors
}

/// Refuses text that is empty or too long, or contains a secret or an invisible character that changes how the text
/// looks.
fn check_text(text: &str, max: usize, allows_lines: bool) -> Result<(), Refusal> {
    let count = text.chars().count();
    if text.trim().is_empty() {
        let detail = "This cannot be empty.";
        return Err(Refusal::new("required", detail));
    }
    if count > max {
        let detail = format!("This has {count} characters. At most {max} are shown.");
        return Err(Refusal::new("too_long", detail));
    }
    let is_refused = |c: &char| is_control_or_bidi(*c) && !(allows_lines && *c == '\n');
    match text.chars().find(is_refused) {
        None => refuse_secret(text),
        Some(c) => {
            let what = if c.is_control() {
                "a control character"
            } else {
                "a character that turns the direction of the text around it"
            };
            let detail = format!(
                "There is {what} in this (U+{:04X}). Leave it out.",
                u32::from(c)
            );
            Err(Refusal::new("control_character", detail))
        }
    }
}

/// Refuses a secret access key that a vendor pasted by mistake.
fn refuse_secret(text: &str) -> Result<(), Refusal> {
    misplaced_secret::refuse(text).map_err(|refusal| {
        let detail =
            "This looks like a secret access key, and every tenant would see it. Leave it out.";
        Refusal::new(refusal.code, detail)
    })
}

/// Returns whether a character is a control character, a line separator, or reorders the text after it. The marks that
/// right-to-left scripts need (U+200E, U+200F, U+061C) do none of this.
fn is_control_or_bidi(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Refuses a default that a tenant could not have entered.
fn check_default(field: &Field, default: &Value) -> Result<(), Refusal> {
    if field.kind == FieldKind::Password {
        let detail = "A password has no default: all tenants would be given the same secret.";
        return Err(Refusal::new("no_default", detail));
    }
    if field.name == field_names::EXTERNAL_ID {
        let detail = "The external ID has no default: every tenant gets one of its own.";
        return Err(Refusal::new("no_default", detail));
    }
    // A tenant's form sends text for every type, but JSON has types of its own, and a default must have the right one.
    let (raw, expected) = match (field.kind, default) {
        (FieldKind::Boolean, Value::Bool(ticked)) => (Some(RawValue::Boolean(*ticked)), ""),
        (FieldKind::Boolean, _) => (None, "true or false"),
        (FieldKind::Number, Value::Number(number)) => (Some(RawValue::Number(number.clone())), ""),
        (FieldKind::Number, _) => (None, "a number, without quotes"),
        (FieldKind::Multiselect, Value::Array(all)) => {
            let texts = all.iter().map(|one| one.as_str().map(str::to_owned));
            let texts: Option<Vec<String>> = texts.collect();
            (texts.map(RawValue::Many), "a list of the options’ values")
        }
        (FieldKind::Multiselect, _) => (None, "a list of the options’ values"),
        (_, Value::String(text)) => (Some(RawValue::Text(text.clone())), ""),
        _ => (None, "text, in quotes"),
    };
    let Some(raw) = raw else {
        let detail = format!("The default of this field must be {expected}.");
        return Err(Refusal::new("wrong_type", detail));
    };
    if let Value::String(text) = default {
        refuse_secret(text)?;
    }
    // A required checkbox may start unticked, because the tenant ticks it.
    let optional = Field {
        required: false,
        ..field.clone()
    };
    field_value::parse(&optional, Some(&raw))?;
    match default.as_str() {
        Some(text) if !text.is_empty() => check_known_field(&field.name, text),
        _ => Ok(()),
    }
}

/// Applies the parser of a field that the product itself understands.
fn check_known_field(name: &str, text: &str) -> Result<(), Refusal> {
    match KnownField::find(name) {
        Some(field) => {
            misplaced_secret::refuse_in_path(text)?;
            (field.validate)(text)
        }
        None => Ok(()),
    }
}

#[cfg(test)]
#[path = "field_limits_tests.rs"]
mod tests;
