//! Parses the message of an `AccessDenied`: which action was denied, on which resource, and by which kind of policy.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html>

use crate::response_text::max_length;
use domain::{Denial, PolicyKind};

/// How AWS names each kind of policy. AWS also writes the plural, hence the stems.
const POLICY_NAMES: [(&str, PolicyKind); 9] = [
    ("identity-based polic", PolicyKind::Identity),
    ("resource-based polic", PolicyKind::Resource),
    ("role trust polic", PolicyKind::Trust),
    ("service control polic", PolicyKind::ServiceControl),
    ("resource control polic", PolicyKind::ResourceControl),
    ("permissions boundary", PolicyKind::Boundary),
    ("permission boundary", PolicyKind::Boundary),
    ("session polic", PolicyKind::Session),
    ("vpc endpoint polic", PolicyKind::VpcEndpoint),
];

const EXPLICIT_DENY: &str = " with an explicit deny in ";
const IMPLICIT_DENY: &str = " because no ";

/// Parses the message of an `AccessDenied`. Fields that the message does not state stay empty.
pub(crate) fn parse_denial(message: &str) -> Denial {
    let (request, reason, explicit) = split_reason(message);
    Denial {
        action: word_after(request, "not authorized to perform: "),
        resource: word_after(request, " on resource: "),
        policy: reason.and_then(policy_kind),
        policy_arn: reason.filter(|_| explicit).and_then(policy_arn),
        explicit,
    }
}

/// Splits a message into the denied request, the reason if there is one, and whether the reason is an explicit deny.
fn split_reason(message: &str) -> (&str, Option<&str>, bool) {
    // The reason comes last. The text before it contains names that other people chose, such as object keys, and
    // those can look like a reason. So the last match counts.
    let explicit = message.rfind(EXPLICIT_DENY).map(|at| (at, EXPLICIT_DENY));
    let implicit = message.rfind(IMPLICIT_DENY).map(|at| (at, IMPLICIT_DENY));
    match explicit.max(implicit) {
        Some((at, marker)) => (
            &message[..at],
            Some(&message[at + marker.len()..]),
            marker == EXPLICIT_DENY,
        ),
        None => (message, None, false),
    }
}

/// Returns the kind of policy that the reason names first. An ARN may follow and contain another kind's name.
fn policy_kind(reason: &str) -> Option<PolicyKind> {
    let reason = reason.to_ascii_lowercase();
    let position = |(name, kind): &(&str, PolicyKind)| reason.find(name).map(|at| (at, *kind));
    POLICY_NAMES
        .iter()
        .filter_map(position)
        .min_by_key(|(at, _)| *at)
        .map(|(_, kind)| kind)
}

/// Returns the ARN that follows the kind of policy, as in `identity-based policy: arn:aws:iam::111122223333:policy/x`.
/// <https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns>
fn policy_arn(reason: &str) -> Option<String> {
    let (_, arn) = reason.split_once(": ")?;
    // Another sentence can follow, with further ways to look into the denial.
    let arn = arn.split_whitespace().next()?.trim_end_matches('.');
    let is_arn = arn.starts_with("arn:") && arn.len() <= max_length::ARN;
    is_arn.then(|| arn.to_owned())
}

/// Returns the word that follows `marker`. The word is quoted, or else it ends at the next blank.
fn word_after(text: &str, marker: &str) -> Option<String> {
    let (_, rest) = text.split_once(marker)?;
    let word = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split_whitespace().next(),
    };
    word.filter(|word| (1..=max_length::ARN).contains(&word.len()))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PREFIX: &str =
        "User: arn:aws:iam::111122223333:user/tenant is not authorized to perform: ";

    #[test]
    fn recognizes_each_kind_of_policy_by_its_name() {
        use PolicyKind::{
            Boundary, Identity, Resource, ResourceControl, ServiceControl, Session, Trust,
            VpcEndpoint,
        };
        for (name, kind) in [
            ("identity-based policy", Identity),
            ("resource-based policy", Resource),
            ("role trust policy", Trust),
            ("service control policy", ServiceControl),
            ("resource control policy", ResourceControl),
            ("permissions boundary", Boundary),
            ("permission boundary", Boundary),
            ("session policy", Session),
            ("VPC endpoint policy", VpcEndpoint),
        ] {
            let message = format!(
                "{PREFIX}s3:PutObject on resource: \"arn:aws:s3:::my-data/in/x y\" because no {name} allows the s3:PutObject action"
            );
            let expected = Denial {
                action: Some("s3:PutObject".to_owned()),
                resource: Some("arn:aws:s3:::my-data/in/x y".to_owned()),
                policy: Some(kind),
                policy_arn: None,
                explicit: false,
            };
            assert_eq!(parse_denial(&message), expected, "{name}");
            let message = format!(
                "{PREFIX}s3:PutObject on resource: \"arn:aws:s3:::my-data/in/x y\" with an explicit deny in a {name}: arn:aws:organizations::1:policy/p-1"
            );
            let expected = Denial {
                explicit: true,
                policy_arn: Some("arn:aws:organizations::1:policy/p-1".to_owned()),
                ..expected
            };
            assert_eq!(parse_denial(&message), expected, "{name}");
        }
    }

    #[test]
    fn returns_an_empty_denial_for_a_message_without_a_reason() {
        for message in ["", "Access Denied", "User: x is not authorized"] {
            assert_eq!(parse_denial(message), Denial::default(), "{message}");
        }
    }

    #[test]
    fn ignores_a_key_that_looks_like_a_reason() {
        let message = format!(
            "{PREFIX}s3:GetObject on resource: \"arn:aws:s3:::my-data/in/x with an explicit deny in a service control policy\" because no identity-based policy allows the s3:GetObject action"
        );
        let found = parse_denial(&message);
        assert_eq!(
            (found.policy, found.explicit),
            (Some(PolicyKind::Identity), false)
        );
    }

    #[test]
    fn ignores_policy_names_before_the_reason() {
        let message = format!(
            "{PREFIX}s3:GetObject on resource: \"arn:aws:s3:::my-data/session policy\" with an explicit deny in an identity-based policy"
        );
        assert_eq!(parse_denial(&message).policy, Some(PolicyKind::Identity));
    }

    #[test]
    fn parses_the_arn_of_the_policy() {
        let arn = "arn:aws:iam::111122223333:policy/team.a/no-writes";
        for (end, expected) in [
            (format!(": {arn}"), Some(arn)),
            (format!(": {arn}."), Some(arn)),
            (
                format!(": {arn}. Go to https://console.aws.amazon.com/ for complete details"),
                Some(arn),
            ),
            (format!(": {}", "arn:".repeat(1_000)), None),
            (": not an ARN".to_owned(), None),
            (String::new(), None),
        ] {
            let message = format!(
                "{PREFIX}s3:PutObject on resource: \"arn:aws:s3:::my-data/in/x\" with an explicit deny in an identity-based policy{end}"
            );
            let found = parse_denial(&message);
            assert_eq!(found.policy_arn.as_deref(), expected, "{end}");
            assert_eq!(
                (found.policy, found.explicit),
                (Some(PolicyKind::Identity), true)
            );
        }
    }

    #[test]
    fn parses_a_resource_without_quotes() {
        let message = format!(
            "{PREFIX}kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/1234 because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access"
        );
        let found = parse_denial(&message);
        assert_eq!(found.action.as_deref(), Some("kms:Decrypt"));
        assert_eq!(
            found.resource.as_deref(),
            Some("arn:aws:kms:eu-west-1:111122223333:key/1234")
        );
        assert_eq!((found.policy, found.explicit), (None, false));
    }
}
