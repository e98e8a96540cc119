//! What a field may say and hold, so that every page stays readable: asked of what is saved from now on, not
//! of what was saved before.

use super::{Field, FieldKind, names};
use crate::field_value::{self, RawValue};
use crate::misplaced_secret;
use crate::refusal::{FieldError, Refusal};
use crate::{
    AccessKeyId, AccountId, Endpoint, KmsKeyArn, PastedBucket, PathTemplate, Region, RoleArn,
};
use serde_json::Value;
use std::collections::HashSet;

const MAX_LABEL: usize = 200;
const MAX_DESCRIPTION: usize = 2_000;
const MAX_ADORNMENT: usize = 40;
const MAX_OPTIONS: usize = 500;

/// Everything that goes too far, as an error at its place below `path`.
pub fn of(field: &Field, path: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut check = |part: &str, result: Result<(), Refusal>| {
        if let Err(refusal) = result {
            errors.push(refusal.at(&format!("{path}.{part}")));
        }
    };
    check("label", words(&field.label, MAX_LABEL, false));
    if let Some(description) = &field.description {
        check("description", words(description, MAX_DESCRIPTION, true));
    }
    let adornments = [
        ("adornment.start", &field.adornment.start),
        ("adornment.end", &field.adornment.end),
    ];
    for (part, text) in adornments {
        if let Some(text) = text {
            check(part, words(text, MAX_ADORNMENT, false));
        }
    }
    if field.options.len() > MAX_OPTIONS {
        let words = format!(
            "There are {} options; at most {MAX_OPTIONS} can be chosen from.",
            field.options.len()
        );
        check("options", Err(Refusal::new("too_many_options", words)));
    }
    let mut values = HashSet::new();
    for (at, option) in field.options.iter().enumerate().take(MAX_OPTIONS) {
        check(
            &format!("options.{at}.name"),
            words(&option.name, MAX_LABEL, false),
        );
        let twice = !values.insert(option.value.as_str());
        let value = words(&option.value, MAX_LABEL, false).and_then(|()| {
            let words = "Another option has this value already.";
            if twice {
                Err(Refusal::new("taken", words))
            } else {
                Ok(())
            }
        });
        check(&format!("options.{at}.value"), value);
    }
    if let Some(default) = &field.default {
        check("default", fits(field, default));
    }
    errors
}

/// Words that can be shown: some, not too many, and nothing that cannot be seen but changes what is.
fn words(text: &str, most: usize, lines: bool) -> Result<(), Refusal> {
    let count = text.chars().count();
    if text.trim().is_empty() {
        let words = "This cannot be empty.";
        return Err(Refusal::new("required", words));
    }
    if count > most {
        let words = format!("This has {count} characters; at most {most} are shown.");
        return Err(Refusal::new("too_long", words));
    }
    match text.chars().find(|c| unseen(*c) && !(lines && *c == '\n')) {
        None => without_secret(text),
        Some(c) => {
            let what = if c.is_control() {
                "a control character"
            } else {
                "a character that turns the direction of the text around it"
            };
            let words = format!(
                "There is {what} in this (U+{:04X}). Leave it out.",
                u32::from(c)
            );
            Err(Refusal::new("control_character", words))
        }
    }
}

/// Refuses a secret access key that a vendor pasted: all tenants would be shown it.
fn without_secret(text: &str) -> Result<(), Refusal> {
    misplaced_secret::refuse(text).map_err(|refusal| {
        let words =
            "This looks like a secret access key, and every tenant would see it. Leave it out.";
        Refusal::new(refusal.code, words)
    })
}

/// Control characters, and those that reorder the text after them. The marks that scripts written from right
/// to left need (U+200E, U+200F, U+061C) are none of these.
fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a tenant could have entered it.
fn fits(field: &Field, default: &Value) -> Result<(), Refusal> {
    if field.kind == FieldKind::Password {
        let words = "A password has no default: all tenants would be given the same secret.";
        return Err(Refusal::new("no_default", words));
    }
    if field.name == names::EXTERNAL_ID {
        let words = "The external ID is made for each tenant; it has no default.";
        return Err(Refusal::new("no_default", words));
    }
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
        let words = format!("The default of this field is {expected}.");
        return Err(Refusal::new("wrong_type", words));
    };
    if let Value::String(text) = default {
        without_secret(text)?;
    }
    let optional = Field {
        required: false,
        ..field.clone()
    };
    field_value::parse(&optional, Some(&raw))?;
    match default.as_str() {
        Some(text) if !text.is_empty() => known(&field.name, text),
        _ => Ok(()),
    }
}

/// What the product itself understands is judged by its own rules.
fn known(name: &str, text: &str) -> Result<(), Refusal> {
    if names::KNOWN.contains(&name) {
        misplaced_secret::refuse_in_path(text)?;
    }
    match name {
        names::BUCKET => PastedBucket::parse(text).map(drop),
        names::PATH_PREFIX => PathTemplate::parse_typed(text).map(drop),
        names::ACCESS_KEY_ID => AccessKeyId::parse(text).map(drop),
        names::ROLE_ARN => RoleArn::parse(text).map(drop),
        names::REGION => Region::parse(text).map(drop),
        names::ENDPOINT => Endpoint::parse(text).map(drop),
        names::KMS_KEY_ARN => KmsKeyArn::parse(text).map(drop),
        names::BUCKET_OWNER => AccountId::parse(text).map(drop),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
