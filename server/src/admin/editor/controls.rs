//! Turns the settings of a flow into the editor's controls, and changes of the controls into changes of the settings.

use crate::input::Form;
use app::admin::editor::EditorField;
use domain::connect_ui::{
    FieldOption, MAX_FIELDS, default_kind, default_label, is_always_required,
};
use domain::{AccessMode, FieldKind, RawParams};
use serde::Deserialize as _;
use serde_json::{Number, Value, json};

/// Returns the controls of each field. The settings need not be valid: an attribute of the wrong type, such as a label
/// that is a number, is shown as missing.
pub fn editor_fields(params: &RawParams) -> Vec<EditorField> {
    // The JSON is the admin's and may hold any number of fields. More than can be saved need no controls.
    let fields = params.0.iter().take(MAX_FIELDS);
    fields
        .map(|(name, value)| editor_field(name, value))
        .collect()
}

fn editor_field(name: &str, field: &Value) -> EditorField {
    let text = |path: &str| {
        let text = field.pointer(path).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let choices: Vec<FieldOption> = field
        .get("options")
        .and_then(|options| Vec::deserialize(options).ok())
        .unwrap_or_default();
    let label = field.get("label").map(|_| text("/label"));
    let required = field.get("required").and_then(Value::as_bool);
    EditorField {
        name: name.to_owned(),
        kind: FieldKind::parse(&text("/type")).unwrap_or_else(|| default_kind(name)),
        label: label.unwrap_or_else(|| default_label(name).to_owned()),
        description: text("/description"),
        required: required.unwrap_or_default() || is_always_required(name),
        adornment_start: text("/adornment/start"),
        adornment_end: text("/adornment/end"),
        default: field.get("default").map(default_texts).unwrap_or_default(),
        options: choices
            .iter()
            .map(format_option)
            .collect::<Vec<_>>()
            .join("\n"),
        choices,
    }
}

/// Returns the texts that the control of a default holds.
fn default_texts(default: &Value) -> Vec<String> {
    match default {
        Value::Null | Value::Bool(false) | Value::Object(_) => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Array(all) => all.iter().flat_map(default_texts).collect(),
        other => vec![other.to_string()],
    }
}

/// Stands between the name and the value of an option.
const SEPARATOR: &str = " = ";

/// Returns the line for an option: `name = value`, or the name alone if both are the same.
fn format_option(option: &FieldOption) -> String {
    if option.name == option.value && !option.name.contains('=') {
        option.name.clone()
    } else {
        format!("{}{SEPARATOR}{}", option.name, option.value)
    }
}

fn parse_option(line: &str) -> FieldOption {
    let parts = line.rsplit_once(SEPARATOR).or_else(|| line.split_once('='));
    let (name, value) = parts.unwrap_or((line, line));
    FieldOption {
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
    }
}

/// Parses the lines of the control for options.
fn parse_options(field: &EditorField) -> Vec<FieldOption> {
    let lines = field.options.lines().map(str::trim);
    let options = lines.filter(|line| !line.is_empty()).map(|line| {
        // Names and values may contain the separator, so a line cannot always be parsed back. An unchanged line stands
        // for the option that it was made from.
        let unchanged = field
            .choices
            .iter()
            .find(|option| format_option(option).trim() == line);
        unchanged.cloned().unwrap_or_else(|| parse_option(line))
    });
    options.collect()
}

/// Applies to `current` what the admin changed in the controls since they were rendered from `base`.
pub fn apply(form: &Form, base: &RawParams, current: &mut RawParams) {
    let modes = [("keys", AccessMode::Keys), ("role", AccessMode::Role)];
    let posted_modes = modes.map(|(name, mode)| (form.get(name).is_some(), mode));
    // A mode that is switched on takes the position of the one that is switched off, so it comes first.
    for switched_on in [true, false] {
        for (is_on, mode) in posted_modes {
            if is_on == switched_on && is_on != base.has_access_mode(mode) {
                current.set_access_mode(mode, is_on);
            }
        }
    }
    // A field whose controls were not on the page is not in the form. It must not count as emptied.
    let posted = form.0.iter().filter(|(name, _)| name == "field");
    let names: Vec<&str> = posted.map(|(_, field)| field.as_str()).collect();
    for before in editor_fields(base) {
        if names.contains(&before.name.as_str()) {
            apply_field(&before, &posted_field(form, &before), current);
        }
    }
}

/// Returns a field as the form has it. An attribute whose control is not in the form stays as it was.
fn posted_field(form: &Form, before: &EditorField) -> EditorField {
    let text = |part: &str, old: &str, normalize: Normalize| {
        let posted = form.get(&before.control_name(part)).map(normalize);
        let changed = posted.filter(|posted| *posted != normalize(old));
        changed.unwrap_or_else(|| old.to_owned())
    };
    let kind = form
        .get(&before.control_name("type"))
        .and_then(FieldKind::parse);
    EditorField {
        kind: kind.unwrap_or(before.kind),
        label: text("label", &before.label, normalize_line),
        description: text("description", &before.description, normalize_lines),
        required: form.get(&before.control_name("required")).is_some()
            || is_always_required(&before.name),
        adornment_start: text("start", &before.adornment_start, normalize_line),
        adornment_end: text("end", &before.adornment_end, normalize_line),
        default: posted_default(form, before),
        options: text("options", &before.options, normalize_lines),
        ..before.clone()
    }
}

/// Returns the posted default, or the old one if the control sends back what it held.
fn posted_default(form: &Form, before: &EditorField) -> Vec<String> {
    let name = before.control_name("default");
    let normalize: Normalize = match before.kind {
        FieldKind::Text | FieldKind::Number | FieldKind::Password => normalize_line,
        _ => normalize_lines,
    };
    let all = |values: &mut dyn Iterator<Item = &String>| -> Vec<String> {
        let values = values.map(|value| normalize(value));
        values.filter(|value| !value.is_empty()).collect()
    };
    let mut posted = form.0.iter().filter(|(known, _)| *known == name);
    let posted = all(&mut posted.by_ref().map(|(_, value)| value));
    if posted == all(&mut before.default_values().iter()) {
        before.default.clone()
    } else {
        posted
    }
}

/// Returns a text as it comes back from a control that nobody changed. Only texts in this form can be compared.
type Normalize = fn(&str) -> String;

/// Normalizes a text with several lines. HTML replaces NUL, knows one kind of line break, and posts it as CR LF.
fn normalize_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace('\0', "\u{fffd}")
}

