//! Recognises values that were pasted into the wrong field, by their shape.

use crate::access_key_shape::{looks_like_key_id, looks_like_secret};
use crate::arn::{AccountId, ArnKind};
use crate::external_id::ExternalId;
use crate::message::{Message, fields};
use crate::refusal::Refusal;
use crate::region::Region;

/// The kind of a value that may be in the wrong field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MisplacedValue {
    Secret,
    KeyId,
    AccountId,
    /// An external ID that we generated.
    ExternalId,
    Email,
    Region,
    Arn(ArnKind),
}

impl MisplacedValue {
    pub fn detect(text: &str) -> Option<Self> {
        if let Some(kind) = ArnKind::detect(text) {
            return Some(Self::Arn(kind));
        }
        [
            (Self::Secret, looks_like_secret as fn(&str) -> bool),
            (Self::KeyId, looks_like_key_id),
            (Self::AccountId, is_account_id),
            (Self::ExternalId, ExternalId::is_generated_format),
            (Self::Email, is_email),
            (Self::Region, Region::is_known),
        ]
        .into_iter()
        .find_map(|(value, matches)| matches(text).then_some(value))
    }

    /// Creates a refusal that says what the value is and what to enter instead. It never repeats the value, which may
    /// be a secret.
    pub fn refuse(self, wanted: Message) -> Refusal {
        let (code, what) = match self {
            Self::Secret => ("looks_like_secret", fields::what_secret()),
            Self::KeyId => ("looks_like_key_id", fields::what_key_id()),
            Self::AccountId => ("account_id", fields::what_account()),
            Self::ExternalId => ("external_id", fields::what_external_id()),
            Self::Email => ("email", fields::what_email()),
            Self::Region => ("region_code", fields::what_region()),
            Self::Arn(kind) => {
                return Refusal::new("wrong_arn", fields::arn_of(kind.display_name(), wanted));
            }
        };
        Refusal::new(code, fields::looks_like(what, wanted))
    }
}

/// Returns whether the text is an account ID: twelve digits, or with hyphens as the console shows it, 1111-2222-3333.
/// Stricter than [`AccountId::parse`], which ignores hyphens anywhere, as in the bucket name `20240101-1200`.
fn is_account_id(text: &str) -> bool {
    let is_grouped = text.len() == 14 && text.split('-').all(|part| part.len() == 4);
    (text.len() == 12 || is_grouped) && AccountId::parse(text).is_ok()
}

fn is_email(text: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && !part.contains(['@', '/', ':', ' ']);
    text.split_once('@')
        .is_some_and(|(name, host)| is_plain(name) && is_plain(host) && host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detects_each_kind_of_value() {
        for (text, value) in [
            (
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                Some(MisplacedValue::Secret),
            ),
            ("AKIAIOSFODNN7EXAMPLE", Some(MisplacedValue::KeyId)),
            ("111122223333", Some(MisplacedValue::AccountId)),
            ("1111-2222-3333", Some(MisplacedValue::AccountId)),
            (
                "s3c-abababababababababababababababab",
                Some(MisplacedValue::ExternalId),
            ),
            ("me@example.com", Some(MisplacedValue::Email)),
            ("eu-west-1", Some(MisplacedValue::Region)),
            (
                "arn:aws:iam::111122223333:user/me",
                Some(MisplacedValue::Arn(ArnKind::User)),
            ),
            ("my-data", None),
            ("my-data-1", None),
            ("20240101-1200", None),
            ("me@home", None),
        ] {
            assert_eq!(MisplacedValue::detect(text), value, "{text}");
        }
    }
}
