//! One field of the widget.

use super::field_attributes::{Adornment, FieldAttributes, FieldOption};
use super::field_kind::FieldKind;
use super::known_fields::{KnownField, default_kind, default_label};
use crate::message::Message;
use serde_json::Value;

/// A valid field of `connect_ui_params`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub description: Option<String>,
    pub kind: FieldKind,
    pub required: bool,
    pub adornment: Adornment,
    pub default: Option<Value>,
    pub options: Vec<FieldOption>,
    /// Whether tenants are asked to allow temporary credentials for their key. Only the access key ID can have it.
    pub temporary_credentials: bool,
}

impl Field {
    /// Returns the label to show: the vendor's own text, or a message that is translated if the vendor kept our label.
    pub fn display_label(&self) -> Message {
        KnownField::find(&self.name)
            .filter(|known| known.label.eq_ignore_ascii_case(&self.label))
            .map_or_else(
                || Message::plain(self.label.as_str()),
                KnownField::label_message,
            )
    }

    /// Creates a field with the label and the type that it has without any attributes.
    pub(super) fn standard(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            label: default_label(name).to_owned(),
            description: None,
            kind: default_kind(name),
            required: true,
            adornment: Adornment::default(),
            default: None,
            options: Vec::new(),
            temporary_credentials: false,
        }
    }

    pub(super) fn to_json(&self) -> Value {
        let has_adornment = self.adornment != Adornment::default();
        serde_json::to_value(FieldAttributes {
            label: Some(self.label.clone()),
            description: self.description.clone(),
            kind: self.kind,
            required: Some(self.required),
            adornment: has_adornment.then(|| self.adornment.clone()),
            default: self.default.clone(),
            options: self.options.clone(),
            temporary_credentials: self.temporary_credentials,
        })
        .unwrap_or_default()
    }
}
