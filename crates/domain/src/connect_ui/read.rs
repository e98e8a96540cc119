//! Reads one field of the parameters, and judges which fields go together.

use super::{AccessMode, AccessModes, Adornment, Choice, Field, FieldKind, names};
use crate::message::{Message, form};
use crate::nearest::nearest;
use crate::refusal::{FieldError, MOST_ERRORS};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The attributes of a field as JSON carries them.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Attributes {
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
    pub options: Vec<Choice>,
}

pub fn standard_label(name: &str) -> Option<&'static str> {
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

/// What a field is called where nothing else is said.
pub fn first_label(name: &str) -> &str {
    standard_label(name).unwrap_or(name)
}

/// The type a field has where none is said.
pub fn first_kind(name: &str) -> FieldKind {
    if name == names::SECRET_ACCESS_KEY {
        FieldKind::Password
    } else {
        FieldKind::Text
    }
}

/// The standard label in the tenant's language.
pub fn standard_label_said(name: &str) -> Option<Message> {
    Some(match name {
        names::ACCESS_KEY_ID => form::label_access_key_id(),
        names::SECRET_ACCESS_KEY => form::label_secret_access_key(),
        names::EXTERNAL_ID => form::label_external_id(),
        names::ROLE_ARN => form::label_role_arn(),
        names::BUCKET => form::label_bucket(),
        names::PATH_PREFIX => form::label_path_prefix(),
        names::REGION => form::label_region(),
        names::ENDPOINT => form::label_endpoint(),
        names::KMS_KEY_ARN => form::label_kms_key_arn(),
        names::BUCKET_OWNER => form::label_bucket_owner(),
        _ => return None,
    })
}

/// In the order they are written in.
pub const ATTRIBUTES: [&str; 7] = [
    "label",
    "description",
    "type",
    "required",
    "adornment",
    "default",
    "options",
];

/// serde's words as a sentence, without the place, which is told by itself.
pub fn sentence(error: &serde_json::Error) -> String {
    const MOST: usize = 300;
    let words = error.to_string();
    let words = words
        .rsplit_once(" at line ")
        .map_or(words.as_str(), |(words, _)| words);
    let mut words = words.chars().take(MOST);
    let first: String = words
        .by_ref()
        .take(1)
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", words.collect::<String>())
}

/// The way of access that a field belongs to.
pub fn mode_of(name: &str) -> Option<AccessMode> {
    if names::KEY_PAIR.contains(&name) {
        Some(AccessMode::Keys)
    } else if names::ROLE_PAIR.contains(&name) {
        Some(AccessMode::Role)
    } else {
        None
    }
}

/// A known field without which nothing can be connected.
pub fn always_needed(name: &str) -> bool {
    name == names::BUCKET || mode_of(name).is_some()
}

/// One field, or everything that is wrong with its shape. Its words are judged by `limits`.
pub fn read_field(name: &str, value: &Value) -> Result<Field, Vec<FieldError>> {
    let path = path_of(name);
    let refuse = |part: &str, code: &str, detail: String| {
        let path = if part.is_empty() {
            path.clone()
        } else {
            format!("{path}.{part}")
        };
        vec![FieldError::new(&path, code, detail)]
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
    if let Some((part, words)) = no_object(value) {
        return Err(refuse(&part, "bad_attributes", words));
    }
    let attributes = Attributes::deserialize(value).map_err(|error| {
        let wrong = wrong_attributes(value);
        if wrong.is_empty() {
            return refuse("", "bad_attributes", sentence(&error));
        }
        let wrong = wrong.into_iter();
        wrong
            .flat_map(|(part, words)| refuse(&part, "bad_attributes", words))
            .collect()
    })?;
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
    if kind.is_choice() && attributes.options.is_empty() {
        return Err(refuse(
            "options",
            "no_options",
            "A select needs options, each with name and value.".to_owned(),
        ));
    }
    if !kind.is_choice() && !attributes.options.is_empty() {
        return Err(refuse(
            "options",
            "unused_options",
            "Only select and multiselect have options.".to_owned(),
        ));
    }
    let label = attributes
        .label
        .unwrap_or_else(|| first_label(name).to_owned());
    let always_needed = always_needed(name);
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

/// Where a field is in the parameters. A name that is none is cut, so that nobody is sent it back whole.
pub fn path_of(name: &str) -> String {
    let name: String = name.chars().take(64).collect();
    format!("connect_ui_params.{name}")
}

/// What has to be an object and is none. serde would take a list for one, by the order of its parts.
fn no_object(field: &Value) -> Option<(String, String)> {
    if !field.is_object() {
        let words = "A field is an object, such as {\"label\": \"Region\"}.";
        return Some((String::new(), words.to_owned()));
    }
    if field.get("adornment").is_some_and(Value::is_array) {
        let words = "An adornment is an object with start, end, or both.";
        return Some(("adornment".to_owned(), words.to_owned()));
    }
    let options = field.get("options").and_then(Value::as_array)?;
    let at = options.iter().position(Value::is_array)?;
    let words = "An option is an object with name and value.";
    Some((format!("options.{at}"), words.to_owned()))
}

/// Each attribute that is not known or cannot be read, with the reason.
fn wrong_attributes(field: &Value) -> Vec<(String, String)> {
    let attributes = field.as_object().into_iter().flatten();
    let wrong = attributes.filter_map(|(name, value)| {
        let alone = Map::from_iter([(name.clone(), value.clone())]);
        let error = Attributes::deserialize(Value::Object(alone)).err()?;
        let name: String = name.chars().take(64).collect();
        let words = match value.as_str() {
            _ if !ATTRIBUTES.contains(&name.as_str()) => {
                let likely = nearest(&name, &ATTRIBUTES).map_or_else(
                    || format!("There are: {}.", ATTRIBUTES.join(", ")),
                    |likely| format!("Do you mean “{likely}”?"),
                );
                format!("A field has no attribute “{name}”. {likely}")
            }
            Some(kind) if name == "type" => {
                let kind: String = kind.chars().take(64).collect();
                let kinds = FieldKind::ALL.map(FieldKind::as_str).join(", ");
                format!("“{kind}” is no type of a field. There are: {kinds}.")
            }
            _ => sentence(&error),
        };
        Some((name, words))
    });
    wrong.take(MOST_ERRORS + 1).collect()
}

/// Which pairs are there; half a pair, no pair and no bucket are refused.
pub fn access_modes(
    entries: &[(String, Value)],
    errors: &mut Vec<FieldError>,
) -> Option<AccessModes> {
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
