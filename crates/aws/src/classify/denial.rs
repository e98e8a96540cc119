//! Takes apart what an “access denied” says of itself.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html>

use domain::{Denial, PolicyKind};

const KINDS: [(&str, PolicyKind); 9] = [
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

const EXPLICIT: &str = " with an explicit deny in ";
const IMPLICIT: &str = " because no ";

pub(super) fn denial(message: &str) -> Denial {
    let (what, reason, explicit) = split(message);
    Denial {
        action: word_after(what, "not authorized to perform: "),
        resource: word_after(what, " on resource: "),
        policy: reason.and_then(kind),
        explicit,
    }
}

/// The reason stands at the end; what comes before it holds names that others chose.
fn split(message: &str) -> (&str, Option<&str>, bool) {
    let explicit = message.rfind(EXPLICIT).map(|at| (at, EXPLICIT));
    let implicit = message.rfind(IMPLICIT).map(|at| (at, IMPLICIT));
    match explicit.max(implicit) {
        Some((at, mark)) => (
            &message[..at],
            Some(&message[at + mark.len()..]),
            mark == EXPLICIT,
        ),
        None => (message, None, false),
    }
}

fn kind(reason: &str) -> Option<PolicyKind> {
    let reason = reason.to_ascii_lowercase();
    let at = |(name, kind): &(&str, PolicyKind)| reason.find(name).map(|at| (at, *kind));
    KINDS
        .iter()
        .filter_map(at)
        .min_by_key(|(at, _)| *at)
        .map(|(_, kind)| kind)
}

/// ARNs have at most 2,048 characters. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const LONGEST_WORD: usize = 2_048;

/// Quoted, or up to the next blank.
fn word_after(text: &str, mark: &str) -> Option<String> {
    let (_, rest) = text.split_once(mark)?;
    let word = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split_whitespace().next(),
    };
    word.filter(|word| (1..=LONGEST_WORD).contains(&word.len()))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHO: &str = "User: arn:aws:iam::111122223333:user/tenant is not authorized to perform: ";

    #[test]
    fn each_kind_of_policy_is_told_by_its_name() {
        use PolicyKind::{
            Boundary, Identity, Resource, ResourceControl, ServiceControl, Session, Trust,
            VpcEndpoint,
        };
        for (named, kind) in [
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
                "{WHO}s3:PutObject on resource: \"arn:aws:s3:::my-data/in/x y\" because no {named} allows the s3:PutObject action"
            );
            let expected = Denial {
                action: Some("s3:PutObject".to_owned()),
                resource: Some("arn:aws:s3:::my-data/in/x y".to_owned()),
                policy: Some(kind),
                explicit: false,
            };
            assert_eq!(denial(&message), expected, "{named}");
            let message = format!(
                "{WHO}s3:PutObject on resource: \"arn:aws:s3:::my-data/in/x y\" with an explicit deny in a {named}: arn:aws:organizations::1:policy/p-1"
            );
            let expected = Denial {
                explicit: true,
                ..expected
            };
            assert_eq!(denial(&message), expected, "{named}");
        }
    }

    #[test]
    fn what_says_nothing_is_taken_for_nothing() {
        for message in ["", "Access Denied", "User: x is not authorized"] {
            assert_eq!(denial(message), Denial::default(), "{message}");
        }
    }

    #[test]
    fn a_file_whose_name_sounds_like_a_reason_decides_nothing() {
        let message = format!(
            "{WHO}s3:GetObject on resource: \"arn:aws:s3:::my-data/in/x with an explicit deny in a service control policy\" because no identity-based policy allows the s3:GetObject action"
        );
        let found = denial(&message);
        assert_eq!(
            (found.policy, found.explicit),
            (Some(PolicyKind::Identity), false)
        );
    }

    #[test]
    fn the_reason_begins_after_its_mark() {
        let message = format!(
            "{WHO}s3:GetObject on resource: \"arn:aws:s3:::my-data/session policy\" with an explicit deny in an identity-based policy"
        );
        assert_eq!(denial(&message).policy, Some(PolicyKind::Identity));
    }

    #[test]
    fn kms_names_the_key_without_quotes() {
        let message = format!(
            "{WHO}kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/1234 because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access"
        );
        let found = denial(&message);
        assert_eq!(found.action.as_deref(), Some("kms:Decrypt"));
        assert_eq!(
            found.resource.as_deref(),
            Some("arn:aws:kms:eu-west-1:111122223333:key/1234")
        );
        assert_eq!((found.policy, found.explicit), (None, false));
    }
}
