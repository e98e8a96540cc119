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
        ("abc--ol-s3", "object_lambda"),
        ("abc.mrap", "multi_region_access_point"),
        ("abc--usw2-az1--x-s3", "directory_bucket"),
        ("abc--usw2-az1--xa-s3", "directory_bucket"),
        ("abc--table-s3", "table_bucket"),
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
fn suggests_small_letters_for_capitals() {
    let refusal = BucketName::parse("My-Data").expect_err("capital");
    assert!(refusal.detail.contains("“my-data”"), "{}", refusal.detail);
}

proptest! {
    #[test]
    fn an_accepted_name_is_accepted_again(name in "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]") {
        if let Ok(bucket) = BucketName::parse(&name) {
            prop_assert_eq!(BucketName::parse(bucket.as_str()), Ok(bucket));
        }
    }
}
