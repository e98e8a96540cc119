//! What of a form may be kept and shown again.

use domain::connect_ui::names;
use domain::{AccessKeyId, ConnectUiParams, FieldError, FieldKind, RawDraft, RoleArn};
use serde_json::{Map, Value};

/// What the way of access is kept as, beside the fields.
const ACCESS: &str = "access";

/// What was filled in, but for fields of type password, the external ID, which is never a browser's to say,
/// and what was refused: a secret may have been pasted into the wrong field.
pub fn public_fields(
    raw: &RawDraft,
    params: &ConnectUiParams,
    refused: &[FieldError],
) -> Map<String, Value> {
    let mut public = Map::new();
    if let Some(access) = &raw.access {
        public.insert(ACCESS.to_owned(), Value::from(access.as_str()));
    }
    let kept = params.fields().iter().filter(|field| {
        field.kind != FieldKind::Password
            && field.name != names::EXTERNAL_ID
            && !refused.iter().any(|error| error.field == field.name)
    });
    for field in kept {
        if let Some(value) = raw.fields.get(&field.name)
            && !value.holds_secret()
            && value
                .text()
                .map_or(!is_access(&field.name), |text| fits(&field.name, text))
        {
            public.insert(field.name.clone(), value.to_json());
        }
    }
    public
}

/// Of fields that were kept, those that the connector, as it is now, lets be read. One that became a password since
/// is a secret, and one that it does not know may have been.
pub fn still_public(params: &ConnectUiParams, fields: Map<String, Value>) -> Map<String, Value> {
    let public = |name: &str| {
        let field = params.field(name);
        field.map_or(name == ACCESS, |field| field.kind != FieldKind::Password)
    };
    fields
        .into_iter()
        .filter(|(name, _)| public(name))
        .collect()
}

/// Whether everything that AWS is asked about stands in what is kept, but for the secret: two drafts that are
/// the same in this are the same. A connector may make a password of any field.
pub fn says_it_all(raw: &RawDraft, public: &Map<String, Value>) -> bool {
    let unsaid = [names::SECRET_ACCESS_KEY, names::EXTERNAL_ID];
    names::KNOWN
        .iter()
        .filter(|name| !unsaid.contains(name) && raw.fields.contains_key(**name))
        .all(|name| public.contains_key(*name))
}

fn is_access(name: &str) -> bool {
    [names::ACCESS_KEY_ID, names::ROLE_ARN].contains(&name)
}

/// Those of the way of access that was not chosen are read by nobody else.
fn fits(name: &str, text: &str) -> bool {
    let refused = match name {
        names::ACCESS_KEY_ID => AccessKeyId::parse(text).is_err(),
        names::ROLE_ARN => RoleArn::parse(text).is_err(),
        _ => false,
    };
    !refused || text.trim().is_empty()
}
