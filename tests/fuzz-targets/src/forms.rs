//! Forms of the widget and bodies of the REST API, read as drafts.

use crate::bodies::{now, problem};
use crate::choice;
use crate::texts::{Asked, secret};
use crate::{policies, templates};
use domain::access_key::holds_secret;
use domain::field_value::RawValue;
use domain::paste::bare;
use domain::setup::{Form, SetupName};
use domain::{
    Access, AccessMode, ConnectUiParams, Direction, Draft, EnvironmentId, ExternalId, FieldKind,
    FlowId, Ours, Parsed, Place, PrincipalArn, RawDraft, Sender, Setup, TenantId, Terms,
};
use i18n::Locale;
use serde_json::Value;
use server::fuzzing::{draft_of_form, draft_of_json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

const SECRET: &str = "aws_secret_access_key";

/// Every known field, and a vendor's own of each type.
const ALL_FIELDS: &str = r#"{"bucket": {}, "path_prefix": {}, "aws_access_key_id": {}, "aws_secret_access_key": {},
    "aws_external_id": {}, "aws_role_arn": {}, "region": {}, "endpoint": {}, "kms_key_arn": {}, "bucket_owner": {},
    "team": {"label": "Team"}, "pin": {"type": "password"}, "size": {"type": "number"}, "note": {"type": "multiline"},
    "agreed": {"type": "boolean"}, "speed": {"type": "select", "options": [{"name": "Fast", "value": "f"}]},
    "days": {"type": "multiselect", "options": [{"name": "Mon", "value": "1"}, {"name": "Tue", "value": "2"}]}}"#;
const KEYS: &str = r#"{"bucket": {}, "path_prefix": {"required": true}, "aws_access_key_id": {},
    "aws_secret_access_key": {}, "pin": {"type": "password", "required": true}}"#;
const ROLE: &str = r#"{"aws_role_arn": {}, "aws_external_id": {}, "bucket": {}, "path_prefix": {},
    "kms_key_arn": {"required": true}, "agreed": {"type": "boolean", "required": true}}"#;

static CONNECTORS: LazyLock<[ConnectUiParams; 4]> = LazyLock::new(|| {
    let read = |json| ConnectUiParams::from_json(json).expect("a connector");
    [
        ConnectUiParams::standard(),
        read(ALL_FIELDS),
        read(KEYS),
        read(ROLE),
    ]
});
static PRINCIPAL: LazyLock<PrincipalArn> = LazyLock::new(|| {
    PrincipalArn::parse("arn:aws:iam::999988887777:role/s3-connect").expect("an ARN")
});
static EXTERNAL_IDS: LazyLock<[ExternalId; 2]> =
    LazyLock::new(|| [0xab, 0xcd].map(|byte| ExternalId::from_random([byte; 16])));

/// Takes a body after a byte that chooses the sender, the connector, the language, and what is known of the vendor.
pub fn forms(data: &[u8]) {
    let Some((choice, body)) = choice(data) else {
        return;
    };
    let raw = if choice % 2 == 0 {
        now(draft_of_form(body))
    } else {
        now(draft_of_json(body))
            .map_err(|sent| problem(&sent, body))
            .ok()
    };
    let Some(raw) = raw else {
        return;
    };
    let params = &CONNECTORS[choice / 2 % 4];
    let ours = if choice / 8 % 2 == 0 {
        Ours::default()
    } else {
        Ours {
            principal: Some(&PRINCIPAL),
            external_ids: &*EXTERNAL_IDS,
        }
    };
    let asked = Asked {
        bytes: body.len(),
        locale: Locale::ALL[choice / 16 % 5],
        secrets: secrets(&raw, params),
    };
    match Draft::parse(&raw, params, &ours) {
        Ok(parsed) => taken(&parsed, &raw, params, &ours, &asked),
        Err(mut errors) => {
            // A field that came without a name cannot be named.
            if raw.fields.contains_key("") {
                errors.retain(|error| !error.field.is_empty());
            }
            if !errors.is_empty() {
                asked.errors(&errors);
            }
            let most = 2 * (params.fields().len() + raw.fields.len()) + 4;
            assert!(
                errors.len() <= most,
                "{} errors for {} fields",
                errors.len(),
                raw.fields.len()
            );
        }
    }
}

/// Returns what was typed into password fields, and each value that has the shape of a secret.
fn secrets(raw: &RawDraft, params: &ConnectUiParams) -> Vec<String> {
    let text = |value: &RawValue| value.text().map(|text| bare(text).to_owned()).ok();
    let is_password = |name: &str| {
        name == SECRET
            || params
                .field(name)
                .is_some_and(|field| field.kind == FieldKind::Password)
    };
    let all = raw
        .fields
        .iter()
        .filter_map(|(name, value)| Some((name, text(value)?)));
    let secrets = all.filter_map(|(name, value)| {
        // Long and with digits, so that it is not a word of the answer; an example of ours is one.
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        let typed =
            is_password(name) && value.len() >= 16 && digits > 3 && !value.contains("222233");
        if typed { Some(value) } else { secret(&value) }
    });
    secrets.filter(|secret| !elsewhere(raw, secret)).collect()
}

