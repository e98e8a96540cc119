//! `connect_ui_params`: which fields the widget shows, in which order, and what they are called.

pub mod names;
mod read;

use crate::message::Message;
use crate::refusal::FieldError;
use read::{Attributes, access_modes, read_field, standard_label, standard_label_said};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub name: String,
    pub value: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adornment {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}

/// One field of the widget.
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// A JSON object whose keys keep their order and may not repeat. Not yet checked.
#[derive(Clone, Debug, PartialEq)]
pub struct RawParams(pub Vec<(String, Value)>);

impl<'de> Deserialize<'de> for RawParams {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = RawParams;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object with one entry for each field")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawParams, A::Error> {
                let mut entries: Vec<(String, Value)> = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if entries.iter().any(|(known, _)| *known == name) {
                        return Err(A::Error::custom(format!(
                            "the field “{name}” is there twice"
                        )));
                    }
                    entries.push((name, value));
                }
                Ok(RawParams(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// The checked fields, in the order they are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectUiParams {
    fields: Vec<Field>,
    modes: AccessModes,
}

const MAX_FIELDS: usize = 60;

impl ConnectUiParams {
    /// # Errors
    /// Everything wrong with the parameters at once; `field` is the path of what is wrong, such as
    /// `connect_ui_params.bucket.type`.
    pub fn from_raw(raw: &RawParams) -> Result<Self, Vec<FieldError>> {
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
                Ok(field) => fields.push(field),
                Err(error) => errors.push(error),
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
        let raw: RawParams = serde_json::from_str(json).map_err(|error| {
            vec![FieldError::new(
                "connect_ui_params",
                "bad_json",
                format!("Line {}, column {}: {error}", error.line(), error.column()),
            )]
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

    /// The same parameters with one way of access more or less, as an admin's toggle asks. A pair that
    /// is switched on is put where the other one begins.
    ///
    /// # Errors
    /// When no way of access would be left.
    pub fn with_access(&self, keys: bool, role: bool) -> Result<Self, Vec<FieldError>> {
        let mut fields = self.fields.clone();
        let at = fields
            .iter()
            .position(Field::is_access)
            .unwrap_or(fields.len());
        for (wanted, mode, pair) in [
            (keys, AccessMode::Keys, names::KEY_PAIR),
            (role, AccessMode::Role, names::ROLE_PAIR),
        ] {
            if !wanted {
                fields.retain(|field| !pair.contains(&field.name.as_str()));
            } else if !self.modes.allows(mode) {
                for name in pair.into_iter().rev() {
                    fields.insert(at.min(fields.len()), Field::standard(name));
                }
            }
        }
        let raw = RawParams(
            fields
                .iter()
                .map(|f| (f.name.clone(), f.to_json()))
                .collect(),
        );
        Self::from_raw(&raw)
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

    fn is_access(&self) -> bool {
        names::KEY_PAIR.contains(&self.name.as_str())
            || names::ROLE_PAIR.contains(&self.name.as_str())
    }

    /// A known field with the label and type it has when the connector gives none.
    fn standard(name: &str) -> Self {
        let secret = name == names::SECRET_ACCESS_KEY;
        Self {
            name: name.to_owned(),
            label: standard_label(name).unwrap_or(name).to_owned(),
            description: None,
            kind: if secret {
                FieldKind::Password
            } else {
                FieldKind::Text
            },
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
        serializer.collect_map(
            self.fields
                .iter()
                .map(|field| (&field.name, field.to_json())),
        )
    }
}

impl<'de> Deserialize<'de> for ConnectUiParams {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawParams::deserialize(deserializer)?;
        Self::from_raw(&raw).map_err(|errors| {
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
