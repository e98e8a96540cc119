use super::*;
use crate::field_value::RawValue;

const USER: &str = "arn:aws:iam::999988887777:user/s3-connect";
const ROLE: &str = "arn:aws:iam::999988887777:role/vendor";

#[test]
fn our_own_arns_and_other_partitions_are_refused() {
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
        let ours = Ours {
            principal: Some(&principal),
            external_ids: &[],
        };
        let refusal = ours.role(pasted).err();
        assert_eq!(
            refusal.as_ref().map(|r| r.code),
            code,
            "{pasted}: {refusal:?}"
        );
    }
    assert!(
        Ours::default()
            .role("arn:aws-cn:iam::999988887777:role/r")
            .is_ok()
    );
}

#[test]
fn the_words_say_what_it_is_and_what_to_enter() {
    let principal = PrincipalArn::parse(USER).expect("principal");
    let ours = Ours {
        principal: Some(&principal),
        external_ids: &[],
    };
    for (pasted, words) in [
        (
            USER,
            "This is our own user, arn:aws:iam::999988887777:user/s3-connect, which the role’s trust policy names. Enter the ARN of the role in your account; it looks like arn:aws:iam::111122223333:role/name.",
        ),
        (
            "arn:aws-us-gov:iam::111122223333:role/r",
            "This role is in AWS GovCloud (US) (aws-us-gov), and we are in commercial AWS (aws). These are separate partitions of AWS, which cannot reach each other.",
        ),
    ] {
        assert_eq!(ours.role(pasted).expect_err(pasted).detail, words);
    }
}

#[test]
fn an_external_id_is_ours_or_none() {
    let own = ExternalId::from_random([0xab; 16]);
    let ours = Ours {
        principal: None,
        external_ids: std::slice::from_ref(&own),
    };
    for (sent, edited) in [
        ("", false),
        (own.as_str(), false),
        (" \"s3c-abababababababababababababababab\"\n", false),
        ("s3c-abababababababababababababababac", true),
        ("s3c-ABABABABABABABABABABABABABABABAB", true),
        ("mine", true),
    ] {
        let mut raw = RawDraft::default();
        raw.fields.insert(
            names::EXTERNAL_ID.to_owned(),
            RawValue::Text(sent.to_owned()),
        );
        let told = ours.other_external_id(&raw);
        assert_eq!(told.is_some(), edited, "{sent}");
        if let Some(told) = told {
            assert_eq!(
                (told.field.as_str(), told.code.as_str()),
                ("aws_external_id", "external_id_edited")
            );
            assert!(
                told.detail.contains(own.as_str()) && !told.detail.contains("mine"),
                "{}",
                told.detail
            );
        }
        assert_eq!(Ours::default().other_external_id(&raw), None);
    }
}

#[test]
fn while_it_is_being_replaced_the_one_before_is_ours_too() {
    let ids = [
        ExternalId::from_random([1; 16]),
        ExternalId::from_random([2; 16]),
    ];
    let ours = Ours {
        principal: None,
        external_ids: &ids,
    };
    for (sent, edited) in [
        (ids[0].as_str(), false),
        (ids[1].as_str(), false),
        ("mine", true),
    ] {
        let mut raw = RawDraft::default();
        raw.fields.insert(
            names::EXTERNAL_ID.to_owned(),
            RawValue::Text(sent.to_owned()),
        );
        let told = ours.other_external_id(&raw);
        assert_eq!(told.is_some(), edited, "{sent}");
        assert!(told.is_none_or(|told| told.detail.contains(ids[0].as_str())));
    }
}
