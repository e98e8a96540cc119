//! What a text is by its shape, when it was pasted into a field it does not belong into.

use crate::access_key::{looks_like_key_id, looks_like_secret};
use crate::arn::{self, AccountId};
use crate::external_id::ExternalId;
use crate::message::{Message, fields};
use crate::refusal::Refusal;
use crate::region::Region;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Secret,
    KeyId,
    AccountId,
    ExternalId,
    Email,
    Region,
    /// With what it is the ARN of.
    Arn(arn::Kind),
}

impl Shape {
    pub fn of(text: &str) -> Option<Self> {
        if let Some(kind) = arn::kind(text) {
            return Some(Self::Arn(kind));
        }
        [
            (Self::Secret, looks_like_secret as fn(&str) -> bool),
            (Self::KeyId, looks_like_key_id),
            (Self::AccountId, is_account),
            (Self::ExternalId, ExternalId::looks_like_ours),
            (Self::Email, is_email),
            (Self::Region, Region::is_known),
        ]
        .into_iter()
        .find_map(|(shape, is)| is(text).then_some(shape))
    }

    /// Says what it is, without repeating it, and what to enter in its place.
    pub fn instead_of(self, wanted: Message) -> Refusal {
        let (code, what) = match self {
            Self::Secret => ("looks_like_secret", fields::what_secret()),
            Self::KeyId => ("looks_like_key_id", fields::what_key_id()),
            Self::AccountId => ("account_id", fields::what_account()),
            Self::ExternalId => ("external_id", fields::what_external_id()),
            Self::Email => ("email", fields::what_email()),
            Self::Region => ("region_code", fields::what_region()),
            Self::Arn(kind) => {
                return Refusal::new("wrong_arn", fields::arn_of(kind.words(), wanted));
            }
        };
        Refusal::new(code, fields::looks_like(what, wanted))
    }
}

/// Twelve digits, or as the console writes them: 1111-2222-3333.
fn is_account(text: &str) -> bool {
    let by_four = text.len() == 14 && text.split('-').all(|part| part.len() == 4);
    (text.len() == 12 || by_four) && AccountId::parse(text).is_ok()
}

fn is_email(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && !part.contains(['@', '/', ':', ' ']);
    text.split_once('@')
        .is_some_and(|(name, host)| plain(name) && plain(host) && host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_told_apart() {
        for (text, shape) in [
            (
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                Some(Shape::Secret),
            ),
            ("AKIAIOSFODNN7EXAMPLE", Some(Shape::KeyId)),
            ("111122223333", Some(Shape::AccountId)),
            ("1111-2222-3333", Some(Shape::AccountId)),
            (
                "s3c-abababababababababababababababab",
                Some(Shape::ExternalId),
            ),
            ("me@example.com", Some(Shape::Email)),
            ("eu-west-1", Some(Shape::Region)),
            (
                "arn:aws:iam::111122223333:user/me",
                Some(Shape::Arn(arn::Kind::User)),
            ),
            ("my-data", None),
            ("my-data-1", None),
            ("20240101-1200", None),
            ("me@home", None),
        ] {
            assert_eq!(Shape::of(text), shape, "{text}");
        }
    }
}
