//! Reads the fields of `connect_ui_params`, and decides which access modes they offer.

use super::access_mode::{AccessMode, AccessModes};
use super::field::Field;
use super::field_attributes::{ATTRIBUTE_NAMES, FieldAttributes};
use super::field_kind::FieldKind;
use super::field_names;
use super::json_error::error_sentence;
use super::known_fields::{default_label, is_always_required, is_known};
use crate::refusal::{FieldError, MAX_ERRORS};
use crate::spelling_suggestion::closest_candidate;
use serde::Deserialize;
use serde_json::{Map, Value};

/// The longest name of a field, in bytes. Errors repeat no more than so much of a name.
pub const MAX_NAME_LENGTH: usize = 64;

/// Reads one field.
///
/// # Errors
/// Returns everything that is wrong with the field's structure. `field_limits` judges the texts in it.
pub(super) fn read_field(name: &str, value: &Value) -> Result<Field, Vec<FieldError>> {
    let path = path_of(name);
    let refuse = |part: &str, code: &str, detail: String| {
        let path = if part.is_empty() {
            path.clone()
        } else {
            format!("{path}.{part}")
        };
        vec![FieldError::new(&path, code, detail)]
    };
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.is_empty() || name.len() > MAX_NAME_LENGTH || !name.chars().all(is_allowed) {
        return Err(refuse(
            "",
            "bad_name",
            "A field’s name has 1 to 64 letters, digits, _ or -.".to_owned(),
        ));
    }
    if field_names::RESERVED.contains(&name) {
        return Err(refuse(
            "",
            "reserved_name",
            format!("The widget uses the name “{name}” itself. Choose another name."),
        ));
    }
    if let Some((part, detail)) = find_non_object(value) {
        return Err(refuse(&part, "bad_attributes", detail));
    }
    let attributes = FieldAttributes::deserialize(value).map_err(|error| {
        // serde stops at the first mistake, so each attribute is also read alone.
        let wrong = find_wrong_attributes(value);
        if wrong.is_empty() {
            return refuse("", "bad_attributes", error_sentence(&error));
        }
        let wrong = wrong.into_iter();
        wrong
            .flat_map(|(part, detail)| refuse(&part, "bad_attributes", detail))
            .collect()
    })?;
    let is_known = is_known(name);
    let kind = match (name, attributes.kind) {
        // Without the attribute, serde's default is `text`.
        (field_names::SECRET_ACCESS_KEY, FieldKind::Text) if value.get("type").is_none() => {
            FieldKind::Password
        }
        (field_names::SECRET_ACCESS_KEY, FieldKind::Password) => FieldKind::Password,
        (field_names::SECRET_ACCESS_KEY, _) => {
            return Err(refuse(
                "type",
                "bad_type",
                "The secret access key is always of type password.".to_owned(),
            ));
        }
        (_, FieldKind::Text | FieldKind::Password) => attributes.kind,
        _ if is_known => {
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
    if attributes.temporary_credentials && name != field_names::ACCESS_KEY_ID {
        return Err(refuse(
            "temporary_credentials",
            "unused_temporary_credentials",
            format!(
                "Only the field {} asks for temporary credentials.",
                field_names::ACCESS_KEY_ID
            ),
        ));
    }
    let label = attributes
        .label
        .unwrap_or_else(|| default_label(name).to_owned());
    let is_always_required = is_always_required(name);
    Ok(Field {
        name: name.to_owned(),
        label,
        description: attributes.description,
        kind,
        required: attributes.required.unwrap_or(is_always_required) || is_always_required,
        adornment: attributes.adornment.unwrap_or_default(),
        default: attributes.default,
        options: attributes.options,
        temporary_credentials: attributes.temporary_credentials,
    })
}

/// Returns the path of a field for errors, such as `connect_ui_params.bucket`. Cuts a name that is too long.
pub(super) fn path_of(name: &str) -> String {
    let name: String = name.chars().take(MAX_NAME_LENGTH).collect();
    format!("connect_ui_params.{name}")
}

/// Finds a value that has to be an object but is not. serde would also accept a list, and assign its items to the
/// attributes by their order.
fn find_non_object(field: &Value) -> Option<(String, String)> {
    if !field.is_object() {
        let detail = "A field is an object, such as {\"label\": \"Region\"}.";
        return Some((String::new(), detail.to_owned()));
    }
    if field.get("adornment").is_some_and(Value::is_array) {
        let detail = "An adornment is an object with start, end, or both.";
        return Some(("adornment".to_owned(), detail.to_owned()));
    }
    let options = field.get("options").and_then(Value::as_array)?;
    let at = options.iter().position(Value::is_array)?;
    let detail = "An option is an object with name and value.";
    Some((format!("options.{at}"), detail.to_owned()))
}

/// Returns the name of each attribute that is unknown or invalid, with the reason.
fn find_wrong_attributes(field: &Value) -> Vec<(String, String)> {
    let attributes = field.as_object().into_iter().flatten();
    let wrong = attributes.filter_map(|(name, value)| {
        let single = Map::from_iter([(name.clone(), value.clone())]);
        let error = FieldAttributes::deserialize(Value::Object(single)).err()?;
        let name: String = name.chars().take(MAX_NAME_LENGTH).collect();
        let detail = match value.as_str() {
            _ if !ATTRIBUTE_NAMES.contains(&name.as_str()) => {
                let hint = closest_candidate(&name, &ATTRIBUTE_NAMES).map_or_else(
                    || format!("Its attributes are {}.", ATTRIBUTE_NAMES.join(", ")),
                    |likely| format!("Do you mean “{likely}”?"),
                );
                format!("A field has no attribute “{name}”. {hint}")
            }
            Some(kind) if name == "type" => {
                let kind: String = kind.chars().take(MAX_NAME_LENGTH).collect();
                let kinds = FieldKind::ALL.map(FieldKind::as_str).join(", ");
                format!("“{kind}” is not a type of a field. The types are {kinds}.")
            }
            _ => error_sentence(&error),
        };
        Some((name, detail))
    });
    // One more than will be listed, so `limit_errors` can tell that there are more.
    wrong.take(MAX_ERRORS + 1).collect()
}

/// Returns the access modes that the fields offer. Adds an error for half a pair, for no pair, and for a missing
/// bucket.
pub(super) fn access_modes(
    entries: &[(String, Value)],
    errors: &mut Vec<FieldError>,
) -> Option<AccessModes> {
    let at = |name: &str| entries.iter().position(|(known, _)| known == name);
    let mut refuse = |code: &str, detail: String| {
        errors.push(FieldError::new("connect_ui_params", code, detail));
    };
    if at(field_names::BUCKET).is_none() {
        refuse(
            "no_bucket",
            "The field “bucket” is missing. Without it, there is nothing to connect.".to_owned(),
        );
    }
    // The position of a pair is that of its first field.
    let mut pair_position = |names: [&str; 2]| match names.map(at) {
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
                format!("“{missing}” is missing. “{there}” only works together with it."),
            );
            None
        }
    };
    let keys = pair_position(field_names::KEY_PAIR);
    let role = pair_position(field_names::ROLE_PAIR);
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
            // Half a pair shows which mode was meant, so one error is enough.
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
