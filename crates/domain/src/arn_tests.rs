use super::*;

#[test]
fn a_principal_is_a_user_a_role_or_an_account() {
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
        "arn:aws:iam:eu-west-1:999988887777:role/a",
    ] {
        assert!(PrincipalArn::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_kms_key_is_named_by_its_whole_arn() {
    assert!(KmsKeyArn::parse("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab").is_ok());
    for (bad, code) in [
        ("arn:aws:kms:eu-west-1:111122223333:alias/x", "kms_alias"),
        ("arn:aws:s3:::b", "bad_account"),
        ("1234abcd", "not_an_arn"),
        (
            "arn:aws:kms:eu-west-1:111122223333:key/1234–abcd",
            "look_alike",
        ),
        (
            "arn:aws-iso:kms:us-iso-east-1:111122223333:key/1",
            "other_partition",
        ),
        ("arn:aws:kms:eu-west-1:111122223333:key/*", "not_a_kms_key"),
        ("arn:aws:kms:eu-west$1:111122223333:key/1", "not_a_kms_key"),
        ("arn:aws:kms::111122223333:key/1", "not_a_kms_key"),
        ("arn:aws:kms:cn-north-1:111122223333:key/1", "not_a_kms_key"),
    ] {
        assert_eq!(KmsKeyArn::parse(bad).expect_err(bad).code, code, "{bad}");
    }
}

#[test]
fn an_account_id_has_twelve_digits() {
    for good in ["111122223333", " 1111-2222-3333 ", "“111122223333”"] {
        assert_eq!(AccountId::parse(good).expect(good).as_str(), "111122223333");
    }
    for (bad, words) in [
        ("11112222333", "12 digits"),
        ("1111–2222–3333", "“1111-2222-3333”"),
    ] {
        let detail = AccountId::parse(bad).expect_err(bad).detail;
        assert!(detail.contains(words), "{bad}: {detail}");
    }
}
