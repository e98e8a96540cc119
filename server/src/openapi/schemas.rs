//! Corrects what the derive macros cannot know about our JSON.

use serde_json::Value;

/// Simplifies every schema in the document.
///
/// - A property that can be missing is never null, because we leave out what has no value. Those that are always there
///   and can be null say `#[schema(required)]`.
/// - A report with texts is called `Report` and not `Report_String`. There are no others.
pub fn simplify(document: &mut Value) {
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        let names: Vec<String> = schemas.keys().cloned().collect();
        for name in names.iter().filter(|name| name.ends_with(SUFFIX)) {
            if let Some(schema) = schemas.shift_remove(name) {
                schemas.insert(name.trim_end_matches(SUFFIX).to_owned(), schema);
            }
        }
        schemas.sort_keys();
    }
    visit(document);
}

const SUFFIX: &str = "_String";

fn visit(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(visit),
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref") {
                let short = reference.trim_end_matches(SUFFIX).to_owned();
                *reference = short;
            }
            let required = members.get("required").cloned().unwrap_or_default();
            if let Some(Value::Object(properties)) = members.get_mut("properties") {
                for (name, schema) in properties {
                    let is_required = required
                        .as_array()
                        .is_some_and(|names| names.iter().any(|known| known == name));
                    if !is_required {
                        remove_null(schema);
                    }
                }
            }
            // A parameter is missing or has a value. It is never null.
            if members.contains_key("in")
                && let Some(schema) = members.get_mut("schema")
            {
                remove_null(schema);
            }
            members.values_mut().for_each(visit);
        }
        _ => {}
    }
}

/// Removes `null` from the values that a schema allows.
fn remove_null(schema: &mut Value) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            schema["type"] = only.clone();
        }
    }
    let Some(Value::Array(choices)) = schema.get_mut("oneOf") else {
        return;
    };
    choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
    if let [Value::Object(only)] = choices.as_mut_slice() {
        let only = std::mem::take(only);
        if let Value::Object(members) = schema {
            members.shift_remove("oneOf");
            members.extend(only);
        }
    }
}
