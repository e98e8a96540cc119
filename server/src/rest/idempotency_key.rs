//! Reads the header `Idempotency-Key`.
//! <https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/>

use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use axum::http::{HeaderMap, HeaderName};
use secrecy::SecretString;

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
const MAX_LENGTH: usize = 255;

/// Returns the key of a request, if it has one. The standard puts it in quotation marks, as a string of structured fields;
/// many clients send it without them. Both are the same key.
///
/// # Errors
/// Returns `bad_idempotency_key` if the header is there more than once, or is not a key.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<SecretString>, Problem> {
    let mut values = headers.get_all(HEADER).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let key = match values.next() {
        None => parse(value.as_bytes()),
        Some(_) => None,
    };
    let key = key.ok_or_else(|| {
        let detail = format!(
            "The Idempotency-Key header must be one key of 1 to {MAX_LENGTH} visible ASCII characters, with or without quotation marks."
        );
        Problem::new(ProblemCode::BadIdempotencyKey, detail)
    })?;
    Ok(Some(SecretString::from(key)))
}

fn parse(value: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(value).ok()?.trim();
    let key = match text.strip_prefix('"') {
        Some(rest) => unescape(rest.strip_suffix('"')?)?,
        None => text.to_owned(),
    };
    let is_valid =
        (1..=MAX_LENGTH).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    is_valid.then_some(key)
}

/// Returns the content of a string of structured fields, in which a backslash stands before quotation marks and before
/// other backslashes, and before nothing else (RFC 9651, section 4.2.5).
fn unescape(text: &str) -> Option<String> {
    let mut content = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        content.push(match character {
            '\\' => characters.next().filter(|next| "\"\\".contains(*next))?,
            '"' => return None,
            other => other,
        });
    }
    Some(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_a_key_with_and_without_quotation_marks() {
        for (value, key) in [
            (
                "8e03978e-40d5-43dd-bc93-6894a57f9324",
                "8e03978e-40d5-43dd-bc93-6894a57f9324",
            ),
            ("\"8e03978e\"", "8e03978e"),
            (" a ", "a"),
            (r#""a\"b\\c""#, r#"a"b\c"#),
            (r"a\b", r"a\b"),
            (&"k".repeat(MAX_LENGTH), &"k".repeat(MAX_LENGTH)),
        ] {
            assert_eq!(parse(value.as_bytes()).as_deref(), Some(key), "{value}");
        }
    }

    #[test]
    fn refuses_what_is_not_one_key() {
        for value in [
            "",
            " ",
            "\"\"",
            "\"",
            "\"a",
            "\"a\";x=1",
            "\"a\"b\"",
            r#""a\""#,
            r#""a\b""#,
            "a b",
            "\"a b\"",
            "a\tb",
            "é",
            "\u{7f}",
            &"k".repeat(MAX_LENGTH + 1),
        ] {
            assert_eq!(parse(value.as_bytes()), None, "{value}");
        }
        assert_eq!(parse(b"\xff"), None);
    }
}
