//! Buckets: made and deleted, their regions, and their listings page by page.

use super::harness::{DATA, EMPTY, FRANKFURT, outcome, put, world};
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};

#[tokio::test]
async fn a_bucket_elsewhere_says_where() {
    let world = world().await;
    let creds = world.sample("full-access");
    for (region, bucket, expected) in [
        ("us-east-1", DATA, "ok"),
        ("us-east-1", FRANKFURT, "301 PermanentRedirect"),
        ("eu-central-1", FRANKFURT, "ok"),
        ("eu-central-1", DATA, "301 PermanentRedirect"),
    ] {
        let s3 = world.s3_in(region, creds.clone());
        let answer = s3.list_objects_v2().bucket(bucket).send().await;
        assert_eq!(outcome(&answer), expected, "{bucket} from {region}");
        if let Err(error) = &answer {
            let told = error
                .raw_response()
                .unwrap()
                .headers()
                .get("x-amz-bucket-region");
            let home = if bucket == FRANKFURT {
                "eu-central-1"
            } else {
                "us-east-1"
            };
            assert_eq!(told, Some(home));
        }
    }
    let s3 = world.full();
    let head = s3.head_bucket().bucket(FRANKFURT).send().await;
    assert_eq!(outcome(&head).split(' ').next(), Some("301"));
    let told = head
        .unwrap_err()
        .raw_response()
        .unwrap()
        .headers()
        .get("x-amz-bucket-region")
        .map(str::to_owned);
    assert_eq!(told.as_deref(), Some("eu-central-1"));
    let home = s3.head_bucket().bucket(DATA).send().await.unwrap();
    assert_eq!(home.bucket_region(), Some("us-east-1"));
}

#[tokio::test]
async fn refusals_carry_the_region_too() {
    let world = world().await;
    let s3 = world.s3(world.sample("write-only"));
    let answer = s3.list_objects_v2().bucket(DATA).send().await.unwrap_err();
    let headers = answer.raw_response().unwrap().headers();
    assert_eq!(headers.get("x-amz-bucket-region"), Some("us-east-1"));
    assert!(headers.get("x-amz-request-id").is_some() && headers.get("x-amz-id-2").is_some());
}

#[tokio::test]
async fn made_and_deleted() {
    let world = world().await;
    let s3 = world.full();
    let make = |name: &str, region: Option<&str>| {
        let region = region.map(BucketLocationConstraint::from);
        let config = CreateBucketConfiguration::builder()
            .set_location_constraint(region)
            .build();
        s3.create_bucket()
            .bucket(name)
            .create_bucket_configuration(config)
            .send()
    };
    assert_eq!(outcome(&make("a-new-bucket", None).await), "ok");
    assert_eq!(
        outcome(&make("a-bucket-in-tokyo", Some("ap-northeast-1")).await),
        "ok"
    );
    assert_eq!(
        outcome(&make(DATA, None).await),
        "409 BucketAlreadyOwnedByYou"
    );

    let location = s3
        .get_bucket_location()
        .bucket("a-new-bucket")
        .send()
        .await
        .unwrap();
    assert!(
        location
            .location_constraint()
            .is_none_or(|l| l.as_str().is_empty())
    );
    let tokyo = world.s3_in("ap-northeast-1", world.sample("full-access"));
    let location = tokyo
        .get_bucket_location()
        .bucket("a-bucket-in-tokyo")
        .send()
        .await
        .unwrap();
    assert_eq!(
        location
            .location_constraint()
            .map(BucketLocationConstraint::as_str),
        Some("ap-northeast-1")
    );
    assert_eq!(
        outcome(&tokyo.create_bucket().bucket("neither-here").send().await),
        "400 IllegalLocationConstraintException"
    );

    let names: Vec<String> = s3
        .list_buckets()
        .send()
        .await
        .unwrap()
        .buckets()
        .iter()
        .map(|b| b.name().unwrap().to_owned())
        .collect();
    assert_eq!(
        names,
        ["a-bucket-in-tokyo", "a-new-bucket", DATA, EMPTY, FRANKFURT]
    );

    assert_eq!(
        outcome(&s3.delete_bucket().bucket(DATA).send().await),
        "409 BucketNotEmpty"
    );
    assert_eq!(
        outcome(&s3.delete_bucket().bucket("a-new-bucket").send().await),
        "ok"
    );
    assert_eq!(
        outcome(&s3.delete_bucket().bucket("a-new-bucket").send().await),
        "404 NoSuchBucket"
    );
    for name in ["Upper", "ab", "..", "a..b", "-a-b", "a_b_c"] {
        assert!(
            world.sandbox.create_bucket(name, "us-east-1").is_err(),
            "{name}"
        );
    }
    for region in ["", "frankfurt", "eu", "../..", "EU-central-1"] {
        assert!(
            world.sandbox.create_bucket("some-bucket", region).is_err(),
            "{region}"
        );
    }
}