/// Normalizes a text of one line. A browser drops line breaks from such a control.
fn normalize_line(text: &str) -> String {
    normalize_lines(text).replace('\n', "")
}

/// Applies to `current` what differs between the two. Everything else in the JSON stays, known to the editor or not.
fn apply_field(before: &EditorField, after: &EditorField, current: &mut RawParams) {
    let name = before.name.as_str();
    // An emptied control removes the attribute.
    let non_empty = |text: &str| (!text.is_empty()).then(|| json!(text));
    if after.label != before.label {
        current.set_attribute(name, "label", Some(json!(after.label)));
    }
    if after.description != before.description {
        current.set_attribute(name, "description", non_empty(&after.description));
    }
    if after.required != before.required {
        current.set_attribute(name, "required", Some(json!(after.required)));
    }
    if after.adornment_start != before.adornment_start {
        set_adornment(current, name, "start", non_empty(&after.adornment_start));
    }
    if after.adornment_end != before.adornment_end {
        set_adornment(current, name, "end", non_empty(&after.adornment_end));
    }
    if after.options != before.options {
        current.set_attribute(name, "options", Some(json!(parse_options(after))));
    }
    if after.kind != before.kind {
        current.set_field_kind(name, after.kind);
    }
    if after.default != before.default {
        current.set_attribute(name, "default", default_value(after));
    }
}

/// Sets the adornment on one side of a field. The other side stays as it is.
fn set_adornment(current: &mut RawParams, name: &str, side: &str, text: Option<Value>) {
    let adornment = current.field(name).and_then(|field| field.get("adornment"));
    let mut sides = adornment
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    match text {
        Some(text) => drop(sides.insert(side.to_owned(), text)),
        None => drop(sides.shift_remove(side)),
    }
    let adornment = (!sides.is_empty()).then_some(Value::Object(sides));
    current.set_attribute(name, "adornment", adornment);
}

/// Returns the default as JSON of the field's type. A text that does not fit the type stays a text, and the check of
/// the settings refuses it.
fn default_value(field: &EditorField) -> Option<Value> {
    let first = field.default.first()?;
    Some(match field.kind {
        FieldKind::Boolean if first == "true" => Value::Bool(true),
        FieldKind::Multiselect => json!(field.default),
        FieldKind::Number => first
            .trim()
            .parse::<Number>()
            .map_or_else(|_| json!(first), Value::Number),
        _ => json!(first),
    })
}
