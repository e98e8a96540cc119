//! Where things stand in the JSON, for what is wrong with them.

use jsonc_parser::ast::{ObjectProp, Value};
use jsonc_parser::common::Ranged as _;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

pub struct Lines<'a> {
    text: &'a str,
    root: Option<Value<'a>>,
}

impl<'a> Lines<'a> {
    /// Only of text that is JSON as `serde_json` has it, which knows how deep is too deep.
    pub fn of(text: &'a str) -> Self {
        let sound = serde_json::from_str::<serde_json::Value>(text).is_ok();
        let parse = || parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
        let root = sound.then(parse).and_then(Result::ok);
        Self {
            text,
            root: root.and_then(|result| result.value),
        }
    }

    /// The line of a place such as `connect_ui_params.bucket.type`, or of what is around it where the place
    /// itself is not there; the first for the parameters as a whole.
    pub fn line(&self, field: &str) -> Option<usize> {
        let rest = field.strip_prefix("connect_ui_params")?;
        let mut at = 0;
        if let (Some(root), Some(path)) = (&self.root, rest.strip_prefix('.')) {
            follow(root, path, &mut at);
        }
        let before = self.text.get(..at).unwrap_or_default();
        Some(before.matches('\n').count() + 1)
    }
}

/// Goes down as far as the path leads, and remembers where that is.
fn follow(value: &Value<'_>, path: &str, at: &mut usize) {
    let found = match value {
        // A name may have dots in it, and is cut in the path when it is long.
        Value::Object(object) => object.properties.iter().find_map(|property| {
            let rest = path.strip_prefix(&name(property))?;
            let whole = rest.is_empty() || rest.starts_with('.');
            whole.then_some((
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
        *at = start;
        if let Some(path) = rest {
            follow(value, path, at);
        }
    }
}

fn name(property: &ObjectProp<'_>) -> String {
    property.name.as_str().chars().take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_a_line() {
        let text = "{\n  \"bucket\": {\n    \"label\": \"é\",\n    \"type\": \"number\"\n  },\n  \"a.b\": {\"options\": [\n    {\"value\": \"x\"},\n    {\"name\": \"\",\n     \"value\": \"x\"}]},\n\"\": {}}";
        let lines = Lines::of(text);
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
            assert_eq!(lines.line(field), line, "{field}");
        }
    }

    #[test]
    fn what_is_no_json_has_only_a_first_line() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for text in [
            "",
            "{",
            "{\"a\": 1,}",
            "// c\n{}",
            &"[".repeat(100_000),
            &deep,
        ] {
            assert_eq!(Lines::of(text).line("connect_ui_params.a"), Some(1));
        }
    }
}