#[tokio::test]
async fn listings() {
    let world = world().await;
    let s3 = world.full();
    for key in ["a", "a/b", "a/c", "b/1", "b/2", "c", "d/e/f", "é"] {
        put(&s3, EMPTY, key, key).await.unwrap();
    }
    // prefix, delimiter, start after, expected keys and prefixes in order of kind
    for (prefix, delimiter, after, keys, prefixes) in [
        (
            "",
            None,
            None,
            vec!["a", "a/b", "a/c", "b/1", "b/2", "c", "d/e/f", "é"],
            vec![],
        ),
        (
            "",
            Some("/"),
            None,
            vec!["a", "c", "é"],
            vec!["a/", "b/", "d/"],
        ),
        ("a", Some("/"), None, vec!["a"], vec!["a/"]),
        ("a/", Some("/"), None, vec!["a/b", "a/c"], vec![]),
        ("d/", Some("/"), None, vec![], vec!["d/e/"]),
        (
            "",
            None,
            Some("b/1"),
            vec!["b/2", "c", "d/e/f", "é"],
            vec![],
        ),
        ("", Some("/"), Some("b/1"), vec!["c", "é"], vec!["b/", "d/"]),
        ("z", None, None, vec![], vec![]),
    ] {
        let prefixes: Vec<&str> = prefixes;
        for page in [1, 2, 3, 1000] {
            let mut pages = s3
                .list_objects_v2()
                .bucket(EMPTY)
                .prefix(prefix)
                .set_delimiter(delimiter.map(str::to_owned))
                .set_start_after(after.map(str::to_owned))
                .max_keys(page)
                .into_paginator()
                .send();
            let (mut found, mut cut) = (Vec::new(), Vec::new());
            while let Some(answer) = pages.next().await {
                let answer = answer.unwrap();
                let told = answer.contents().len() + answer.common_prefixes().len();
                assert_eq!(usize::try_from(answer.key_count().unwrap()), Ok(told));
                assert!(answer.key_count().unwrap() <= page);
                found.extend(answer.contents.into_iter().flatten().filter_map(|o| o.key));
                cut.extend(
                    answer
                        .common_prefixes
                        .into_iter()
                        .flatten()
                        .filter_map(|p| p.prefix),
                );
            }
            let name = format!("{prefix:?} {delimiter:?} after {after:?} by {page}");
            assert_eq!(found, keys, "{name}");
            assert_eq!(cut, prefixes, "{name}");
        }
    }
}

#[tokio::test]
async fn listings_at_their_edges() {
    let world = world().await;
    let s3 = world.full();
    put(&s3, EMPTY, "é", "x").await.unwrap();
    let none = s3
        .list_objects_v2()
        .bucket(EMPTY)
        .max_keys(0)
        .send()
        .await
        .unwrap();
    assert_eq!(
        (none.key_count(), none.is_truncated()),
        (Some(0), Some(false))
    );
    let bad = s3
        .list_objects_v2()
        .bucket(EMPTY)
        .continuation_token("made up")
        .send()
        .await;
    assert_eq!(outcome(&bad), "400 InvalidArgument");
    let by_url = s3
        .list_objects_v2()
        .bucket(EMPTY)
        .prefix("é")
        .encoding_type("url".into())
        .send()
        .await
        .unwrap();
    assert_eq!(by_url.contents()[0].key(), Some("%C3%A9"));
}
