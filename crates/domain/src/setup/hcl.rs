//! Writes JSON values as HCL expressions.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/strings>

use serde_json::Value;

/// The value as an expression; its lines after the first are indented by `indent` and more.
pub fn expression(value: &Value, indent: usize) -> String {
    let inner = indent + 2;
    match value {
        Value::String(text) => string(text),
        Value::Array(all) if all.iter().all(Value::is_string) => {
            let all: Vec<String> = all.iter().map(|value| expression(value, 0)).collect();
            format!("[{}]", all.join(", "))
        }
        Value::Array(all) => {
            let lines = all
                .iter()
                .map(|value| format!("{:inner$}{},\n", "", expression(value, inner)));
            format!("[\n{}{:indent$}]", lines.collect::<String>(), "")
        }
        Value::Object(all) => {
            let all: Vec<(String, String)> = all
                .iter()
                .map(|(key, value)| (label(key), expression(value, inner)))
                .collect();
            // As `terraform fmt` has it: lines that follow each other are aligned, what takes several stands alone.
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

fn label(key: &str) -> String {
    let plain = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric());
    if plain { key.to_owned() } else { string(key) }
}

/// A quoted string. `${` and `%{` would begin a template; what stands for their first character cannot.
fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let opens = characters.peek() == Some(&'{');
        match c {
            '$' | '%' if opens => quoted += &code(c),
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => quoted += &code(c),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn code(c: char) -> String {
    format!("\\u{:04x}", u32::from(c))
}
