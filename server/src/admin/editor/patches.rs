//! Applies what an admin changed in the editor's controls to the JSON of the settings.

use crate::input::Form;
use app::admin::editor::{Attribute, SHOWN_PREFIX, TICKED, option_lines};
use domain::connect_ui::RawField;
use domain::{AccessMode, FieldKind, RawParams};
use serde_json::{Number, Value, json};
use std::collections::BTreeMap;

/// Sets what the controls hold, if it is not what they showed. Everything else stays, known to the editor or not.
pub fn apply_controls(form: &Form, params: &mut RawParams) {
    let changed = changed_controls(form);
    let modes = [("keys", AccessMode::Keys), ("role", AccessMode::Role)];
    // A mode that is switched on takes the position of the one that is switched off, so it comes first.
    for switched_on in [true, false] {
        for (name, mode) in modes {
            if changed.get(name).map(|values| !values.is_empty()) == Some(switched_on) {
                params.set_access_mode(mode, switched_on);
            }
        }
    }
    let attributes = changed.into_iter().filter_map(|(control, values)| {
        let (attribute, field) = Attribute::parse_control_name(control)?;
        Some((attribute, field, values))
    });
    let mut attributes: Vec<_> = attributes.collect();
    attributes.sort_by_key(|(attribute, ..)| *attribute);
    for (attribute, name, values) in attributes {
        set_attribute(attribute, name, &values, params);
    }
}

/// Returns the values of each control that does not hold what it showed. A control that is not on the page did not show
/// anything, so it does not count as emptied.
fn changed_controls(form: &Form) -> BTreeMap<&str, Vec<String>> {
    let shown = form
        .0
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(SHOWN_PREFIX)?, normalize(value))));
    let shown: BTreeMap<&str, String> = shown.collect();
    let mut changed: BTreeMap<&str, Vec<String>> =
        shown.keys().map(|control| (*control, Vec::new())).collect();
    for (name, value) in &form.0 {
        if let Some(values) = changed.get_mut(name.as_str()).filter(|_| !value.is_empty()) {
            values.push(normalize(value));
        }
    }
    changed.retain(|control, values| Some(&values.join("\n")) != shown.get(control));
    changed
}

/// Returns a text as browsers show it. They post each line break as CR LF.
fn normalize(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Sets one attribute of a field to what its control holds. An emptied control removes the attribute.
fn set_attribute(attribute: Attribute, name: &str, values: &[String], params: &mut RawParams) {
    let Some(field) = params.field(name) else {
        return;
    };
    let text = values.first().map(String::as_str);
    let value = match attribute {
        Attribute::Type => {
            if let Some(kind) = text.and_then(FieldKind::parse) {
                params.set_field_kind(name, kind);
            }
            return;
        }
        // Without a label, a standard field would show its usual one. An empty one is a mistake that the page shows.
        Attribute::Label => Some(json!(text.unwrap_or_default())),
        Attribute::Required => Some(json!(text.is_some())),
        // Without the attribute, tenants are not asked.
        Attribute::TemporaryCredentials => text.map(|_| json!(true)),
        // The type may have changed with the same form.
        Attribute::Options if !field.kind().is_choice() => return,
        Attribute::Options => Some(json!(option_lines::parse(
            text.unwrap_or_default(),
            &field.options()
        ))),
        Attribute::Default => default_value(field.kind(), values),
        Attribute::Description | Attribute::AdornmentStart | Attribute::AdornmentEnd => {
            text.map(|text| json!(text))
        }
    };
    match attribute.path().split_once('.') {
        Some((parent, key)) => {
            let value = with_key(field, parent, key, value);
            params.set_attribute(name, parent, value);
        }
        None => params.set_attribute(name, attribute.path(), value),
    }
}

/// Returns an attribute that is an object with one of its keys set or removed. Returns `None` if nothing is left.
fn with_key(field: RawField<'_>, parent: &str, key: &str, value: Option<Value>) -> Option<Value> {
    let object = field.value.get(parent).and_then(Value::as_object);
    let mut object = object.cloned().unwrap_or_default();
    match value {
        Some(value) => drop(object.insert(key.to_owned(), value)),
        None => drop(object.shift_remove(key)),
    }
    (!object.is_empty()).then_some(Value::Object(object))
}

/// Returns a default as JSON of the field's type. A text that does not fit the type stays a text, and the check of the
/// settings refuses it.
fn default_value(kind: FieldKind, values: &[String]) -> Option<Value> {
    let first = values.first()?;
    Some(match kind {
        FieldKind::Boolean if first == TICKED => Value::Bool(true),
        FieldKind::Multiselect => json!(values),
        FieldKind::Number => first
            .trim()
            .parse::<Number>()
            .map_or_else(|_| json!(first), Value::Number),
        _ => json!(first),
    })
}
