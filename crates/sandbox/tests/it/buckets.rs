//! Buckets: creating and deleting them, their regions, and listing their objects page by page.

use super::harness::{DATA, EMPTY, FRANKFURT, outcome, put, start_world};
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};

#[tokio::test]
async fn redirects_requests_for_a_bucket_in_another_region() {
    let world = start_world().await;
    let creds = world.sample_user("full-access");
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
            let region = error
                .raw_response()
                .unwrap()
                .headers()
                .get("x-amz-bucket-region");
            let home = if bucket == FRANKFURT {
                "eu-central-1"
            } else {
                "us-east-1"
            };
            assert_eq!(region, Some(home));
        }
    }
    let s3 = world.full_access_s3();
    let head = s3.head_bucket().bucket(FRANKFURT).send().await;
    assert_eq!(outcome(&head).split(' ').next(), Some("301"));
    let region = head
        .unwrap_err()
        .raw_response()
        .unwrap()
        .headers()
        .get("x-amz-bucket-region")
        .map(str::to_owned);
    assert_eq!(region.as_deref(), Some("eu-central-1"));
    let home = s3.head_bucket().bucket(DATA).send().await.unwrap();
    assert_eq!(home.bucket_region(), Some("us-east-1"));
}

#[tokio::test]
async fn names_the_bucket_region_in_refusals() {
    let world = start_world().await;
    let s3 = world.s3(world.sample_user("write-only"));
    let answer = s3.list_objects_v2().bucket(DATA).send().await.unwrap_err();
    let headers = answer.raw_response().unwrap().headers();
    assert_eq!(headers.get("x-amz-bucket-region"), Some("us-east-1"));
    assert!(headers.get("x-amz-request-id").is_some() && headers.get("x-amz-id-2").is_some());
}

#[tokio::test]
async fn creates_lists_and_deletes_buckets() {
    let world = start_world().await;
    let s3 = world.full_access_s3();
    let create = |name: &str, region: Option<&str>| {
        let region = region.map(BucketLocationConstraint::from);
        let config = CreateBucketConfiguration::builder()
            .set_location_constraint(region)
            .build();
        s3.create_bucket()
            .bucket(name)
            .create_bucket_configuration(config)
            .send()
    };
    assert_eq!(outcome(&create("a-new-bucket", None).await), "ok");
    assert_eq!(
        outcome(&create("a-bucket-in-tokyo", Some("ap-northeast-1")).await),
        "ok"
    );
    assert_eq!(
        outcome(&create(DATA, None).await),
        "409 BucketAlreadyOwnedByYou"
    );

    let location = s3
        .get_bucket_location()
        .bucket("a-new-bucket")
        .send()
        .await
        .unwrap();
    // S3 has no location constraint for us-east-1.
    assert!(
        location
            .location_constraint()
            .is_none_or(|l| l.as_str().is_empty())
    );
    let tokyo = world.s3_in("ap-northeast-1", world.sample_user("full-access"));
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
async fn lists_the_same_keys_with_every_page_size() {
    let world = start_world().await;
    let s3 = world.full_access_s3();
    for key in ["a", "a/b", "a/c", "b/1", "b/2", "c", "d/e/f", "é"] {
        put(&s3, EMPTY, key, key).await.unwrap();
    }
    // Prefix, delimiter, start after, expected keys, expected common prefixes.
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
        for page_size in [1, 2, 3, 1000] {
            let mut pages = s3
                .list_objects_v2()
                .bucket(EMPTY)
                .prefix(prefix)
                .set_delimiter(delimiter.map(str::to_owned))
                .set_start_after(after.map(str::to_owned))
                .max_keys(page_size)
                .into_paginator()
                .send();
            let (mut found_keys, mut found_prefixes) = (Vec::new(), Vec::new());
            while let Some(answer) = pages.next().await {
                let answer = answer.unwrap();
                // S3 counts keys and common prefixes together.
                let count = answer.contents().len() + answer.common_prefixes().len();
                assert_eq!(usize::try_from(answer.key_count().unwrap()), Ok(count));
                assert!(answer.key_count().unwrap() <= page_size);
                found_keys.extend(answer.contents.into_iter().flatten().filter_map(|o| o.key));
                found_prefixes.extend(
                    answer
                        .common_prefixes
                        .into_iter()
                        .flatten()
                        .filter_map(|p| p.prefix),
                );
            }
            let name = format!("{prefix:?} {delimiter:?} after {after:?} by {page_size}");
            assert_eq!(found_keys, keys, "{name}");
            assert_eq!(found_prefixes, prefixes, "{name}");
        }
    }
}

#[tokio::test]
async fn handles_empty_pages_bad_tokens_and_url_encoding() {
    let world = start_world().await;
    let s3 = world.full_access_s3();
    put(&s3, EMPTY, "é", "x").await.unwrap();
    let empty_page = s3
        .list_objects_v2()
        .bucket(EMPTY)
        .max_keys(0)
        .send()
        .await
        .unwrap();
    assert_eq!(
        (empty_page.key_count(), empty_page.is_truncated()),
        (Some(0), Some(false))
    );
    let bad_token = s3
        .list_objects_v2()
        .bucket(EMPTY)
        .continuation_token("made up")
        .send()
        .await;
    assert_eq!(outcome(&bad_token), "400 InvalidArgument");
    let url_encoded = s3
        .list_objects_v2()
        .bucket(EMPTY)
        .prefix("é")
        .encoding_type("url".into())
        .send()
        .await
        .unwrap();
    assert_eq!(url_encoded.contents()[0].key(), Some("%C3%A9"));
}

#[tokio::test]
async fn changes_no_bucket_if_the_state_file_cannot_be_saved() {
    let world = start_world().await;
    let s3 = world.full_access_s3();
    let exists = async |bucket: &str| match outcome(&s3.head_bucket().bucket(bucket).send().await) {
        answer if answer == "ok" => true,
        answer if answer.starts_with("404") => false,
        answer => panic!("{bucket}: {answer}"),
    };
    let folder = |bucket: &str| world.dir.path().join("sandbox/buckets").join(bucket);
    // A folder in the place of the state file cannot be replaced by a file, not even by root.
    let state = world.dir.path().join("sandbox/state.json");
    let saved = std::fs::read(&state).unwrap();
    std::fs::remove_file(&state).unwrap();
    std::fs::create_dir(&state).unwrap();
    let io_error = |result| matches!(result, Err(sandbox::SandboxError::Io { .. }));
    let create = || world.sandbox.create_bucket("another-bucket", "us-east-1");
    let delete = || world.sandbox.delete_bucket(EMPTY);
    assert!(io_error(create()) && io_error(delete()));
    assert!(!exists("another-bucket").await && !folder("another-bucket").exists());
    assert!(exists(EMPTY).await);
    assert_eq!(outcome(&put(&s3, EMPTY, "still", "here").await), "ok");
    world.sandbox.delete_object(EMPTY, "still").unwrap();

    // Once the file can be saved, both succeed.
    std::fs::remove_dir(&state).unwrap();
    std::fs::write(&state, saved).unwrap();
    create().unwrap();
    delete().unwrap();
    assert!(exists("another-bucket").await);
    assert!(!exists(EMPTY).await && !folder(EMPTY).exists());
}
