//! Renders JSON values as HCL expressions.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/strings>

use serde_json::Value;

/// Renders a value as an expression. Indents every line after the first by at least `indent`.
pub(super) fn render_expression(value: &Value, indent: usize) -> String {
    let inner = indent + 2;
    match value {
        Value::String(text) => render_string(text),
        Value::Array(all) if all.iter().all(Value::is_string) => {
            let all: Vec<String> = all
                .iter()
                .map(|value| render_expression(value, 0))
                .collect();
            format!("[{}]", all.join(", "))
        }
        Value::Array(all) => {
            let lines = all
                .iter()
                .map(|value| format!("{:inner$}{},\n", "", render_expression(value, inner)));
            format!("[\n{}{:indent$}]", lines.collect::<String>(), "")
        }
        Value::Object(all) => {
            let all: Vec<(String, String)> = all
                .iter()
                .map(|(key, value)| (render_key(key), render_expression(value, inner)))
                .collect();
            // `terraform fmt` aligns the equals signs of consecutive lines, but not of values that span several lines.
            let lines = all
                .chunk_by(|(_, a), (_, b)| !a.contains('\n') && !b.contains('\n'))
                .flat_map(|group| {
                    let widest = group.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
                    group
                        .iter()
                        .map(move |(key, value)| format!("{:inner$}{key:widest$} = {value}\n", ""))
                });
            format!("{{\n{}{:indent$}}}", lines.collect::<String>(), "")
        }
        other => other.to_string(),
    }
}

/// Renders the key of an object, which needs quotes unless it is an identifier.
fn render_key(key: &str) -> String {
    let is_identifier = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric());
    if is_identifier {
        key.to_owned()
    } else {
        render_string(key)
    }
}

/// Renders a quoted string. `${` and `%{` would start a template, so their first character becomes a Unicode escape.
fn render_string(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let starts_template = characters.peek() == Some(&'{');
        match c {
            '$' | '%' if starts_template => quoted += &unicode_escape(c),
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => quoted += &unicode_escape(c),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn unicode_escape(c: char) -> String {
    format!("\\u{:04x}", u32::from(c))
}
