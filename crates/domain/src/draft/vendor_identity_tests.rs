use super::*;
use crate::connect_ui::field_value::RawValue;

const USER: &str = "arn:aws:iam::999988887777:user/s3-connect";
const ROLE: &str = "arn:aws:iam::999988887777:role/vendor";

#[test]
fn refuses_the_vendors_own_arn_and_other_partitions() {
    for (principal, pasted, code) in [
        (USER, USER, Some("own_arn")),
        (
            USER,
            " “arn:aws:iam::999988887777:user/s3-connect” ",
            Some("own_arn"),
        ),
        (
            USER,
            "arn:aws:iam::999988887777:role/s3-connect",
            Some("own_arn"),
        ),
        (USER, "arn:aws:iam::999988887777:role/reader", None),
        (USER, "arn:aws:iam::111122223333:role/s3-connect", None),
        (
            USER,
            "arn:aws:iam::999988887777:user/other",
            Some("not_a_role"),
        ),
        (
            USER,
            "arn:aws-cn:iam::111122223333:role/reader",
            Some("other_partition"),
        ),
        (ROLE, ROLE, Some("own_arn")),
        (
            ROLE,
            "arn:aws:iam::999988887777:role/team/vendor",
            Some("own_arn"),
        ),
        (
            ROLE,
            "arn:aws:sts::999988887777:assumed-role/vendor/i-0ab",
            Some("own_arn"),
        ),
        (
            "arn:aws:iam::999988887777:root",
            "arn:aws:iam::999988887777:root",
            Some("own_arn"),
        ),
        (
            "arn:aws:iam::999988887777:root",
            "arn:aws:iam::999988887777:role/reader",
            None,
        ),
        (
            "arn:aws-cn:iam::999988887777:user/u",
            "arn:aws-cn:iam::111122223333:role/r",
            None,
        ),
        (
            "arn:aws-cn:iam::999988887777:user/u",
            "arn:aws:iam::111122223333:role/r",
            Some("other_partition"),
        ),
    ] {
        let principal = PrincipalArn::parse(principal).expect("principal");
        let vendor = VendorIdentity {
            principal: Some(&principal),
            external_ids: &[],
        };
        let refusal = vendor.parse_role_arn(pasted).err();
        assert_eq!(
            refusal.as_ref().map(|r| r.code),
            code,
            "{pasted}: {refusal:?}"
        );
    }
    assert!(
        VendorIdentity::default()
            .parse_role_arn("arn:aws-cn:iam::999988887777:role/r")
            .is_ok()
    );
}

#[test]
fn a_refusal_says_what_the_arn_is_and_what_to_enter() {
    let principal = PrincipalArn::parse(USER).expect("principal");
    let vendor = VendorIdentity {
        principal: Some(&principal),
        external_ids: &[],
    };
    for (pasted, words) in [
        (
            USER,
            "This is our own user, arn:aws:iam::999988887777:user/s3-connect, which the role’s trust policy names. Enter the ARN of the role in your account. It looks like arn:aws:iam::111122223333:role/name.",
        ),
        (
            "arn:aws-us-gov:iam::111122223333:role/r",
            "This role is in AWS GovCloud (US) (aws-us-gov), and we are in commercial AWS (aws). These are separate AWS partitions, which can’t reach each other.",
        ),
    ] {
        assert_eq!(
            vendor.parse_role_arn(pasted).expect_err(pasted).detail,
            words
        );
    }
}

#[test]
fn a_foreign_external_id_causes_a_notice() {
    let own = ExternalId::from_random([0xab; 16]);
    let vendor = VendorIdentity {
        principal: None,
        external_ids: std::slice::from_ref(&own),
    };
    for (value, is_foreign) in [
        ("", false),
        (own.as_str(), false),
        (" \"s3c-abababababababababababababababab\"\n", false),
        ("s3c-abababababababababababababababac", true),
        ("s3c-ABABABABABABABABABABABABABABABAB", true),
        ("mine", true),
    ] {
        let mut raw = RawDraft::default();
        raw.fields.insert(
            field_names::EXTERNAL_ID.to_owned(),
            RawValue::Text(value.to_owned()),
        );
        let notice = vendor.external_id_notice(&raw);
        assert_eq!(notice.is_some(), is_foreign, "{value}");
        if let Some(notice) = notice {
            assert_eq!(
                (notice.field.as_str(), notice.code.as_str()),
                ("aws_external_id", "external_id_edited")
            );
            assert!(
                notice.detail.contains(own.as_str()) && !notice.detail.contains("mine"),
                "{}",
                notice.detail
            );
        }
        assert_eq!(VendorIdentity::default().external_id_notice(&raw), None);
    }
}

#[test]
fn accepts_the_previous_external_id_during_a_rotation() {
    let ids = [
        ExternalId::from_random([1; 16]),
        ExternalId::from_random([2; 16]),
    ];
    let vendor = VendorIdentity {
        principal: None,
        external_ids: &ids,
    };
    for (value, is_foreign) in [
        (ids[0].as_str(), false),
        (ids[1].as_str(), false),
        ("mine", true),
    ] {
        let mut raw = RawDraft::default();
        raw.fields.insert(
            field_names::EXTERNAL_ID.to_owned(),
            RawValue::Text(value.to_owned()),
        );
        let notice = vendor.external_id_notice(&raw);
        assert_eq!(notice.is_some(), is_foreign, "{value}");
        assert!(notice.is_none_or(|notice| notice.detail.contains(ids[0].as_str())));
    }
}
