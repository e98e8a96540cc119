//! Forms of the widget and bodies of the REST API that are parsed as drafts.

use crate::answer_texts::{Input, secret_shaped};
use crate::bodies::{check_problem, run_now};
use crate::input_bytes::choice;
use crate::{policies, templates};
use domain::connect_ui::field_value::RawValue;
use domain::misplaced_secret::may_contain_secret;
use domain::pasted_text::clean;
use domain::setup_guide::{ResourceName, SetupFile};
use domain::{
    Access, AccessMode, ConnectUiParams, Direction, Draft, DraftSender, EnvironmentId, ExternalId,
    FieldKind, FlowId, ParsedDraft, PrincipalArn, RawDraft, SetupGuide, SetupRequirements,
    SetupTarget, TenantId, VendorIdentity,
};
use i18n::Locale;
use serde_json::Value;
use server::fuzzing::{parse_form_draft, parse_json_draft};
use std::collections::BTreeMap;
use std::sync::LazyLock;

const SECRET: &str = "aws_secret_access_key";

/// Parameters with every predefined field, and a vendor's field of each type.
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

/// Checks the parser of drafts. The input is a byte that chooses the sender, the connector, whether the vendor's identity
/// is known, and the locale, and a body.
pub fn forms(data: &[u8]) {
    let Some((choice, body)) = choice(data) else {
        return;
    };
    let raw = if choice % 2 == 0 {
        run_now(parse_form_draft(body))
    } else {
        run_now(parse_json_draft(body))
            .map_err(|problem| check_problem(&problem, body))
            .ok()
    };
    let Some(raw) = raw else {
        return;
    };
    let params = &CONNECTORS[choice / 2 % 4];
    let vendor = if choice / 8 % 2 == 0 {
        VendorIdentity::default()
    } else {
        VendorIdentity {
            principal: Some(&PRINCIPAL),
            external_ids: &*EXTERNAL_IDS,
        }
    };
    let input = Input {
        bytes: body.len(),
        locale: Locale::ALL[choice / 16 % 5],
        secrets: secrets(&raw, params),
    };
    match Draft::parse(&raw, params, &vendor) {
        Ok(parsed) => check_parsed_draft(&parsed, &raw, params, &vendor, &input),
        Err(mut errors) => {
            // The field of an error cannot be checked if the request has a field with an empty name.
            if raw.fields.contains_key("") {
                errors.retain(|error| !error.field.is_empty());
            }
            if !errors.is_empty() {
                input.check_errors(&errors);
            }
            let max_errors = 2 * (params.fields().len() + raw.fields.len()) + 4;
            assert!(
                errors.len() <= max_errors,
                "{} errors for {} fields",
                errors.len(),
                raw.fields.len()
            );
        }
    }
}

/// Returns the values of password fields, and all values that have the shape of a secret.
fn secrets(raw: &RawDraft, params: &ConnectUiParams) -> Vec<String> {
    let text = |value: &RawValue| value.text().map(|text| clean(text).to_owned()).ok();
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
        // A short value or a plain word could be part of any message, so only long values with digits count. The
        // account ID in our messages' examples (111122223333) is no secret either.
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        let is_secret =
            is_password(name) && value.len() >= 16 && digits > 3 && !value.contains("222233");
        if is_secret {
            Some(value)
        } else {
            secret_shaped(&value)
        }
    });
    secrets
        .filter(|secret| !is_also_public(raw, secret))
        .collect()
}

/// Returns whether a secret is also part of something that messages are allowed to repeat: a field's name, another value,
/// or what we tell the tenant about the vendor.
fn is_also_public(raw: &RawDraft, secret: &str) -> bool {
    // Messages show names with invisible characters escaped.
    let is_within =
        |name: &String| name.contains(secret) || name.escape_debug().to_string().contains(secret);
    let in_name = raw.fields.keys().any(is_within);
    let is_in_value = |value: &RawValue| match value {
        RawValue::Text(text) => text.contains(secret) && clean(text) != secret,
        RawValue::Many(all) => all.iter().any(|text| text.contains(secret)),
        _ => false,
    };
    let in_vendor_identity = PRINCIPAL.as_str().contains(secret)
        || EXTERNAL_IDS.iter().any(|id| id.as_str().contains(secret));
    in_name || in_vendor_identity || raw.fields.values().any(is_in_value)
}

