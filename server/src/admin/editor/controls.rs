//! The settings as controls show them, and what was changed in the controls.

use crate::input::Form;
use app::admin::editor::Row;
use domain::connect_ui::{Choice, MAX_FIELDS, always_needed, names, standard_label};
use domain::{AccessMode, FieldKind, RawParams};
use serde::Deserialize as _;
use serde_json::{Number, Value, json};

/// Whatever the settings are, right or wrong: what is no label, say, is shown as none.
pub fn rows(params: &RawParams) -> Vec<Row> {
    let fields = params.0.iter().take(MAX_FIELDS);
    fields.map(|(name, value)| row(name, value)).collect()
}

fn row(name: &str, field: &Value) -> Row {
    let text = |path: &str| {
        let text = field.pointer(path).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let secret = name == names::SECRET_ACCESS_KEY;
    let kind = FieldKind::parse(&text("/type")).unwrap_or(if secret {
        FieldKind::Password
    } else {
        FieldKind::Text
    });
    let choices: Vec<Choice> = field
        .get("options")
        .and_then(|options| Vec::deserialize(options).ok())
        .unwrap_or_default();
    let label = field.get("label").map(|_| text("/label"));
    let required = field.get("required").and_then(Value::as_bool);
    Row {
        name: name.to_owned(),
        kind,
        label: label.unwrap_or_else(|| standard_label(name).unwrap_or(name).to_owned()),
        description: text("/description"),
        required: required.unwrap_or_default() || always_needed(name),
        start: text("/adornment/start"),
        end: text("/adornment/end"),
        default: field.get("default").map(values).unwrap_or_default(),
        options: choices.iter().map(line).collect::<Vec<_>>().join("\n"),
        choices,
    }
}

/// A default as controls hold it.
fn values(default: &Value) -> Vec<String> {
    match default {
        Value::Null | Value::Bool(false) | Value::Object(_) => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Array(all) => all.iter().flat_map(values).collect(),
        other => vec![other.to_string()],
    }
}

const BETWEEN: &str = " = ";

fn line(option: &Choice) -> String {
    if option.name == option.value && !option.name.contains(BETWEEN) {
        option.name.clone()
    } else {
        format!("{}{BETWEEN}{}", option.name, option.value)
    }
}

fn option(line: &str) -> Choice {
    let (name, value) = line.rsplit_once(BETWEEN).unwrap_or((line, line));
    Choice {
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
    }
}

/// Does to `now` what was done to the controls since they were made from `good`.
pub fn apply(form: &Form, good: &RawParams, now: &mut RawParams) {
    for (name, mode) in [("keys", AccessMode::Keys), ("role", AccessMode::Role)] {
        let on = form.get(name).is_some();
        if on != good.allows(mode) {
            now.set_access(mode, on);
        }
    }
    let posted = form.0.iter().filter(|(name, _)| name == "field");
    let names: Vec<&str> = posted.map(|(_, field)| field.as_str()).collect();
    for before in rows(good) {
        if names.contains(&before.name.as_str()) {
            change(&before, &typed(form, &before), now);
        }
    }
}

/// The row as the form has it. A control that is not in the form was not shown.
fn typed(form: &Form, before: &Row) -> Row {
    let line = |part: &str, before_it: &str| {
        let posted = form.get(&before.control(part)).unwrap_or(before_it);
        let posted = posted.replace("\r\n", "\n");
        let untouched = posted == as_held(before_it) || posted == before_it;
        if untouched {
            before_it.to_owned()
        } else {
            posted
        }
    };
    let name = before.control("default");
    let defaults = form.0.iter().filter(|(known, _)| *known == name);
    let defaults = defaults.map(|(_, value)| value.replace("\r\n", "\n"));
    let mut defaults: Vec<String> = defaults.filter(|value| !value.is_empty()).collect();
    let no_control = before.kind == FieldKind::Password || before.name == names::EXTERNAL_ID;
    if no_control
        || before
            .default
            .iter()
            .map(|value| as_held(value))
            .eq(defaults.iter().cloned())
    {
        defaults.clone_from(&before.default);
    }
    let kind = form.get(&before.control("type")).and_then(FieldKind::parse);
    Row {
        kind: kind.unwrap_or(before.kind),
        label: line("label", &before.label),
        description: line("description", &before.description),
        required: form.get(&before.control("required")).is_some() || always_needed(&before.name),
        start: line("start", &before.start),
        end: line("end", &before.end),
        default: defaults,
        options: line("options", &before.options),
        ..before.clone()
    }
}

/// What becomes of a text in a control of one line: there are no line breaks in it, nor NULs in HTML.
fn as_held(text: &str) -> String {
    text.replace(['\n', '\r'], "").replace('\0', "\u{fffd}")
}

fn change(before: &Row, after: &Row, now: &mut RawParams) {
    let name = before.name.as_str();
    let words = |text: &str| (!text.is_empty()).then(|| json!(text));
    if after.label != before.label {
        now.set(name, "label", Some(json!(after.label)));
    }
    if after.description != before.description {
        now.set(name, "description", words(&after.description));
    }
    if after.required != before.required {
        now.set(name, "required", Some(json!(after.required)));
    }
    if (&after.start, &after.end) != (&before.start, &before.end) {
        let sides = [("start", &after.start), ("end", &after.end)];
        let sides = sides.into_iter().filter(|(_, text)| !text.is_empty());
        let sides: serde_json::Map<String, Value> = sides
            .map(|(side, text)| (side.to_owned(), json!(text)))
            .collect();
        let adorned = (!sides.is_empty()).then_some(Value::Object(sides));
        now.set(name, "adornment", adorned);
    }
    if after.options != before.options {
        let lines = after.options.lines().map(str::trim);
        let options: Vec<Choice> = lines.filter(|l| !l.is_empty()).map(option).collect();
        now.set(name, "options", Some(json!(options)));
    }
    if after.kind != before.kind {
        now.set_kind(name, after.kind);
    } else if after.default != before.default {
        now.set(name, "default", default(after));
    }
}

/// As the type of the field has it; what does not fit the type stays text, and is refused as such.
fn default(row: &Row) -> Option<Value> {
    let first = row.default.first()?;
    Some(match row.kind {
        FieldKind::Boolean => Value::Bool(true),
        FieldKind::Multiselect => json!(row.default),
        FieldKind::Number => first
            .trim()
            .parse::<Number>()
            .map_or_else(|_| json!(first), Value::Number),
        _ => json!(first),
    })
}
