//! Access keys, ids and regions.

use crate::answer_texts::Input;
use crate::input_bytes::text;
use crate::round_trip::parse_and_check;
use domain::message::{Arg, Message};
use domain::{AccessKeyId, EnvironmentId, ExternalId, FlowId, Region, SecretAccessKey, TenantId};

/// Checks the parsers of access keys, ids and regions. The input is one text.
pub fn keys(data: &[u8]) {
    let text = text(data);
    let input = Input::new(&text);
    parse_and_check(&input, &text, AccessKeyId::parse, AccessKeyId::as_str);
    if let Some(region) = parse_and_check(&input, &text, Region::parse, Region::as_str) {
        assert!(region.as_str().len() <= 32);
    }
    parse_and_check(&input, &text, ExternalId::parse, ExternalId::as_str);
    // Environments, flows and tenants are named by the vendor. Their messages are allowed to repeat the text.
    let vendor_input = Input {
        secrets: Vec::new(),
        ..Input::new(&text)
    };
    parse_and_check(
        &vendor_input,
        &text,
        EnvironmentId::parse,
        EnvironmentId::as_str,
    );
    parse_and_check(&vendor_input, &text, FlowId::parse, FlowId::as_str);
    if let Some(tenant) = parse_and_check(&vendor_input, &text, TenantId::parse, TenantId::as_str) {
        let tenant = tenant.as_str();
        assert!(!tenant.contains('/') && !tenant.starts_with('.') && tenant.len() <= 128);
    }
    match SecretAccessKey::parse(&text) {
        Ok(secret) => {
            let text = secret.expose();
            let reparsed = SecretAccessKey::parse(text).expect("a secret survives a round trip");
            assert_eq!(reparsed.expose(), text);
            assert!(secret.last_four().len() == 4 && text.ends_with(&secret.last_four()));
            let other = SecretAccessKey::parse("another-secret-of-nobody").expect("a secret");
            assert_eq!(
                format!("{secret:?}"),
                format!("{other:?}"),
                "Debug depends on the secret"
            );
        }
        Err(refusal) => {
            input.check_refusal(&refusal);
            assert!(
                !repeats(&refusal.detail, &text),
                "{:?} repeats {text}",
                refusal.detail
            );
        }
    }
}

/// Returns whether an argument of a message is a part of the text.
fn repeats(message: &Message, text: &str) -> bool {
    let Message::Translatable { args, .. } = message else {
        return false;
    };
    args.iter().any(|(_, arg)| match arg {
        Arg::Text(arg) => arg.chars().count() > 3 && text.contains(arg.as_str()),
        Arg::Number(_) => false,
        Arg::Message(inner) => repeats(inner, text),
    })
}