fn check_parsed_draft(
    parsed: &ParsedDraft,
    raw: &RawDraft,
    params: &ConnectUiParams,
    vendor: &VendorIdentity<'_>,
    input: &Input,
) {
    let draft = &parsed.draft;
    input.check_notices(&parsed.notices);
    let debug = format!("{draft:?}");
    assert!(
        input.secrets.iter().all(|secret| !debug.contains(secret)),
        "Debug shows a secret"
    );
    assert!(params.modes().allows(draft.access.mode()));
    assert!(
        draft
            .vendor_fields
            .keys()
            .all(|name| params.field(name).is_some())
    );
    templates::assert_clean_prefix(draft.static_prefix());
    policies::check_draft_policies(draft);
    let printed = print(draft, raw.sender);
    let reparsed = Draft::parse(&printed, params, vendor)
        .unwrap_or_else(|errors| panic!("{draft:?} does not survive a round trip: {errors:?}"));
    assert_eq!(values(&reparsed.draft), values(draft));
    check_setup_guide(draft, vendor);
}

/// Prints a draft as the input that parses to it.
fn print(draft: &Draft, sender: DraftSender) -> RawDraft {
    let mut fields = BTreeMap::new();
    let mut put =
        |name: &str, text: String| drop(fields.insert(name.to_owned(), RawValue::Text(text)));
    put(
        "bucket",
        domain::PastedBucket::unambiguous_text(&draft.bucket),
    );
    put("path_prefix", draft.path_prefix.to_text());
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
        fields.insert(name.clone(), raw_value(value));
    }
    RawDraft {
        sender,
        access: Some(draft.access.mode().as_str().to_owned()),
        fields,
    }
}

fn raw_value(value: &Value) -> RawValue {
    serde_json::from_value(value.clone()).expect("a parsed value can be printed")
}

/// Returns everything in a draft as text, secrets included, to compare drafts.
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

/// Renders the setup guide of a draft in every form.
fn check_setup_guide(draft: &Draft, vendor: &VendorIdentity<'_>) {
    let key = draft.kms_key.as_ref().map_or("", domain::KmsKeyArn::as_str);
    let bucket = domain::PastedBucket::unambiguous_text(&draft.bucket);
    let (target, errors) = SetupTarget::parse_partial(&bucket, &draft.path_prefix.to_text(), key);
    assert_eq!(errors, [], "a parsed draft has a setup guide");
    assert_eq!(
        (target.bucket.as_ref(), target.static_prefix.as_str()),
        (Some(&draft.bucket), draft.static_prefix())
    );
    let id = |text| EnvironmentId::parse(text).expect("an id");
    let requirements = SetupRequirements {
        name: ResourceName::new(
            &id("dev"),
            &FlowId::parse("demo").expect("an id"),
            &TenantId::parse("acme").expect("an id"),
        ),
        direction: Direction::Both,
        temporary_credentials: false,
        principal: vendor.principal.cloned(),
        external_ids: EXTERNAL_IDS.to_vec(),
        template_url: None,
    };
    for mode in [AccessMode::Keys, AccessMode::Role] {
        let setup = SetupGuide {
            requirements: &requirements,
            target: &target,
            mode,
        };
        for form in SetupFile::ALL {
            let Some(text) = setup.file_contents(form) else {
                continue;
            };
            let names_bucket = match target.placeholder() {
                None => text.contains(draft.bucket.as_str()),
                // With an alias, the template has a parameter in place of the placeholder.
                Some(placeholder) => text.contains(placeholder) || text.contains("AccessPointArn"),
            };
            assert!(names_bucket || form == SetupFile::TrustPolicy);
            assert!(text.len() < 32 * 1024, "{} bytes of {form:?}", text.len());
            if matches!(
                form,
                SetupFile::IamPolicy | SetupFile::TrustPolicy | SetupFile::CloudFormation
            ) {
                let json: Value = serde_json::from_str(&text).expect("JSON");
                assert!(json.is_object());
            }
            // Nothing that a tenant sets up in AWS contains the secret access key.
            if let Access::Keys { secret, .. } = &draft.access {
                assert!(
                    !may_contain_secret(secret.expose())
                        || !text.contains(secret.expose())
                        || draft.static_prefix().contains(secret.expose())
                );
            }
        }
    }
}
