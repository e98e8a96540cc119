//! `connect_ui_params`: which fields the widget shows, in which order, and with which labels.

mod access_mode;
mod field;
mod field_attributes;
mod field_kind;
mod field_limits;
pub mod field_names;
pub mod field_value;
mod json_error;
mod known_fields;
mod params;
mod params_reader;
#[cfg(feature = "openapi")]
mod params_schema;
mod raw_field;
mod raw_params;
mod settings_changes;

pub use access_mode::{AccessMode, AccessModes};
pub use field::Field;
pub use field_attributes::{Adornment, FieldOption};
pub use field_kind::FieldKind;
pub use json_error::JsonError;
pub use known_fields::{
    KNOWN_FIELDS, KnownField, access_mode_of, default_kind, default_label, is_always_required,
    is_known,
};
pub use params::{ConnectUiParams, MAX_FIELDS, MAX_PARAMS_BYTES};
pub use params_reader::MAX_NAME_LENGTH;
pub use raw_field::RawField;
pub use raw_params::RawParams;
pub use settings_changes::{ConnectorSettings, describe_changes};
