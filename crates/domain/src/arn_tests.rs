use super::*;

#[test]
fn role_arns() {
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
    let long = format!("arn:aws:iam::111122223333:role/{}", "r".repeat(65));
    for (bad, code) in [
        ("", "required"),
        ("my-role", "not_an_arn"),
        ("arn:aws:iam::111122223333:user/bob", "not_a_role"),
        ("arn:aws:iam::111122223333:policy/p", "not_a_role"),
        ("arn:aws:iam::111122223333:root", "not_a_role"),
        ("arn:aws:s3:::bucket", "not_a_role"),
        ("arn:aws:sts::111122223333:assumed-role/r/s", "session_arn"),
        ("arn:aws:iam::11112222333:role/r", "bad_account"),
        ("arn:aws:iam::1111-2222-3333:role/r", "bad_account"),
        ("arn:aws-eu:iam::111122223333:role/r", "bad_partition"),
        ("arn:aws:iam::111122223333:role/", "bad_role_name"),
        ("arn:aws:iam::111122223333:role/a b", "bad_role_name"),
        ("arn:aws:iam::111122223333:role/a\0", "bad_role_name"),
        (long.as_str(), "bad_role_name"),
    ] {
        assert_eq!(RoleArn::parse(bad).expect_err(bad).code, code, "{bad:?}");
    }
}

#[test]
fn a_session_is_answered_with_its_role() {
    let refusal =
        RoleArn::parse("arn:aws:sts::111122223333:assumed-role/reader/me").expect_err("session");
    assert!(
        refusal
            .detail
            .contains("arn:aws:iam::111122223333:role/reader")
    );
}

#[test]
fn principals() {
    for (text, principal) in [
        (
            "arn:aws:iam::999988887777:user/s3-connect",
            "arn:aws:iam::999988887777:user/s3-connect",
        ),
        (
            "arn:aws:iam::999988887777:role/a/b",
            "arn:aws:iam::999988887777:role/a/b",
        ),
        (
            "arn:aws:iam::999988887777:root",
            "arn:aws:iam::999988887777:root",
        ),
        (
            "arn:aws:sts::999988887777:assumed-role/vendor/i-0ab",
            "arn:aws:iam::999988887777:role/vendor",
        ),
    ] {
        assert_eq!(PrincipalArn::parse(text).expect(text).as_str(), principal);
    }
    for bad in [
        "",
        "arn:aws:iam::999988887777:group/x",
        "arn:aws:s3:::b",
        "arn:aws:sts::999988887777:federated-user/x",
    ] {
        assert!(PrincipalArn::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn kms_keys() {
    assert!(KmsKeyArn::parse("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab").is_ok());
    for (bad, code) in [
        ("arn:aws:kms:eu-west-1:111122223333:alias/x", "kms_alias"),
        ("arn:aws:s3:::b", "bad_account"),
        ("1234abcd", "not_an_arn"),
        ("arn:aws:kms:eu-west-1:111122223333:key/*", "not_a_kms_key"),
    ] {
        assert_eq!(KmsKeyArn::parse(bad).expect_err(bad).code, code, "{bad}");
    }
}
