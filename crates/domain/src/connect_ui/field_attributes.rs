//! The attributes of a field in the JSON of `connect_ui_params`.

use super::field_kind::FieldKind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One option of a select.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldOption {
    /// The text that tenants see.
    pub name: String,
    /// The value that is stored.
    pub value: String,
}

/// Text before and after the input of a field, such as a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Adornment {
    /// The text before the input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// The text after the input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}

/// One field of the widget. Attributes that are left out have defaults.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ConnectUiField))]
#[serde(deny_unknown_fields)]
pub(super) struct FieldAttributes {
    /// The text above the field, at most 200 characters. Fields that the product knows have a label, which is translated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The text below the label, at most 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How the field is shown, and which values it accepts.
    #[serde(rename = "type", default)]
    pub kind: FieldKind,
    /// Whether the tenant has to fill in the field. Without it, only the fields that every connection needs are required.
    #[serde(default)]
    pub required: Option<bool>,
    /// Text before and after the input, such as a unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adornment: Option<Adornment>,
    /// The value that the field begins with. Its JSON type fits the type of the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// The options of a `select` or `multiselect`, at most 500.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<FieldOption>,
    /// Only for `aws_access_key_id`: whether to ask tenants for the permission that temporary credentials need. The setup
    /// guide then has the statement for it.
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
