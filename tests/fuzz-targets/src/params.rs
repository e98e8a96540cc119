//! `connect_ui_params`.

use crate::text;
use crate::texts::Asked;
use domain::connect_ui::MAX_FIELDS;
use domain::{AccessMode, ConnectUiParams, RawParams};
use serde_json::Value;

/// Takes the JSON.
pub fn params(data: &[u8]) {
    let text = text(data);
    let asked = Asked::text(&text);
    let raw = RawParams::from_json(&text);
    // A number with a fraction is read as one close to it, and so not as the same again.
    let fractions = |raw: &RawParams| raw.0.iter().any(|(_, value)| has_fraction(value));
    if raw.as_ref().is_ok_and(fractions) {
        return;
    }
    if let Ok(raw) = raw {
        // As an editor shows it, and takes it back.
        assert_eq!(RawParams::from_json(&raw.to_text()).as_ref(), Ok(&raw));
    }
    match ConnectUiParams::from_json(&text) {
        Ok(params) => understood(&params),
        Err(errors) => {
            asked.errors(&errors);
            for error in &errors {
                let below = error.field.strip_prefix("connect_ui_params");
                assert!(
                    below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
                    "{}",
                    error.field
                );
            }
        }
    }
}

fn understood(params: &ConnectUiParams) {
    let text = params.to_raw().to_text();
    assert_eq!(ConnectUiParams::from_json(&text).as_ref(), Ok(params));
    // As the database has it.
    let stored = serde_json::to_string(params).expect("JSON");
    let read: ConnectUiParams = serde_json::from_str(&stored).expect("what was saved is read");
    assert_eq!(read, *params);
    assert!(params.fields().len() <= MAX_FIELDS && params.field("bucket").is_some());
    for (at, field) in params.fields().iter().enumerate() {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        assert!((1..=64).contains(&field.name.len()) && field.name.chars().all(plain));
        assert!(
            params.fields()[..at]
                .iter()
                .all(|other| other.name != field.name)
        );
        assert!(!field.label.trim().is_empty());
        assert!(!["token", "action", "access"].contains(&field.name.as_str()));
        let choices = field.options.len();
        assert_eq!(field.kind.is_choice(), choices > 0);
    }
    for (mode, names) in [
        (
            AccessMode::Keys,
            ["aws_access_key_id", "aws_secret_access_key"],
        ),
        (AccessMode::Role, ["aws_external_id", "aws_role_arn"]),
    ] {
        let there = names.map(|name| params.field(name).is_some());
        assert_eq!(there, [params.modes().allows(mode); 2]);
    }
}

fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(all) => all.iter().any(has_fraction),
        Value::Object(all) => all.values().any(has_fraction),
        _ => false,
    }
}
