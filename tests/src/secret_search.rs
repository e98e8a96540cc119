//! Searches bytes for secrets that must not be in them.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use std::fmt::Write as _;

/// Asserts that `bytes` contain a secret neither as it is, nor in a usual encoding, nor in another case, nor its first
/// half.
///
/// # Panics
/// Panics if they do, with the text around the secret.
#[track_caller]
pub fn assert_secret_absent(what: &str, secret: &str, place: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let escaped: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let forms = [
        secret.to_owned(),
        escaped,
        secret.replace('/', "\\/"),
        secret.replace('/', "&#x2F;"),
        STANDARD.encode(secret),
        STANDARD_NO_PAD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
        hex(secret),
        // Half of a secret is already too much to leak.
        secret.chars().take(secret.len() / 2).collect(),
    ];
    for form in forms {
        if let Some(at) = text.find(&form.to_ascii_lowercase()) {
            let before: String = text[..at]
                .chars()
                .rev()
                .take(300)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            let after: String = text[at..].chars().take(150).collect();
            panic!("{what} is in {place}: …{before}▸{after}…");
        }
    }
}

fn hex(text: &str) -> String {
    text.bytes().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Returns the secrets of all temporary credentials in STS's answers.
pub fn temporary_secrets(answered: &str) -> Vec<String> {
    ["SecretAccessKey", "SessionToken"]
        .into_iter()
        .flat_map(|tag| {
            let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
            answered
                .split(&open)
                .skip(1)
                .filter_map(|rest| rest.split_once(&close))
                .map(|(secret, _)| secret.to_owned())
                .collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    #[test]
    fn finds_secrets_in_every_encoding() {
        let base64 = STANDARD.encode(SECRET);
        for text in [
            SECRET,
            &SECRET.to_lowercase(),
            &SECRET[..25],
            &base64,
            "wJalrXUtnFEMI%2FK7MDENG%2FbPxRfiCYEXAMPLEKEY",
        ] {
            let bytes = format!("before {text} after");
            let found = std::panic::catch_unwind(|| {
                assert_secret_absent("it", SECRET, "the text", bytes.as_bytes());
            });
            assert!(found.is_err(), "{text}");
        }
        assert_secret_absent(
            "it",
            SECRET,
            "the text",
            b"the last four may be shown: EKEY",
        );
        assert_eq!(
            temporary_secrets("<a><SessionToken>x/y</SessionToken></a>"),
            ["x/y"]
        );
    }
}
