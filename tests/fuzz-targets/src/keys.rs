//! Access keys, ids and regions.

use crate::arns::again;
use crate::text;
use crate::texts::Asked;
use domain::message::{Arg, Message};
use domain::{AccessKeyId, EnvironmentId, ExternalId, FlowId, Region, SecretAccessKey, TenantId};

/// Takes one access key, secret, id or region.
pub fn keys(data: &[u8]) {
    let text = text(data);
    let asked = Asked::text(&text);
    again(&asked, &text, AccessKeyId::parse, AccessKeyId::as_str);
    if let Some(region) = again(&asked, &text, Region::parse, Region::as_str) {
        assert!(region.as_str().len() <= 32);
    }
    again(&asked, &text, ExternalId::parse, ExternalId::as_str);
    // The vendor's own names: nobody pastes a secret there.
    let named = Asked {
        secrets: Vec::new(),
        ..Asked::text(&text)
    };
    again(&named, &text, EnvironmentId::parse, EnvironmentId::as_str);
    again(&named, &text, FlowId::parse, FlowId::as_str);
    if let Some(tenant) = again(&named, &text, TenantId::parse, TenantId::as_str) {
        let tenant = tenant.as_str();
        assert!(!tenant.contains('/') && !tenant.starts_with('.') && tenant.len() <= 128);
    }
    match SecretAccessKey::parse(&text) {
        Ok(secret) => {
            let whole = secret.expose();
            let again = SecretAccessKey::parse(whole).expect("the secret again");
            assert_eq!(again.expose(), whole);
            assert!(secret.last_four().len() == 4 && whole.ends_with(&secret.last_four()));
            let other = SecretAccessKey::parse("another-secret-of-nobody").expect("a secret");
            assert_eq!(
                format!("{secret:?}"),
                format!("{other:?}"),
                "Debug tells secrets apart"
            );
        }
        Err(refusal) => {
            asked.refusal(&refusal);
            assert!(
                !repeats(&refusal.detail, &text),
                "{:?} repeats {text}",
                refusal.detail
            );
        }
    }
}

/// Whether a message names a part of the text.
fn repeats(message: &Message, text: &str) -> bool {
    let Message::Of { args, .. } = message else {
        return false;
    };
    args.iter().any(|(_, arg)| match arg {
        Arg::Text(arg) => arg.chars().count() > 3 && text.contains(arg.as_str()),
        Arg::Number(_) => false,
        Arg::Message(inner) => repeats(inner, text),
    })
}
