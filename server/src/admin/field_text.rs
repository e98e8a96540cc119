//! The value of a tenant's field, as the admin pages show it.

use serde_json::Value;

/// Returns the value without the quotes of JSON. Several values are separated by commas.
pub fn field_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            let texts: Vec<_> = values.iter().map(field_text).collect();
            texts.join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn shows_values_without_the_marks_of_json() {
        for (value, text) in [
            (json!("a\"b"), "a\"b"),
            (json!(["csv", "parquet"]), "csv, parquet"),
            (json!(2.5), "2.5"),
            (json!(true), "true"),
            (json!(null), ""),
        ] {
            assert_eq!(field_text(&value), text);
        }
    }
}
