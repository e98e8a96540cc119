//! `connect_ui_params` as somebody types them: a JSON object whose keys keep their order. Not validated yet.

use super::access_mode::AccessMode;
use super::field_attributes::ATTRIBUTE_NAMES;
use super::field_kind::FieldKind;
use super::field_names;
use super::json_error::JsonError;
use super::known_fields::{access_mode_of, default_kind, default_label};
use super::raw_field::RawField;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Number, Value, json};
use std::fmt;

/// Fields by name, in their order. No name appears twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawParams(pub Vec<(String, Value)>);

impl RawParams {
    /// Parses JSON.
    ///
    /// # Errors
    /// Returns an error if the text is not a JSON object, or any object in it contains a key twice.
    pub fn from_json(text: &str) -> Result<Self, JsonError> {
        serde_json::from_str(text).map_err(|error| JsonError::new(text, &error))
    }

    /// Formats the parameters for an editor.
    pub fn to_pretty_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Returns the fields, in their order.
    pub fn fields(&self) -> impl Iterator<Item = RawField<'_>> {
        self.0.iter().map(|(name, value)| RawField { name, value })
    }

    pub fn field(&self, name: &str) -> Option<RawField<'_>> {
        self.fields().find(|field| field.name == name)
    }

    /// Returns whether both fields of an access mode are present.
    pub fn has_access_mode(&self, mode: AccessMode) -> bool {
        pair(mode)
            .into_iter()
            .all(|name| self.field(name).is_some())
    }

    /// Sets or removes one attribute of a field. Does nothing if there is no such field.
    pub fn set_attribute(&mut self, name: &str, attribute: &str, value: Option<Value>) {
        let Some((_, field)) = self.0.iter_mut().find(|(known, _)| known == name) else {
            return;
        };
        if !field.is_object() {
            *field = json!({});
        }
        let Some(attributes) = field.as_object_mut() else {
            return;
        };
        match value {
            None => drop(attributes.shift_remove(attribute)),
            Some(value) if attributes.contains_key(attribute) => {
                attributes.insert(attribute.to_owned(), value);
            }
            // A new attribute goes before the first one that usually follows it. The others keep their order, so an
            // editor's text changes as little as possible.
            Some(value) => {
                let rank = |name: &str| ATTRIBUTE_NAMES.iter().position(|known| *known == name);
                let is_later = |known: &String| rank(known) > rank(attribute);
                let at = attributes.keys().position(is_later);
                attributes.shift_insert(
                    at.unwrap_or(attributes.len()),
                    attribute.to_owned(),
                    value,
                );
            }
        }
    }

    /// Moves a field one place up or down. The two fields of an access mode move separately.
    pub fn move_field(&mut self, name: &str, up: bool) {
        let Some(at) = self.0.iter().position(|(known, _)| known == name) else {
            return;
        };
        let to = if up { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(to) = to.filter(|to| *to < self.0.len()) {
            self.0.swap(at, to);
        }
    }

    pub fn remove_field(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Appends a new field, unless there is one with this name.
    pub fn add_field(&mut self, name: &str, kind: FieldKind) {
        if self.field(name).is_some() {
            return;
        }
        self.insert_field(self.0.len(), name, kind, false);
    }

    fn insert_field(&mut self, at: usize, name: &str, kind: FieldKind, required: bool) {
        let field = json!({ "label": default_label(name), "required": required });
        self.0.insert(at, (name.to_owned(), field));
        self.set_field_kind(name, kind);
    }

    /// Changes the type of a field. Removes the attributes that fit only the old type, and gives a select its first
    /// option, which it needs to be valid.
    pub fn set_field_kind(&mut self, name: &str, kind: FieldKind) {
        // `text` is the default, so it needs no attribute.
        let is_text = kind == FieldKind::Text;
        self.set_attribute(name, "type", (!is_text).then(|| json!(kind)));
        self.set_attribute(name, "default", None);
        let options = self
            .field(name)
            .and_then(|field| field.value.get("options"));
        if !kind.is_choice() {
            self.set_attribute(name, "options", None);
        } else if options.is_none() {
            let first = json!([{ "name": "First option", "value": "first" }]);
            self.set_attribute(name, "options", Some(first));
        }
    }

    /// Adds or removes an access mode. A new pair of fields goes before the other pair, or else after the bucket and
    /// the path prefix.
    pub fn set_access_mode(&mut self, mode: AccessMode, on: bool) {
        let pair = pair(mode);
        if !on {
            self.0.retain(|(known, _)| !pair.contains(&known.as_str()));
            return;
        }
        let is_access = |(name, _): &(String, Value)| access_mode_of(name).is_some();
        let is_location = |(name, _): &(String, Value)| {
            [field_names::BUCKET, field_names::PATH_PREFIX].contains(&&**name)
        };
        let fields = &self.0;
        let at = fields.iter().position(is_access).unwrap_or_else(|| {
            let last = fields.iter().rposition(is_location);
            last.map_or(fields.len(), |last| last + 1)
        });
        // Reversed, because each field is inserted before the one inserted last. Half a pair may exist already.
        for name in pair.into_iter().rev() {
            if self.field(name).is_none() {
                self.insert_field(at, name, default_kind(name), true);
            }
        }
    }
}

fn pair(mode: AccessMode) -> [&'static str; 2] {
    match mode {
        AccessMode::Keys => field_names::KEY_PAIR,
        AccessMode::Role => field_names::ROLE_PAIR,
    }
}

impl Serialize for RawParams {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for RawParams {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;
        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = RawParams;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with one entry for each field")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawParams, A::Error> {
                Ok(RawParams(read_entries(map, "field")?.into_iter().collect()))
            }
        }
        deserializer.deserialize_map(FieldsVisitor)
    }
}

/// Reads the entries of an object, and refuses a key that appears twice. JSON permits that, and most parsers keep the
/// last value, but whoever wrote it twice meant something else.
fn read_entries<'de, A: MapAccess<'de>>(
    mut map: A,
    what: &str,
) -> Result<Map<String, Value>, A::Error> {
    let mut entries = Map::new();
    while let Some(name) = map.next_key::<String>()? {
        if entries.contains_key(&name) {
            // A name that somebody typed may be long, so the error repeats only its start.
            let name: String = name.chars().take(64).collect();
            return Err(A::Error::custom(format!(
                "the {what} “{name}” appears twice"
            )));
        }
        let value = map.next_value_seed(UniqueKeys)?;
        entries.insert(name, value);
    }
    Ok(entries)
}

/// Deserializes any JSON value in which no object contains a key twice.
struct UniqueKeys;

impl<'de> DeserializeSeed<'de> for UniqueKeys {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for UniqueKeys {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = all.next_element_seed(UniqueKeys)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        read_entries(map, "key").map(Value::Object)
    }
}

#[cfg(test)]
#[path = "raw_params_tests.rs"]
mod tests;
