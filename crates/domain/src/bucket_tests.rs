use super::*;
use proptest::prelude::*;

#[test]
fn a_bucket_name_follows_the_rules_of_aws() {
    let longest = "a".repeat(63);
    for good in [
        "abc",
        "my-company-data",
        "a.b.c",
        "1-2-3",
        "111122223333",
        "logs.2026",
        longest.as_str(),
    ] {
        assert_eq!(BucketName::parse(good).expect(good).as_str(), good);
    }
    let long = "a".repeat(64);
    for (bad, code) in [
        ("", "required"),
        ("ab", "bad_length"),
        (long.as_str(), "bad_length"),
        ("My-Bucket", "bad_character"),
        ("my_bucket", "bad_character"),
        ("my bucket", "bad_character"),
        ("my\0bucket", "bad_character"),
        ("mу-bucket", "look_alike"),
        ("müller-data", "bad_character"),
        ("-abc", "bad_edge"),
        ("abc-", "bad_edge"),
        (".abc", "bad_edge"),
        ("a..b", "two_dots"),
        ("192.168.5.4", "ip_address"),
        ("xn--abc", "reserved"),
        ("sthree-abc", "reserved"),
        ("amzn-s3-demo-bucket", "reserved"),
        ("abc-s3alias", "reserved"),
        ("abc--ol-s3", "reserved"),
        ("abc.mrap", "reserved"),
        ("abc--usw2-az1--x-s3", "reserved"),
        ("abc--table-s3", "reserved"),
    ] {
        assert_eq!(BucketName::parse(bad).expect_err(bad).code, code, "{bad:?}");
    }
}

#[test]
fn a_name_of_an_account_regional_namespace_contains_account_and_region() {
    for (name, expected) in [
        (
            "data-111122223333-eu-west-1-an",
            Some(("111122223333", "eu-west-1")),
        ),
        (
            "a-b-111122223333-us-gov-west-1-an",
            Some(("111122223333", "us-gov-west-1")),
        ),
        // The prefix can look like another account.
        (
            "999988887777-111122223333-ap-southeast-2-an",
            Some(("111122223333", "ap-southeast-2")),
        ),
        ("111122223333-eu-west-1-an", None),
        ("data-11112222333-eu-west-1-an", None),
        ("data-111122223333-eu-west-1", None),
        // Older names can end like this by chance.
        ("data-111122223333-from-milan-an", None),
        ("data-111122223333-xx-nowhere-9-an", None),
        ("data-an", None),
    ] {
        let found = BucketName::parse(name).expect(name).account_regional();
        let found = found
            .as_ref()
            .map(|found| (found.account.as_str(), found.region.as_str()));
        assert_eq!(found, expected, "{name}");
    }
}

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
fn suggests_small_letters_for_capitals() {
    let refusal = BucketName::parse("My-Data").expect_err("capital");
    assert!(refusal.detail.contains("“my-data”"), "{}", refusal.detail);
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
            "access_point",
            "an access point",
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

    #[test]
    fn an_accepted_name_is_accepted_again(name in "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]") {
        if let Ok(bucket) = BucketName::parse(&name) {
            prop_assert_eq!(BucketName::parse(bucket.as_str()), Ok(bucket));
        }
    }
}
