//! One field of `connect_ui_params` as somebody typed it. Not validated yet: what has the wrong type counts as missing.

use super::field_attributes::FieldOption;
use super::field_kind::FieldKind;
use super::known_fields::{default_kind, default_label, is_always_required};
use serde::Deserialize as _;
use serde_json::Value;

#[derive(Clone, Copy, Debug)]
pub struct RawField<'a> {
    pub name: &'a str,
    /// The attributes, if it is an object.
    pub value: &'a Value,
}

impl RawField<'_> {
    pub fn kind(self) -> FieldKind {
        FieldKind::parse(&self.text("type")).unwrap_or_else(|| default_kind(self.name))
    }

    pub fn label(self) -> String {
        match self.value.get("label") {
            Some(_) => self.text("label"),
            None => default_label(self.name).to_owned(),
        }
    }

    pub fn is_required(self) -> bool {
        is_always_required(self.name) || self.value.get("required") == Some(&Value::Bool(true))
    }

    /// Returns whether tenants are asked to allow temporary credentials.
    pub fn temporary_credentials(self) -> bool {
        self.value.get("temporary_credentials") == Some(&Value::Bool(true))
    }

    pub fn options(self) -> Vec<FieldOption> {
        let options = self.value.get("options");
        options
            .and_then(|options| Vec::deserialize(options).ok())
            .unwrap_or_default()
    }

    /// Returns the default as texts. Only a multiselect has several.
    pub fn defaults(self) -> Vec<String> {
        fn texts(value: &Value) -> Vec<String> {
            match value {
                Value::Null | Value::Bool(false) | Value::Object(_) => Vec::new(),
                Value::String(text) => vec![text.clone()],
                Value::Array(all) => all.iter().flat_map(texts).collect(),
                other => vec![other.to_string()],
            }
        }
        self.value.get("default").map(texts).unwrap_or_default()
    }

    /// Returns the text at a path with dots, such as `adornment.start`. Empty if there is none.
    pub fn text(self, path: &str) -> String {
        let value = path
            .split('.')
            .try_fold(self.value, |value, key| value.get(key));
        value.and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}
