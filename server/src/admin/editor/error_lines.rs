//! Finds the line of an error in the JSON of the settings.

use jsonc_parser::ast::{ObjectProp, Value};
use jsonc_parser::common::Ranged as _;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// A JSON text in which fields can be found.
pub struct JsonLines<'a> {
    text: &'a str,
    /// `None` if the text is not valid JSON.
    root: Option<Value<'a>>,
}

impl<'a> JsonLines<'a> {
    /// Parses a JSON text.
    pub fn parse(text: &'a str) -> Self {
        // `serde_json` parses it first. It limits the depth of the JSON, which the other parser does not: that one
        // would overflow the stack. It also refuses comments and trailing commas, which the other parser accepts.
        let is_valid = serde_json::from_str::<serde_json::Value>(text).is_ok();
        let parse = || parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
        let root = is_valid.then(parse).and_then(Result::ok);
        Self {
            text,
            root: root.and_then(|result| result.value),
        }
    }

    /// Returns the line of a field such as `connect_ui_params.bucket.type`. If there is no such field, returns the line
    /// of the closest parent that exists. Returns `None` if the field is not part of the JSON.
    pub fn line_of(&self, field: &str) -> Option<usize> {
        let rest = field.strip_prefix("connect_ui_params")?;
        let mut offset = 0;
        if let (Some(root), Some(path)) = (&self.root, rest.strip_prefix('.')) {
            follow_path(root, path, &mut offset);
        }
        let before = self.text.get(..offset).unwrap_or_default();
        Some(before.matches('\n').count() + 1)
    }
}

/// Follows the path as far as it exists, and sets `offset` to where that is in the text.
fn follow_path(value: &Value<'_>, path: &str, offset: &mut usize) {
    let found = match value {
        // A name may contain dots, so the path cannot simply be split at them. A long name is shortened in the path.
        Value::Object(object) => object.properties.iter().find_map(|property| {
            let rest = path.strip_prefix(&shortened_name(property))?;
            let is_whole_name = rest.is_empty() || rest.starts_with('.');
            is_whole_name.then_some((
                property.range.start,
                &property.value,
                rest.strip_prefix('.'),
            ))
        }),
        Value::Array(array) => {
            let (index, rest) = path.split_once('.').unwrap_or((path, ""));
            let index = index.parse::<usize>().ok();
            let element = index.and_then(|index| array.elements.get(index));
            let rest = if rest.is_empty() { None } else { Some(rest) };
            element.map(|element| (element.range().start, element, rest))
        }
        _ => None,
    };
    if let Some((start, value, rest)) = found {
        *offset = start;
        if let Some(path) = rest {
            follow_path(value, path, offset);
        }
    }
}

/// Returns a name as the paths of errors hold it.
fn shortened_name(property: &ObjectProp<'_>) -> String {
    property.name.as_str().chars().take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_line_of_a_field_or_of_its_closest_parent() {
        let text = "{\n  \"bucket\": {\n    \"label\": \"é\",\n    \"type\": \"number\"\n  },\n  \"a.b\": {\"options\": [\n    {\"value\": \"x\"},\n    {\"name\": \"\",\n     \"value\": \"x\"}]},\n\"\": {}}";
        let lines = JsonLines::parse(text);
        for (field, line) in [
            ("connect_ui_params", Some(1)),
            ("connect_ui_params.bucket", Some(2)),
            ("connect_ui_params.bucket.type", Some(4)),
            ("connect_ui_params.bucket.lost", Some(2)),
            ("connect_ui_params.lost.type", Some(1)),
            ("connect_ui_params.a.b", Some(6)),
            ("connect_ui_params.a.b.options.1.value", Some(9)),
            ("connect_ui_params.a.b.options.1", Some(8)),
            ("connect_ui_params.a.b.options.7", Some(6)),
            ("direction", None),
        ] {
            assert_eq!(lines.line_of(field), line, "{field}");
        }
    }

    #[test]
    fn reports_the_first_line_for_invalid_json() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for text in [
            "",
            "{",
            "{\"a\": 1,}",
            "// c\n{}",
            &"[".repeat(100_000),
            &deep,
        ] {
            let lines = JsonLines::parse(text);
            assert_eq!(lines.line_of("connect_ui_params.a"), Some(1));
        }
    }
}
