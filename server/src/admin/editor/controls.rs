//! The settings as controls show them, and what was changed in the controls.

use crate::input::Form;
use app::admin::editor::Row;
use domain::connect_ui::{Choice, MAX_FIELDS, always_needed, first_kind, first_label};
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
    let choices: Vec<Choice> = field
        .get("options")
        .and_then(|options| Vec::deserialize(options).ok())
        .unwrap_or_default();
    let label = field.get("label").map(|_| text("/label"));
    let required = field.get("required").and_then(Value::as_bool);
    Row {
        name: name.to_owned(),
        kind: FieldKind::parse(&text("/type")).unwrap_or_else(|| first_kind(name)),
        label: label.unwrap_or_else(|| first_label(name).to_owned()),
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
    if option.name == option.value && !option.name.contains('=') {
        option.name.clone()
    } else {
        format!("{}{BETWEEN}{}", option.name, option.value)
    }
}

fn option(line: &str) -> Choice {
    let parts = line.rsplit_once(BETWEEN).or_else(|| line.split_once('='));
    let (name, value) = parts.unwrap_or((line, line));
    Choice {
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
    }
}

/// The options as they are typed. A line that was there before is what it was, wherever its `=` stands.
fn options(row: &Row) -> Vec<Choice> {
    let lines = row.options.lines().map(str::trim);
    let choices = lines.filter(|typed| !typed.is_empty()).map(|typed| {
        let before = row
            .choices
            .iter()
            .find(|choice| line(choice).trim() == typed);
        before.cloned().unwrap_or_else(|| option(typed))
    });
    choices.collect()
}

/// Does to `now` what was done to the controls since they were made from `good`.
pub fn apply(form: &Form, good: &RawParams, now: &mut RawParams) {
    let modes = [("keys", AccessMode::Keys), ("role", AccessMode::Role)];
    let posted = modes.map(|(name, mode)| (form.get(name).is_some(), mode));
    // First what is switched on: it takes the place of what is switched off.
    for turned in [true, false] {
        for (on, mode) in posted {
            if on == turned && on != good.allows(mode) {
                now.set_access(mode, on);
            }
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
    let text = |part: &str, was: &str, held: Held| {
        let posted = form.get(&before.control(part)).map(held);
        let changed = posted.filter(|posted| *posted != held(was));
        changed.unwrap_or_else(|| was.to_owned())
    };
    let kind = form.get(&before.control("type")).and_then(FieldKind::parse);
    Row {
        kind: kind.unwrap_or(before.kind),
        label: text("label", &before.label, one_line),
        description: text("description", &before.description, lines),
        required: form.get(&before.control("required")).is_some() || always_needed(&before.name),
        start: text("start", &before.start, one_line),
        end: text("end", &before.end, one_line),
        default: typed_default(form, before),
        options: text("options", &before.options, lines),
        ..before.clone()
    }
}

/// The default as it is, unless its control sends something else than it held.
fn typed_default(form: &Form, before: &Row) -> Vec<String> {
    let name = before.control("default");
    let held: Held = match before.kind {
        FieldKind::Text | FieldKind::Number | FieldKind::Password => one_line,
        _ => lines,
    };
    let all = |values: &mut dyn Iterator<Item = &String>| -> Vec<String> {
        let values = values.map(|value| held(value));
        values.filter(|value| !value.is_empty()).collect()
    };
    let mut posted = form.0.iter().filter(|(known, _)| *known == name);
    let posted = all(&mut posted.by_ref().map(|(_, value)| value));
    if posted == all(&mut before.held().iter()) {
        before.default.clone()
    } else {
        posted
    }
}

/// What becomes of a text in a control of a page.
type Held = fn(&str) -> String;

/// In HTML there are no NULs, and one kind of line break, which a form sends as two characters.
fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace('\0', "\u{fffd}")
}

/// A control of one line has no line breaks.
fn one_line(text: &str) -> String {
    lines(text).replace('\n', "")
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
    if after.start != before.start {
        adorn(now, name, "start", words(&after.start));
    }
    if after.end != before.end {
        adorn(now, name, "end", words(&after.end));
    }
    if after.options != before.options {
        now.set(name, "options", Some(json!(options(after))));
    }
    if after.kind != before.kind {
        now.set_kind(name, after.kind);
    }
    if after.default != before.default {
        now.set(name, "default", default(after));
    }
}

/// One side of a field; the other stays as it is.
fn adorn(now: &mut RawParams, name: &str, side: &str, words: Option<Value>) {
    let there = now.get(name).and_then(|field| field.get("adornment"));
    let mut sides = there
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    match words {
        Some(words) => drop(sides.insert(side.to_owned(), words)),
        None => drop(sides.shift_remove(side)),
    }
    let adornment = (!sides.is_empty()).then_some(Value::Object(sides));
    now.set(name, "adornment", adornment);
}

/// As the type of the field has it; what does not fit the type stays text, and is refused as such.
fn default(row: &Row) -> Option<Value> {
    let first = row.default.first()?;
    Some(match row.kind {
        FieldKind::Boolean if first == "true" => Value::Bool(true),
        FieldKind::Multiselect => json!(row.default),
        FieldKind::Number => first
            .trim()
            .parse::<Number>()
            .map_or_else(|_| json!(first), Value::Number),
        _ => json!(first),
    })
}
