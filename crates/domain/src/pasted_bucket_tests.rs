use super::*;
use proptest::prelude::*;

#[test]
fn the_host_of_an_s3_endpoint_names_the_region() {
    for (host, region) in [
        ("s3.eu-west-1.amazonaws.com", Some("eu-west-1")),
        ("my-data.s3.eu-west-1.amazonaws.com", Some("eu-west-1")),
        ("my-data.s3-eu-west-1.amazonaws.com", Some("eu-west-1")),
        (
            "my-data.s3.dualstack.eu-west-1.amazonaws.com",
            Some("eu-west-1"),
        ),
        ("my-data.s3.cn-north-1.amazonaws.com.cn", Some("cn-north-1")),
        ("eu-west-1.s3.amazonaws.com", None),
        ("s3.amazonaws.com", None),
        ("s3.eu-west-1.example.com", None),
        ("", None),
    ] {
        let found = region_of_s3_host(host);
        assert_eq!(found.as_ref().map(Region::as_str), region, "{host}");
    }
}

#[test]
fn splits_every_form_of_a_pasted_bucket() {
    for (text, bucket, prefix, region) in [
        ("my-data", "my-data", None, None),
        ("  my-data\n", "my-data", None, None),
        ("“my-data”\u{200b}", "my-data", None, None),
        ("my-data/Приход", "my-data", Some("Приход"), None),
        ("my-data/", "my-data", None, None),
        (
            "my-data/incoming/orders",
            "my-data",
            Some("incoming/orders"),
            None,
        ),
        ("s3://my-data", "my-data", None, None),
        ("S3://my-data/in/", "my-data", Some("in/"), None),
        ("arn:aws:s3:::my-data", "my-data", None, None),
        ("arn:aws:s3:::my-data/*", "my-data", None, None),
        ("arn:aws-cn:s3:::my-data/in/*", "my-data", Some("in/"), None),
        (
            "https://s3.console.aws.amazon.com/s3/buckets/my-data?region=eu-west-1&prefix=in/or%20ders/&showversions=false",
            "my-data",
            Some("in/or ders/"),
            Some("eu-west-1"),
        ),
        (
            "https://eu-central-1.console.aws.amazon.com/s3/buckets/my-data?region=eu-central-1&tab=objects",
            "my-data",
            None,
            Some("eu-central-1"),
        ),
        (
            "https://us-east-1.console.aws.amazon.com/s3/object/my-data?region=us-east-1&prefix=a/b.csv",
            "my-data",
            Some("a/b.csv"),
            Some("us-east-1"),
        ),
        (
            "https://my-data.s3.eu-west-1.amazonaws.com/in/a",
            "my-data",
            Some("in/a"),
            Some("eu-west-1"),
        ),
        ("https://my.data.s3.amazonaws.com/", "my.data", None, None),
        (
            "https://s3.eu-west-1.amazonaws.com/my-data/in",
            "my-data",
            Some("in"),
            Some("eu-west-1"),
        ),
        (
            "https://my-data.s3-us-west-2.amazonaws.com",
            "my-data",
            None,
            Some("us-west-2"),
        ),
    ] {
        let found = PastedBucket::parse(text).expect(text);
        assert_eq!(
            (
                found.bucket.as_str(),
                found.prefix.as_deref(),
                found.region.as_ref().map(Region::as_str)
            ),
            (bucket, prefix, region),
            "{text}"
        );
    }
}

#[test]
fn explains_a_text_that_is_not_a_bucket() {
    for (text, code, words) in [
        (
            "https://example.com/my-data",
            "not_s3_url",
            "not an S3 address",
        ),
        (
            "https://s3.console.aws.amazon.com/s3/home",
            "no_bucket_in_url",
            "names no bucket",
        ),
        (
            "arn:aws:iam::111122223333:role/x",
            "wrong_arn",
            "the ARN of a role. Enter the bucket’s name.",
        ),
        ("arn:aws:iam::111122223333:user/x", "wrong_arn", "a user"),
        ("arn:aws", "wrong_arn", "incomplete"),
        (
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/x",
            "bad_access_point",
            "accesspoint/my-access-point",
        ),
        (
            "arn:aws-iso:s3:::my-data",
            "other_partition",
            "AWS ISO (US)",
        ),
        ("s3://", "required", "Enter the bucket’s name."),
        (
            "111122223333",
            "account_id",
            "If the bucket is really called that, enter s3://111122223333",
        ),
        ("1111-2222-3333", "account_id", "enter s3://1111-2222-3333"),
        ("eu-west-1", "region_code", "enter s3://eu-west-1"),
        ("eu-west-1/in", "region_code", "enter s3://eu-west-1"),
        (
            "AKIAIOSFODNN7EXAMPLE",
            "looks_like_key_id",
            "the access key ID. Enter the bucket’s name.",
        ),
        (
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "looks_like_secret",
            "the secret access key",
        ),
        (
            "abcdefgh/FEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "looks_like_secret",
            "the secret access key",
        ),
        (
            "s3c-abababababababababababababababab",
            "external_id",
            "the external ID",
        ),
        ("me@example.com", "email", "an email address"),
        (
            "My-Data",
            "bad_character",
            "the capital letter “M”. You probably mean “my-data”.",
        ),
        (
            "s3://My-Data/in",
            "bad_character",
            "You probably mean “my-data”.",
        ),
        (
            "my–data",
            "look_alike",
            "U+2013) is a typographic dash and only looks like “-”. You probably mean “my-data”.",
        ),
        (
            "my-dаta/Приход",
            "look_alike",
            "You probably mean “my-data”.",
        ),
    ] {
        let refusal = PastedBucket::parse(text).expect_err(text);
        assert_eq!(refusal.code, code, "{text}");
        assert!(refusal.detail.contains(words), "{text}: {}", refusal.detail);
        assert!(
            !refusal.detail.contains("MDENG"),
            "{text}: {}",
            refusal.detail
        );
    }
    let part = PastedBucket::parse("wJalrXUtnFEMIaK7MDENGabPxRfiCYEXAMPLEKE")
        .expect_err("a part of a secret");
    assert!(!part.detail.contains("wjalr"), "{}", part.detail);
}

