//! What a text is by its shape, when it was pasted into a field it does not belong into.

use crate::access_key::{looks_like_key_id, looks_like_secret};
use crate::arn::{self, AccountId};
use crate::external_id::ExternalId;
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
    Arn(&'static str),
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
    pub fn instead_of(self, wanted: &str) -> Refusal {
        let (code, what) = match self {
            Self::Secret => ("looks_like_secret", "the secret access key"),
            Self::KeyId => ("looks_like_key_id", "the access key ID"),
            Self::AccountId => ("account_id", "an AWS account ID"),
            Self::ExternalId => ("external_id", "the external ID"),
            Self::Email => ("email", "an email address"),
            Self::Region => ("region_code", "the code of a region"),
            Self::Arn(kind) => {
                return Refusal::new("wrong_arn", format!("This is the ARN of {kind}. {wanted}"));
            }
        };
        Refusal::new(code, format!("This looks like {what}. {wanted}"))
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
                Some(Shape::Arn("a user")),
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
