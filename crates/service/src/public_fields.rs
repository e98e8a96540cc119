//! Decides which form fields can be stored without encryption and shown again.

use domain::connect_ui::{KNOWN_FIELDS, KnownField, access_mode_of};
use domain::{ConnectUiParams, FieldError, FieldKind, RawDraft};
use serde_json::{Map, Value};

/// The name under which the chosen access mode is stored among the fields.
const ACCESS: &str = "access";

/// Returns the form input that can be stored and shown. Leaves out:
/// - fields of type `password`,
/// - the external ID, because a browser must never set it,
/// - values that were refused or may contain a secret, because somebody may have pasted a secret into the wrong field.
pub fn public_fields(
    raw: &RawDraft,
    params: &ConnectUiParams,
    errors: &[FieldError],
) -> Map<String, Value> {
    let mut public = Map::new();
    if let Some(access) = &raw.access {
        public.insert(ACCESS.to_owned(), Value::from(access.as_str()));
    }
    let candidates = params.fields().iter().filter(|field| {
        field.kind != FieldKind::Password
            && KnownField::find(&field.name).is_none_or(|known| known.is_public)
            && !errors.iter().any(|error| error.field == field.name)
    });
    for field in candidates {
        if let Some(value) = raw.fields.get(&field.name)
            && !value.may_contain_secret()
            && value.text().map_or(!is_access_field(&field.name), |text| {
                is_valid_access_value(&field.name, text)
            })
        {
            public.insert(field.name.clone(), value.to_json());
        }
    }
    public
}

/// Drops stored fields that the current connector no longer exposes. A field that has become a password is a secret. A
/// field that the connector no longer defines may have been one.
pub fn drop_hidden_fields(
    params: &ConnectUiParams,
    fields: Map<String, Value>,
) -> Map<String, Value> {
    let is_public = |name: &str| {
        let field = params.field(name);
        field.map_or(name == ACCESS, |field| field.kind != FieldKind::Password)
    };
    fields
        .into_iter()
        .filter(|(name, _)| is_public(name))
        .collect()
}

/// Returns whether the public fields contain everything that a check depends on, except the secret access key. Two drafts
/// are then the same if their public fields are equal. They may be incomplete, because a connector can turn any field into
/// a password.
pub fn are_complete_for_check(raw: &RawDraft, public: &Map<String, Value>) -> bool {
    KNOWN_FIELDS
        .iter()
        .filter(|field| field.is_public && raw.fields.contains_key(field.name))
        .all(|field| public.contains_key(field.name))
}

fn is_access_field(name: &str) -> bool {
    access_mode_of(name).is_some()
}

/// Returns whether a field of an access mode is valid or blank. Other fields always pass.
fn is_valid_access_value(name: &str, text: &str) -> bool {
    // The draft's parser does not look at the fields of the access mode that was not chosen, so it reports no error for
    // them. A secret pasted there would be stored.
    let access_field = KnownField::find(name).filter(|field| field.access_mode.is_some());
    text.trim().is_empty() || access_field.is_none_or(|field| (field.validate)(text).is_ok())
}
