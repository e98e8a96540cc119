//! Reads the schemas of the OpenAPI document: what a field is called, and what is inside it.

use super::markdown::markdown;
use app::api_docs::{DocField, Html, Shape};
use serde_json::Value;
use std::collections::BTreeSet;

/// The document, and the schemas that its objects section shows.
pub struct Schemas<'a> {
    pub document: &'a Value,
    /// The names of the schemas that fields link to instead of repeating them.
    pub shared: BTreeSet<String>,
}

impl<'a> Schemas<'a> {
    /// Returns the schema itself, with the name of the component if it is a reference.
    fn resolve(&self, schema: &'a Value) -> (&'a Value, Option<&'a str>) {
        match schema["$ref"].as_str() {
            Some(target) => {
                let pointer = target.trim_start_matches('#');
                let name = target.rsplit('/').next();
                (self.document.pointer(pointer).unwrap_or(schema), name)
            }
            None => (schema, None),
        }
    }

    /// Returns the forms of a body. There are several if it is one of several objects.
    pub fn shapes(&self, schema: &'a Value) -> Vec<Shape> {
        let (schema, _) = self.resolve(schema);
        match schema["oneOf"].as_array() {
            Some(choices) => choices
                .iter()
                .flat_map(|choice| self.shapes(choice))
                .collect(),
            None => vec![Shape {
                description: markdown(text(schema, "description")),
                fields: self.fields(schema),
            }],
        }
    }

    /// Returns the fields of an object.
    pub fn fields(&self, schema: &'a Value) -> Vec<DocField> {
        let (schema, _) = self.resolve(schema);
        let required: Vec<&str> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let properties = schema["properties"].as_object().into_iter().flatten();
        let mut fields: Vec<DocField> = properties
            .map(|(name, property)| self.field(name, property, required.contains(&name.as_str())))
            .collect();
        let others = &schema["additionalProperties"];
        if others.is_object() {
            let mut field = self.field("…", others, false);
            "any name".clone_into(&mut field.name);
            fields.push(field);
        }
        fields
    }

    /// Describes one field.
    pub fn field(&self, name: &str, schema: &'a Value, required: bool) -> DocField {
        let (resolved, _) = self.resolve(schema);
        let (inner, _) = self.innermost(schema);
        let link = self
            .innermost(schema)
            .1
            .filter(|name| self.shared.contains(*name));
        let own = text(schema, "description");
        let description = if own.is_empty() {
            text(resolved, "description")
        } else {
            own
        };
        DocField {
            name: name.to_owned(),
            kind: self.kind(schema),
            link: link.map(|name| format!("object-{name}")),
            required,
            notes: notes(resolved)
                .chain(notes(inner).filter(|_| !std::ptr::eq(inner, resolved)))
                .collect(),
            description: markdown(description),
            fields: if link.is_some() {
                Vec::new()
            } else {
                self.fields(inner)
            },
        }
    }

    /// Follows references, lists and “or null” to the schema of the values.
    fn innermost(&self, schema: &'a Value) -> (&'a Value, Option<&'a str>) {
        let (resolved, name) = self.resolve(schema);
        if resolved["items"].is_object() {
            return self.innermost(&resolved["items"]);
        }
        let mut choices = resolved["oneOf"].as_array().into_iter().flatten();
        let is_value = |choice: &&Value| choice["type"] != "null";
        match (
            choices.clone().filter(is_value).count(),
            choices.find(is_value),
        ) {
            (1, Some(only)) => self.innermost(only),
            _ => (resolved, name),
        }
    }

    /// Names the type of a schema in words.
    fn kind(&self, schema: &'a Value) -> String {
        let (resolved, name) = self.resolve(schema);
        if let Some(choices) = resolved["oneOf"].as_array() {
            let mut kinds: Vec<String> = choices.iter().map(|choice| self.kind(choice)).collect();
            kinds.dedup();
            return join_or(&kinds);
        }
        let kinds: Vec<String> = match &resolved["type"] {
            Value::String(kind) => vec![kind.clone()],
            Value::Array(kinds) => kinds
                .iter()
                .filter_map(|kind| kind.as_str().map(str::to_owned))
                .collect(),
            _ => return "any value".to_owned(),
        };
        let kinds: Vec<String> = kinds
            .into_iter()
            .map(|kind| match kind.as_str() {
                "array" => format!("list of {}", plural(&self.kind(&resolved["items"]))),
                "object" if resolved["additionalProperties"].is_object() => "map".to_owned(),
                "object" => match name.filter(|name| self.shared.contains(*name)) {
                    Some(name) => name.to_owned(),
                    None => kind,
                },
                "string" if resolved["format"] == "date-time" => "time".to_owned(),
                _ => kind,
            })
            .collect();
        join_or(&kinds)
    }
}

fn join_or(kinds: &[String]) -> String {
    match kinds {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => kinds.join(""),
    }
}

fn plural(kind: &str) -> String {
    match kind {
        "any value" => "any values".to_owned(),
        kind => format!("{kind}s"),
    }
}

/// Returns a text member, or an empty text.
pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// Describes the limits and the possible values of a schema.
fn notes(schema: &Value) -> impl Iterator<Item = Html> {
    let mut notes = Vec::new();
    // A long list, such as that of the problems' codes, is described elsewhere.
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<String> = values
            .iter()
            .map(|value| format!("`{}`", plain(value)))
            .collect();
        notes.push(format!("One of {}.", values.join(", ")));
    }
    match (schema["minimum"].as_f64(), schema["maximum"].as_f64()) {
        (Some(_), Some(_)) => notes.push(format!(
            "From {} to {}.",
            schema["minimum"], schema["maximum"]
        )),
        (Some(least), None) if least > 0.0 => {
            notes.push(format!("At least {}.", schema["minimum"]));
        }
        (None, Some(_)) => notes.push(format!("At most {}.", schema["maximum"])),
        _ => {}
    }
    if let Some(most) = schema["maxLength"].as_u64() {
        notes.push(format!("At most {most} characters."));
    }
    if let Some(most) = schema["maxProperties"].as_u64() {
        notes.push(format!("At most {most}."));
    }
    if let Some(pattern) = schema["pattern"].as_str() {
        notes.push(format!("Matches `{pattern}`."));
    }
    if let Some(default) = schema.get("default") {
        notes.push(format!("By default `{}`.", plain(default)));
    }
    notes.into_iter().map(|note| markdown(&note))
}

/// Returns a text without its quotes, and any other value as JSON.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
