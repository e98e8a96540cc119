//! `connect_ui_params`: which fields the widget shows, in which order, and what they are called.

mod changes;
mod limits;
pub mod names;
mod raw;
mod read;

pub use changes::{Settings, changes};
pub use raw::{BadJson, RawParams};
pub use read::{always_needed, first_kind, first_label, mode_of, standard_label};

use crate::message::Message;
use crate::refusal::{FieldError, MOST_ERRORS, first_errors};
use read::{Attributes, access_modes, path_of, read_field, standard_label_said};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    #[default]
    Text,
    Password,
    Number,
    Boolean,
    Multiline,
    Select,
    Multiselect,
}

impl FieldKind {
    pub const ALL: [Self; 7] = [
        Self::Text,
        Self::Password,
        Self::Number,
        Self::Boolean,
        Self::Multiline,
        Self::Select,
        Self::Multiselect,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Password => "password",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Multiline => "multiline",
            Self::Select => "select",
            Self::Multiselect => "multiselect",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// One that takes what its options offer.
    pub fn is_choice(self) -> bool {
        matches!(self, Self::Select | Self::Multiselect)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub name: String,
    pub value: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adornment {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}

/// One field of the widget.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub description: Option<String>,
    pub kind: FieldKind,
    pub required: bool,
    pub adornment: Adornment,
    pub default: Option<Value>,
    pub options: Vec<Choice>,
}

/// How a tenant lets the vendor in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccessMode {
    Keys,
    Role,
}

impl AccessMode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Role => "role",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Keys, Self::Role]
            .into_iter()
            .find(|mode| mode.as_str() == text)
    }
}

/// What the connector leaves to the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccessModes {
    Only(AccessMode),
    /// The tenant chooses; the first is the one whose fields stand first.
    Both {
        first: AccessMode,
    },
}

impl AccessModes {
    pub fn allows(self, mode: AccessMode) -> bool {
        match self {
            Self::Only(only) => only == mode,
            Self::Both { .. } => true,
        }
    }

    pub fn first(self) -> AccessMode {
        match self {
            Self::Only(mode) | Self::Both { first: mode } => mode,
        }
    }
}

/// The checked fields, in the order they are shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConnectUiParams {
    fields: Vec<Field>,
    modes: AccessModes,
}

pub const MAX_FIELDS: usize = 60;
/// All of the parameters as JSON; the page that asks for them has them more than once.
pub const MAX_PARAMS_BYTES: usize = 64 * 1024;

impl ConnectUiParams {
    /// # Errors
    /// Everything wrong with the parameters at once, up to [`MOST_ERRORS`]; `field` is the path of what is wrong, such as
    /// `connect_ui_params.bucket.type`.
    pub fn from_raw(raw: &RawParams) -> Result<Self, Vec<FieldError>> {
        Self::checked(raw).map_err(|errors| first_errors(errors, MOST_ERRORS, "connect_ui_params"))
    }

    fn checked(raw: &RawParams) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let bytes = serde_json::to_string(raw).map_or(0, |text| text.len());
        if bytes > MAX_PARAMS_BYTES {
            let words =
                format!("These are {bytes} bytes of JSON; at most {MAX_PARAMS_BYTES} are taken.");
            errors.push(FieldError::new("connect_ui_params", "too_large", words));
        }
        let limits = |field: &Field| limits::of(field, &path_of(&field.name));
        match Self::read(raw, limits) {
            Ok(params) if errors.is_empty() => Ok(params),
            read => {
                errors.extend(read.err().unwrap_or_default());
                Err(errors)
            }
        }
    }

    /// What was saved once is read by its shape alone: a limit that came later keeps nobody from a page.
    fn from_stored(raw: &RawParams) -> Result<Self, Vec<FieldError>> {
        Self::read(raw, |_| Vec::new())
    }

    fn read(
        raw: &RawParams,
        limits: impl Fn(&Field) -> Vec<FieldError>,
    ) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut fields = Vec::new();
        if raw.0.len() > MAX_FIELDS {
            errors.push(FieldError::new(
                "connect_ui_params",
                "too_many_fields",
                format!(
                    "There are {} fields; at most {MAX_FIELDS} fit on a page.",
                    raw.0.len()
                ),
            ));
        }
        for (name, value) in raw.0.iter().take(MAX_FIELDS) {
            match read_field(name, value) {
                Ok(field) => {
                    errors.extend(limits(&field));
                    fields.push(field);
                }
                Err(wrong) => errors.extend(wrong),
            }
        }
        let modes = access_modes(&raw.0, &mut errors);
        match modes {
            Some(modes) if errors.is_empty() => Ok(Self { fields, modes }),
            _ => Err(errors),
        }
    }

    /// # Errors
    /// As [`Self::from_raw`], and when the text is not a JSON object.
    pub fn from_json(json: &str) -> Result<Self, Vec<FieldError>> {
        let raw = RawParams::from_json(json).map_err(|bad| {
            let words = format!("Line {}, column {}: {}", bad.line, bad.column, bad.detail);
            vec![FieldError::new("connect_ui_params", "bad_json", words)]
        })?;
        Self::from_raw(&raw)
    }

    /// What a new flow begins with: bucket, path prefix, and both ways of access.
    pub fn standard() -> Self {
        let required = [names::BUCKET, names::PATH_PREFIX]
            .into_iter()
            .chain(names::KEY_PAIR)
            .chain(names::ROLE_PAIR);
        let fields = required.map(|name| Field {
            required: name != names::PATH_PREFIX,
            ..Field::standard(name)
        });
        Self {
            fields: fields.collect(),
            modes: AccessModes::Both {
                first: AccessMode::Keys,
            },
        }
    }

    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    pub fn modes(&self) -> AccessModes {
        self.modes
    }

    pub fn to_raw(&self) -> RawParams {
        let fields = self.fields.iter();
        RawParams(fields.map(|f| (f.name.clone(), f.to_json())).collect())
    }
}

impl Field {
    /// The label as it is shown: the vendor's own words, or those of the tenant's language where the vendor
    /// left it as it is.
    pub fn said_label(&self) -> Message {
        let standard = standard_label(&self.name)
            .is_some_and(|standard| standard.eq_ignore_ascii_case(&self.label));
        standard_label_said(&self.name)
            .filter(|_| standard)
            .unwrap_or_else(|| Message::plain(self.label.as_str()))
    }

    /// A known field with the label and type it has when the connector gives none.
    fn standard(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            label: first_label(name).to_owned(),
            description: None,
            kind: first_kind(name),
            required: true,
            adornment: Adornment::default(),
            default: None,
            options: Vec::new(),
        }
    }

    fn to_json(&self) -> Value {
        let adorned = self.adornment != Adornment::default();
        serde_json::to_value(Attributes {
            label: Some(self.label.clone()),
            description: self.description.clone(),
            kind: self.kind,
            required: Some(self.required),
            adornment: adorned.then(|| self.adornment.clone()),
            default: self.default.clone(),
            options: self.options.clone(),
        })
        .unwrap_or_default()
    }
}

impl Serialize for ConnectUiParams {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_raw().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ConnectUiParams {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawParams::deserialize(deserializer)?;
        Self::from_stored(&raw).map_err(|errors| {
            let all: Vec<_> = errors
                .iter()
                .map(|e| format!("{} ({})", e.field, e.code))
                .collect();
            D::Error::custom(all.join("; "))
        })
    }
}

#[cfg(test)]
#[path = "connect_ui_tests.rs"]
mod tests;
