use super::*;

#[test]
fn accepts_a_role_with_any_path() {
    let role = RoleArn::parse(" arn:aws-us-gov:iam::111122223333:role/team/data/S3+Reader ")
        .expect("role");
    assert_eq!(
        role.as_str(),
        "arn:aws-us-gov:iam::111122223333:role/team/data/S3+Reader"
    );
    assert_eq!(
        (role.partition(), role.account().as_str(), role.name()),
        (Partition::UsGov, "111122223333", "S3+Reader")
    );
    for good in [
        "arn:aws:iam::111122223333:role/service-role/r",
        "\"arn:aws:iam::111122223333:role/r\"",
        "\u{feff}arn:aws-cn:iam::111122223333:role/r\u{a0}",
    ] {
        assert!(RoleArn::parse(good).is_ok(), "{good}");
    }
}

/// Checks the code of each refusal, and a part of its message.
#[track_caller]
fn assert_refused(cases: &[(&str, &str, &str)]) {
    for (pasted, code, words) in cases {
        let refusal = RoleArn::parse(pasted).expect_err(pasted);
        assert_eq!(refusal.code, *code, "{pasted:?}: {}", refusal.detail);
        let detail = refusal.detail;
        assert!(detail.contains(words), "{pasted:?}: {detail}");
        assert!(!detail.contains("wJalr"), "{detail}");
    }
}

#[test]
fn refuses_roles_whose_trust_policy_nobody_can_change() {
    assert_refused(&[
        (
            "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_Admin_1234567890abcdef",
            "identity_center_role",
            "IAM Identity Center",
        ),
        (
            "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1234567890abcdef",
            "identity_center_role",
            "trust policy",
        ),
        (
            "arn:aws:iam::111122223333:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/AWSServiceRoleForFSx",
            "service_linked_role",
            "service-linked",
        ),
    ]);
    let own_role = "arn:aws:iam::111122223333:role/team/aws-reserved/sso.amazonaws.com/r";
    assert!(RoleArn::parse(own_role).is_ok());
}

#[test]
fn explains_a_text_that_is_not_an_arn() {
    assert_refused(&[
        (
            "role=arn:aws:iam::111122223333:role/a,b=c;",
            "whole_line",
            "Enter only arn:aws:iam::111122223333:role/a,b=c.",
        ),
        ("", "required", "Enter the role’s ARN."),
        (
            "arn:aws:iam:eu-west-1:111122223333:role/reader",
            "not_an_arn",
            "arn:aws:iam::111122223333:role/name",
        ),
        (
            "s3-connect-reader",
            "not_an_arn",
            "only a name. Enter the role’s whole ARN. It looks like arn:aws:iam::111122223333:role/s3-connect-reader",
        ),
        ("what is this?", "not_an_arn", "whole ARN"),
        (
            "444455556666",
            "account_id",
            "an AWS account ID. Enter the role’s whole ARN. It looks like arn:aws:iam::444455556666:role/name",
        ),
        (
            "4444-5555-6666",
            "account_id",
            "arn:aws:iam::444455556666:role/name",
        ),
        (
            "s3c-abababababababababababababababab",
            "external_id",
            "the external ID. It belongs in the role’s trust policy.",
        ),
        (
            "AKIAIOSFODNN7EXAMPLE",
            "looks_like_key_id",
            "the access key ID",
        ),
        (
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "looks_like_secret",
            "the secret access key",
        ),
        ("me@example.com", "email", "an email address"),
        (
            "https://us-east-1.console.aws.amazon.com/iam/home?region=eu-west-1#/roles/details/reader?section=permissions",
            "console_url",
            "arn:aws:iam::111122223333:role/reader",
        ),
        (
            "https://console.aws.amazon.com/iam/home#/roles/reader",
            "console_url",
            "role/reader",
        ),
        (
            "https://us-east-1.console.aws.amazon.com/iam/home#/users",
            "console_url",
            "role/name",
        ),
        (
            "Role ARN: arn:aws:iam::111122223333:role/reader",
            "whole_line",
            "Enter only arn:aws:iam::111122223333:role/reader.",
        ),
        (
            "\"Arn\": \"arn:aws:iam::111122223333:role/reader\",",
            "whole_line",
            "Enter only arn:aws:iam::111122223333:role/reader.",
        ),
    ]);
}

#[test]
fn explains_an_arn_of_something_else() {
    let long = format!("arn:aws:iam::111122223333:role/{}", "r".repeat(65));
    assert_refused(&[
        (
            "arn:aws:iam::111122223333:user/bob",
            "not_a_role",
            "of a user. Enter the ARN of the role. It looks like arn:aws:iam::111122223333:role/name",
        ),
        (
            "arn:aws:iam::444455556666:policy/p",
            "not_a_role",
            "of a policy. Enter the ARN of the role. It looks like arn:aws:iam::444455556666:role/name",
        ),
        (
            "arn:aws:iam::111122223333:group/g",
            "not_a_role",
            "of a group",
        ),
        (
            "arn:aws:iam::444455556666:instance-profile/web",
            "not_a_role",
            "often has the same name: arn:aws:iam::444455556666:role/web",
        ),
        (
            "arn:aws:iam::111122223333:root",
            "not_a_role",
            "of an account",
        ),
        (
            "arn:aws:sts::444455556666:assumed-role/reader/me",
            "session_arn",
            "probably arn:aws:iam::444455556666:role/reader.",
        ),
        (
            "arn:aws:sts::111122223333:federated-user/me",
            "not_a_role",
            "a federated user",
        ),
        (
            "arn:aws:s3:::bucket",
            "not_a_role",
            "of a bucket. Enter it in the field for the bucket.",
        ),
        (
            "arn:aws:kms:eu-west-1:111122223333:key/1",
            "not_a_role",
            "a KMS key",
        ),
        (
            "arn:aws:iam::11112222333:role/r",
            "bad_account",
            "12 digits",
        ),
        (
            "arn:aws:iam::1111-2222-3333:role/r",
            "bad_account",
            "12 digits",
        ),
        (
            "arn:aws-eu:iam::111122223333:role/r",
            "bad_partition",
            "aws-us-gov",
        ),
        (
            "arn:aws-iso:iam::111122223333:role/r",
            "other_partition",
            "AWS ISO (US) (aws-iso)",
        ),
        ("arn:aws:iam::111122223333:role/", "bad_role_name", "64"),
        ("arn:aws:iam::111122223333:role/a b", "bad_role_name", "64"),
        ("arn:aws:iam::111122223333:role/a\0", "bad_role_name", "64"),
        (long.as_str(), "bad_role_name", "64"),
        (
            "arn:aws:iam::111122223333:rоle/reader",
            "look_alike",
            "U+043E) is a Cyrillic letter and only looks like “o”. You probably mean “arn:aws:iam::111122223333:role/reader”",
        ),
        (
            "arn:aws:iam::111122223333:role/s3–reader",
            "look_alike",
            "You probably mean “arn:aws:iam::111122223333:role/s3-reader”",
        ),
        (
            "arn：aws:iam::111122223333:role/reader",
            "look_alike",
            "full-width",
        ),
    ]);
}
