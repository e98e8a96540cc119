//! The attributes of a field in the JSON of `connect_ui_params`.

use super::field_kind::FieldKind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One option of a select.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldOption {
    /// The text that tenants see.
    pub name: String,
    pub value: String,
}

/// Text before and after the input of a field, such as a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adornment {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}

/// The attributes of a field, as JSON has them.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldAttributes {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "type", default)]
    pub kind: FieldKind,
    #[serde(default)]
    pub required: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adornment: Option<Adornment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<FieldOption>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub temporary_credentials: bool,
}

/// The names of all attributes, in the order in which we write them.
pub(super) const ATTRIBUTE_NAMES: [&str; 8] = [
    "label",
    "description",
    "type",
    "required",
    "adornment",
    "default",
    "options",
    "temporary_credentials",
];
