//! `connect_ui_params`: which fields the widget shows, in which order, and what they are called.

use crate::refusal::FieldError;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// The fields the product itself understands. Every other name is the vendor's own.
pub mod names {
    pub const ACCESS_KEY_ID: &str = "aws_access_key_id";
    pub const SECRET_ACCESS_KEY: &str = "aws_secret_access_key";
    pub const EXTERNAL_ID: &str = "aws_external_id";
    pub const ROLE_ARN: &str = "aws_role_arn";
    pub const BUCKET: &str = "bucket";
    pub const PATH_PREFIX: &str = "path_prefix";
    pub const REGION: &str = "region";
    pub const ENDPOINT: &str = "endpoint";
    pub const KMS_KEY_ARN: &str = "kms_key_arn";
    pub const BUCKET_OWNER: &str = "bucket_owner";

    pub const KEY_PAIR: [&str; 2] = [ACCESS_KEY_ID, SECRET_ACCESS_KEY];
    pub const ROLE_PAIR: [&str; 2] = [EXTERNAL_ID, ROLE_ARN];
    pub const KNOWN: [&str; 10] = [
        ACCESS_KEY_ID,
        SECRET_ACCESS_KEY,
        EXTERNAL_ID,
        ROLE_ARN,
        BUCKET,
        PATH_PREFIX,
        REGION,
        ENDPOINT,
        KMS_KEY_ARN,
        BUCKET_OWNER,
    ];
    /// What the widget's form uses beside the fields, and what a vendor's field therefore cannot be called.
    pub const RESERVED: [&str; 3] = ["token", "access", "action"];
}

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

/// The attributes of a field as JSON carries them.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Attributes {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(rename = "type", default)]
    kind: FieldKind,
    #[serde(default)]
    required: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    adornment: Option<Adornment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    default: Option<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    options: Vec<Choice>,
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
                .map(|e| format!("{}: {}", e.field, e.detail))
                .collect();
            D::Error::custom(all.join("; "))
        })
    }
}

fn standard_label(name: &str) -> Option<&'static str> {
    Some(match name {
        names::ACCESS_KEY_ID => "Access key ID",
        names::SECRET_ACCESS_KEY => "Secret access key",
        names::EXTERNAL_ID => "External ID",
        names::ROLE_ARN => "Role ARN",
        names::BUCKET => "Bucket",
        names::PATH_PREFIX => "Path prefix",
        names::REGION => "Region",
        names::ENDPOINT => "Endpoint",
        names::KMS_KEY_ARN => "KMS key ARN",
        names::BUCKET_OWNER => "Bucket owner’s account ID",
        _ => return None,
    })
}

fn read_field(name: &str, value: &Value) -> Result<Field, FieldError> {
    let path = format!(
        "connect_ui_params.{}",
        name.chars().take(64).collect::<String>()
    );
    let refuse = |part: &str, code: &str, detail: String| {
        let path = if part.is_empty() {
            path.clone()
        } else {
            format!("{path}.{part}")
        };
        FieldError::new(&path, code, detail)
    };
    let good_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.is_empty() || name.len() > 64 || !name.chars().all(good_name) {
        return Err(refuse(
            "",
            "bad_name",
            "A field’s name has 1 to 64 letters, digits, _ or -.".to_owned(),
        ));
    }
    if names::RESERVED.contains(&name) {
        return Err(refuse(
            "",
            "reserved_name",
            format!("The name “{name}” is used by the widget itself; choose another."),
        ));
    }
    let attributes = Attributes::deserialize(value)
        .map_err(|error| refuse("", "bad_attributes", format!("{error}.")))?;
    let known = standard_label(name);
    let kind = match (name, attributes.kind) {
        (names::SECRET_ACCESS_KEY, FieldKind::Text) if value.get("type").is_none() => {
            FieldKind::Password
        }
        (names::SECRET_ACCESS_KEY, FieldKind::Password) => FieldKind::Password,
        (names::SECRET_ACCESS_KEY, _) => {
            return Err(refuse(
                "type",
                "bad_type",
                "The secret access key is always of type password.".to_owned(),
            ));
        }
        (_, FieldKind::Text | FieldKind::Password) => attributes.kind,
        _ if known.is_some() => {
            return Err(refuse(
                "type",
                "bad_type",
                format!("The field {name} is always of type text."),
            ));
        }
        (_, kind) => kind,
    };
    let choice = matches!(kind, FieldKind::Select | FieldKind::Multiselect);
    if choice && attributes.options.is_empty() {
        return Err(refuse(
            "options",
            "no_options",
            "A select needs options, each with name and value.".to_owned(),
        ));
    }
    if !choice && !attributes.options.is_empty() {
        return Err(refuse(
            "options",
            "unused_options",
            "Only select and multiselect have options.".to_owned(),
        ));
    }
    let label = attributes
        .label
        .unwrap_or_else(|| known.unwrap_or(name).to_owned());
    if label.trim().is_empty() {
        return Err(refuse(
            "label",
            "required",
            "A field’s label cannot be empty.".to_owned(),
        ));
    }
    let always_needed = known.is_some_and(|_| {
        !matches!(
            name,
            names::PATH_PREFIX
                | names::REGION
                | names::ENDPOINT
                | names::KMS_KEY_ARN
                | names::BUCKET_OWNER
        )
    });
    Ok(Field {
        name: name.to_owned(),
        label,
        description: attributes.description,
        kind,
        required: attributes.required.unwrap_or(always_needed) || always_needed,
        adornment: attributes.adornment.unwrap_or_default(),
        default: attributes.default,
        options: attributes.options,
    })
}

/// Which pairs are there; half a pair, no pair and no bucket are refused.
fn access_modes(entries: &[(String, Value)], errors: &mut Vec<FieldError>) -> Option<AccessModes> {
    let at = |name: &str| entries.iter().position(|(known, _)| known == name);
    let mut refuse = |code: &str, detail: String| {
        errors.push(FieldError::new("connect_ui_params", code, detail));
    };
    if at(names::BUCKET).is_none() {
        refuse(
            "no_bucket",
            "The field “bucket” is missing; without it there is nothing to connect.".to_owned(),
        );
    }
    let mut pair = |names: [&str; 2]| match names.map(at) {
        [Some(a), Some(b)] => Some(a.min(b)),
        [None, None] => None,
        [a, _] => {
            let (there, missing) = if a.is_some() {
                (names[0], names[1])
            } else {
                (names[1], names[0])
            };
            refuse(
                "half_a_pair",
                format!("“{there}” is there but “{missing}” is not; they only work together."),
            );
            None
        }
    };
    let keys = pair(names::KEY_PAIR);
    let role = pair(names::ROLE_PAIR);
    match (keys, role) {
        (Some(_), None) => Some(AccessModes::Only(AccessMode::Keys)),
        (None, Some(_)) => Some(AccessModes::Only(AccessMode::Role)),
        (Some(keys), Some(role)) => Some(AccessModes::Both {
            first: if keys < role {
                AccessMode::Keys
            } else {
                AccessMode::Role
            },
        }),
        (None, None) => {
            if !errors.iter().any(|e| e.code == "half_a_pair") {
                errors.push(FieldError::new(
                    "connect_ui_params",
                    "no_access",
                    "Tenants could not give access: add aws_access_key_id and aws_secret_access_key, or aws_external_id and aws_role_arn, or both pairs.",
                ));
            }
            None
        }
    }
}

#[cfg(test)]
#[path = "connect_ui_tests.rs"]
mod tests;