#[test]
fn what_only_looks_like_a_bucket_is_refused_by_name() {
    for (text, code, words) in [
        (
            "arn:aws:s3::111122223333:accesspoint/abc.mrap",
            "multi_region_access_point",
            "Multi-Region Access Point",
        ),
        (
            "s3://arn:aws:s3::111122223333:accesspoint/abc.mrap/in",
            "multi_region_access_point",
            "Multi-Region Access Point",
        ),
        (
            "https://abc.mrap.accesspoint.s3-global.amazonaws.com/in",
            "multi_region_access_point",
            "Multi-Region Access Point",
        ),
        (
            "arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/abc",
            "object_lambda",
            "Object Lambda",
        ),
        (
            "arn:aws:s3-outposts:eu-west-1:111122223333:outpost/op-1/accesspoint/abc",
            "outposts",
            "Outposts",
        ),
        (
            "arn:aws:s3express:eu-west-1:111122223333:bucket/abc--euw1-az1--x-s3",
            "directory_bucket",
            "directory bucket",
        ),
        (
            "arn:aws:s3tables:eu-west-1:111122223333:bucket/abc",
            "table_bucket",
            "table bucket",
        ),
        (
            "abc--euw1-az1--x-s3/in",
            "directory_bucket",
            "directory bucket",
        ),
    ] {
        let refusal = PastedBucket::parse(text).expect_err(text);
        assert_eq!(refusal.code, code, "{text}");
        assert!(refusal.detail.contains(words), "{text}: {}", refusal.detail);
    }
}

#[test]
fn an_access_point_is_accepted_in_every_form() {
    const ARN: &str = "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point";
    const ALIAS: &str = "my-point-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias";
    for (text, bucket, prefix) in [
        (ARN, ARN, None),
        (
            "arn:aws:s3:eu-west-1:111122223333:accesspoint:my-point",
            ARN,
            None,
        ),
        (
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point/object/in/*",
            ARN,
            Some("in/"),
        ),
        (
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point/object/*",
            ARN,
            None,
        ),
        (
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point/objects/a",
            ARN,
            Some("objects/a"),
        ),
        (
            "s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point/object/a",
            ARN,
            Some("object/a"),
        ),
        (
            "https://my-point-111122223333.s3-accesspoint.eu-west-1.amazonaws.com/in/a%20b",
            ARN,
            Some("in/a b"),
        ),
        (ALIAS, ALIAS, None),
        (
            "s3://my-point-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias/in",
            ALIAS,
            Some("in"),
        ),
    ] {
        let found = PastedBucket::parse(text).expect(text);
        assert_eq!(found.bucket.as_str(), bucket, "{text}");
        assert_eq!(found.prefix.as_deref(), prefix, "{text}");
        assert_eq!(PastedBucket::unambiguous_text(&found.bucket), bucket);
        let region = found.region.as_ref().map(Region::as_str);
        assert_eq!(region, (bucket == ARN).then_some("eu-west-1"), "{text}");
    }
}

#[test]
fn a_scheme_makes_an_unlikely_name_acceptable() {
    for (name, text) in [
        ("111122223333", "s3://111122223333"),
        ("eu-west-1", "s3://eu-west-1"),
        ("my-data", "my-data"),
    ] {
        let pasted = PastedBucket::parse(text).expect(text);
        assert_eq!(pasted.bucket.as_str(), name);
        assert_eq!(PastedBucket::unambiguous_text(&pasted.bucket), text);
    }
}

proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,80}") {
        let _ = PastedBucket::parse(&text);
    }

    #[test]
    fn never_panics_on_url_like_text(text in "(https?://|s3://|arn:)[a-z0-9.:/?=&%é-]{0,60}") {
        let _ = PastedBucket::parse(&text);
    }
}
