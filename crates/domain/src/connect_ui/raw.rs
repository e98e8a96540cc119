//! The parameters as they are typed: a JSON object whose keys keep their order. Not yet checked.

use super::{AccessMode, FieldKind, names, read};
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Number, Value, json};
use std::fmt;

/// Fields by name, none of them twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawParams(pub Vec<(String, Value)>);

/// Text that is no such object, and where it stops being one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadJson {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    pub detail: String,
}

impl RawParams {
    /// # Errors
    /// When the text is not a JSON object, or a key is there twice, at any depth.
    pub fn from_json(text: &str) -> Result<Self, BadJson> {
        serde_json::from_str(text).map_err(|error| {
            let line = text.split('\n').nth(error.line().saturating_sub(1));
            // serde counts bytes.
            let before = line.unwrap_or_default().bytes().take(error.column());
            let column = before.filter(|byte| byte & 0xc0 != 0x80).count();
            BadJson {
                line: error.line().max(1),
                column: column.max(1),
                detail: if error.is_eof() {
                    "The text ends before the JSON is complete.".to_owned()
                } else {
                    read::sentence(&error)
                },
            }
        })
    }

    /// As it is shown to whoever edits it.
    pub fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// Whether both fields of a way of access are there.
    pub fn allows(&self, mode: AccessMode) -> bool {
        pair(mode).into_iter().all(|name| self.get(name).is_some())
    }

    /// Sets an attribute of a field that is there, or takes it away, and leaves all others as they are.
    pub fn set(&mut self, name: &str, attribute: &str, value: Option<Value>) {
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
            Some(value) => {
                let rank = |name: &str| read::ATTRIBUTES.iter().position(|known| *known == name);
                let later = |known: &String| rank(known) > rank(attribute);
                let at = attributes.keys().position(later);
                attributes.shift_insert(
                    at.unwrap_or(attributes.len()),
                    attribute.to_owned(),
                    value,
                );
            }
        }
    }

    /// One place up or down. The two fields of a way of access are moved each by itself.
    pub fn shift(&mut self, name: &str, up: bool) {
        let Some(at) = self.0.iter().position(|(known, _)| known == name) else {
            return;
        };
        let to = if up { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(to) = to.filter(|to| *to < self.0.len()) {
            self.0.swap(at, to);
        }
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// A new field at the end, unless there is one of that name.
    pub fn add(&mut self, name: &str, kind: FieldKind) {
        if self.get(name).is_some() {
            return;
        }
        self.insert(self.0.len(), name, kind, false);
    }

    fn insert(&mut self, at: usize, name: &str, kind: FieldKind, required: bool) {
        let field = json!({ "label": read::first_label(name), "required": required });
        self.0.insert(at, (name.to_owned(), field));
        self.set_kind(name, kind);
    }

    /// Gives a field another type. What fits the old type only is left out; a choice begins with one option.
    pub fn set_kind(&mut self, name: &str, kind: FieldKind) {
        let text = kind == FieldKind::Text;
        self.set(name, "type", (!text).then(|| json!(kind)));
        self.set(name, "default", None);
        let options = self.get(name).and_then(|field| field.get("options"));
        if !kind.is_choice() {
            self.set(name, "options", None);
        } else if options.is_none() {
            let first = json!([{ "name": "First option", "value": "first" }]);
            self.set(name, "options", Some(first));
        }
    }

    /// One way of access more or less. A pair that is switched on is put where the other one begins, or after the
    /// place it gives access to.
    pub fn set_access(&mut self, mode: AccessMode, on: bool) {
        let pair = pair(mode);
        if !on {
            self.0.retain(|(known, _)| !pair.contains(&known.as_str()));
            return;
        }
        let of_access = |(name, _): &(String, Value)| read::mode_of(name).is_some();
        let of_place =
            |(name, _): &(String, Value)| [names::BUCKET, names::PATH_PREFIX].contains(&&**name);
        let fields = &self.0;
        let at = fields.iter().position(of_access).unwrap_or_else(|| {
            let last = fields.iter().rposition(of_place);
            last.map_or(fields.len(), |last| last + 1)
        });
        for name in pair.into_iter().rev() {
            if self.get(name).is_none() {
                self.insert(at, name, read::first_kind(name), true);
            }
        }
    }
}

fn pair(mode: AccessMode) -> [&'static str; 2] {
    match mode {
        AccessMode::Keys => names::KEY_PAIR,
        AccessMode::Role => names::ROLE_PAIR,
    }
}

impl Serialize for RawParams {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for RawParams {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = RawParams;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with one entry for each field")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawParams, A::Error> {
                Ok(RawParams(entries(map, "field")?.into_iter().collect()))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// The entries of an object. JSON lets a key come twice, and most readers take the last: whoever wrote it
/// meant something else.
fn entries<'de, A: MapAccess<'de>>(mut map: A, what: &str) -> Result<Map<String, Value>, A::Error> {
    let mut entries = Map::new();
    while let Some(name) = map.next_key::<String>()? {
        if entries.contains_key(&name) {
            let name: String = name.chars().take(64).collect();
            return Err(A::Error::custom(format!(
                "the {what} “{name}” is there twice"
            )));
        }
        let value = map.next_value_seed(Once)?;
        entries.insert(name, value);
    }
    Ok(entries)
}

/// Any JSON in which no object has a key twice.
struct Once;

impl<'de> DeserializeSeed<'de> for Once {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once {
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
        while let Some(value) = all.next_element_seed(Once)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        entries(map, "key").map(Value::Object)
    }
}

#[cfg(test)]
#[path = "raw_tests.rs"]
mod tests;
