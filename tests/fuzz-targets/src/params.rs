//! The vendor's `connect_ui_params`.

use crate::answer_texts::Input;
use crate::input_bytes::text;
use domain::connect_ui::MAX_FIELDS;
use domain::{AccessMode, ConnectUiParams, RawParams};
use serde_json::Value;

/// Checks the parsers of connector parameters. The input is JSON.
pub fn params(data: &[u8]) {
    let text = text(data);
    let input = Input::new(&text);
    let raw = RawParams::from_json(&text);
    // Parsing and printing a fractional number can change its last digit, so such inputs do not survive a round trip.
    let fractions = |raw: &RawParams| raw.0.iter().any(|(_, value)| has_fraction(value));
    if raw.as_ref().is_ok_and(fractions) {
        return;
    }
    if let Ok(raw) = raw {
        // The settings editor prints the parameters and parses them again when they are saved.
        assert_eq!(
            RawParams::from_json(&raw.to_pretty_json()).as_ref(),
            Ok(&raw)
        );
    }
    match ConnectUiParams::from_json(&text) {
        Ok(params) => check_parsed(&params),
        Err(errors) => {
            input.check_errors(&errors);
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

fn check_parsed(params: &ConnectUiParams) {
    let text = params.to_raw().to_pretty_json();
    assert_eq!(ConnectUiParams::from_json(&text).as_ref(), Ok(params));
    // The database stores the parameters in their serialized form.
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