/// Whether a secret is also in what is no secret: a name, or a part of another value.
fn elsewhere(raw: &RawDraft, secret: &str) -> bool {
    // A name is shown with what cannot be seen escaped.
    let is_within =
        |name: &String| name.contains(secret) || name.escape_debug().to_string().contains(secret);
    let in_name = raw.fields.keys().any(is_within);
    let within = |value: &RawValue| match value {
        RawValue::Text(text) => text.contains(secret) && bare(text) != secret,
        RawValue::Many(all) => all.iter().any(|text| text.contains(secret)),
        _ => false,
    };
    let ours = EXTERNAL_IDS.iter().any(|id| id.as_str().contains(secret));
    in_name || ours || PRINCIPAL.as_str().contains(secret) || raw.fields.values().any(within)
}

fn taken(
    parsed: &Parsed,
    raw: &RawDraft,
    params: &ConnectUiParams,
    ours: &Ours<'_>,
    asked: &Asked,
) {
    let draft = &parsed.draft;
    asked.notices(&parsed.notices);
    let shown = format!("{draft:?}");
    assert!(
        asked.secrets.iter().all(|secret| !shown.contains(secret)),
        "Debug shows a secret"
    );
    assert!(params.modes().allows(draft.access.mode()));
    assert!(
        draft
            .vendor_fields
            .keys()
            .all(|name| params.field(name).is_some())
    );
    templates::clean_start(draft.static_prefix());
    policies::of_draft(draft);
    let printed = print(draft, raw.sender);
    let again = Draft::parse(&printed, params, ours)
        .unwrap_or_else(|errors| panic!("{draft:?} is not taken again: {errors:?}"));
    assert_eq!(values(&again.draft), values(draft));
    set_up(draft, ours);
}

/// Writes a draft as it would be typed.
fn print(draft: &Draft, sender: Sender) -> RawDraft {
    let mut fields = BTreeMap::new();
    let mut put =
        |name: &str, text: String| drop(fields.insert(name.to_owned(), RawValue::Text(text)));
    put("bucket", domain::PastedBucket::typed(&draft.bucket));
    put("path_prefix", draft.path_prefix.as_text());
    match &draft.access {
        Access::Keys { id, secret } => {
            put("aws_access_key_id", id.as_str().to_owned());
            put(SECRET, secret.expose().to_owned());
        }
        Access::Role { arn } => put("aws_role_arn", arn.as_str().to_owned()),
    }
    for (name, value) in [
        ("region", draft.region.as_ref().map(domain::Region::as_str)),
        (
            "endpoint",
            draft.endpoint.as_ref().map(domain::Endpoint::as_str),
        ),
        (
            "kms_key_arn",
            draft.kms_key.as_ref().map(domain::KmsKeyArn::as_str),
        ),
        (
            "bucket_owner",
            draft.bucket_owner.as_ref().map(domain::AccountId::as_str),
        ),
    ] {
        if let Some(value) = value {
            put(name, value.to_owned());
        }
    }
    for (name, value) in &draft.vendor_fields {
        fields.insert(name.clone(), typed(value));
    }
    RawDraft {
        sender,
        access: Some(draft.access.mode().as_str().to_owned()),
        fields,
    }
}

fn typed(value: &Value) -> RawValue {
    serde_json::from_value(value.clone()).expect("a value that came in goes out")
}

/// Everything a draft holds, to be compared.
fn values(draft: &Draft) -> String {
    let access = match &draft.access {
        Access::Keys { id, secret } => format!("{} {}", id.as_str(), secret.expose()),
        Access::Role { arn } => arn.to_string(),
    };
    let Draft {
        bucket,
        path_prefix,
        endpoint,
        kms_key,
        bucket_owner,
        vendor_fields,
        ..
    } = draft;
    format!(
        "{access} {bucket:?} {path_prefix:?} {endpoint:?} {kms_key:?} {bucket_owner:?} {vendor_fields:?}"
    )
}

/// Renders everything a tenant is asked to set up.
fn set_up(draft: &Draft, ours: &Ours<'_>) {
    let key = draft.kms_key.as_ref().map_or("", domain::KmsKeyArn::as_str);
    let bucket = domain::PastedBucket::typed(&draft.bucket);
    let (place, errors) = Place::read(&bucket, &draft.path_prefix.as_text(), key);
    assert_eq!(errors, [], "what a draft holds can be set up");
    assert_eq!(
        (place.bucket.as_ref(), place.static_prefix.as_str()),
        (Some(&draft.bucket), draft.static_prefix())
    );
    let id = |text| EnvironmentId::parse(text).expect("an id");
    let terms = Terms {
        name: SetupName::new(
            &id("dev"),
            &FlowId::parse("demo").expect("an id"),
            &TenantId::parse("acme").expect("an id"),
        ),
        direction: Direction::Both,
        principal: ours.principal.cloned(),
        external_ids: EXTERNAL_IDS.to_vec(),
        template_url: None,
    };
    for mode in [AccessMode::Keys, AccessMode::Role] {
        let setup = Setup {
            terms: &terms,
            place: &place,
            mode,
        };
        for form in Form::ALL {
            let Some(text) = setup.text(form) else {
                continue;
            };
            assert!(text.contains(draft.bucket.as_str()) || form == Form::TrustPolicy);
            assert!(text.len() < 32 * 1024, "{} bytes of {form:?}", text.len());
            if matches!(
                form,
                Form::IamPolicy | Form::TrustPolicy | Form::CloudFormation
            ) {
                let json: Value = serde_json::from_str(&text).expect("JSON");
                assert!(json.is_object());
            }
            // A secret is nothing that a tenant sets up.
            if let Access::Keys { secret, .. } = &draft.access {
                assert!(
                    !holds_secret(secret.expose())
                        || !text.contains(secret.expose())
                        || draft.static_prefix().contains(secret.expose())
                );
            }
        }
    }
}
