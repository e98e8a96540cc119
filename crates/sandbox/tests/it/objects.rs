//! Objects: they are written completely or not at all, and read back unchanged, whatever their key.

use super::harness::{DATA, EMPTY, get, outcome, put, start_world};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    ChecksumAlgorithm, ChecksumMode, CompletedMultipartUpload, CompletedPart, Delete,
    ObjectIdentifier,
};

#[tokio::test]
async fn stores_objects_under_any_key() {
    let world = start_world().await;
    let s3 = world.full_access_s3();
    let long = "k".repeat(1024);
    let keys = [
        "a",
        "a/b",
        "a/b/c",
        "a/",
        "dir/",
        "..",
        "../../etc/passwd",
        "a/../b",
        "./x",
        "/leading",
        "double//slash",
        "with blank",
        "plus+and&amp;",
        "percent%2Fencoded",
        "ünïcödé/日本",
        "question?mark",
        "star*",
        "back\\slash",
        "~tilde",
        "quote'\"",
        long.as_str(),
    ];
    for key in keys {
        assert_eq!(outcome(&put(&s3, EMPTY, key, key).await), "ok", "{key}");
    }
    for key in keys {
        assert_eq!(get(&s3, EMPTY, key).await.as_deref(), Ok(key), "{key}");
    }
    let stored = world.sandbox.list_objects(EMPTY).unwrap();
    assert_eq!(stored.len(), keys.len());
    let entries = world.dir.path().read_dir().unwrap().count();
    assert_eq!(entries, 1, "everything is inside the folder of the sandbox");
    for key in keys {
        assert_eq!(
            outcome(&s3.delete_object().bucket(EMPTY).key(key).send().await),
            "ok",
            "{key}"
        );
    }
    assert!(world.sandbox.list_objects(EMPTY).unwrap().is_empty());
}

#[tokio::test]
async fn returns_the_attributes_that_were_written() {
    let world = start_world().await;
    let s3 = world.full_access_s3();
    let written = s3
        .put_object()
        .bucket(EMPTY)
        .key("k")
        .content_type("text/csv")
        .content_encoding("gzip")
        .cache_control("no-cache")
        .metadata("job", "42")
        .body(b"hello".to_vec().into())
        .send()
        .await
        .unwrap();
    assert_eq!(
        written.e_tag(),
        Some("\"5d41402abc4b2a76b9719d911017c592\"")
    );
    assert!(
        written.checksum_crc32().is_some(),
        "the checksum that the SDK computes is stored"
    );
    let read = s3
        .get_object()
        .bucket(EMPTY)
        .key("k")
        .checksum_mode(ChecksumMode::Enabled)
        .send()
        .await
        .unwrap();
    assert_eq!(read.content_type(), Some("text/csv"));
    assert_eq!(read.content_encoding(), Some("gzip"));
    assert_eq!(read.cache_control(), Some("no-cache"));
    assert_eq!(read.metadata().unwrap()["job"], "42");
    assert_eq!(read.checksum_crc32(), written.checksum_crc32());
    assert_eq!(read.body.collect().await.unwrap().to_vec(), b"hello");
    let head = s3
        .head_object()
        .bucket(EMPTY)
        .key("k")
        .send()
        .await
        .unwrap();
    assert_eq!(
        (head.content_length(), head.e_tag()),
        (Some(5), written.e_tag())
    );
}

#[tokio::test]
async fn serves_byte_ranges() {
    let world = start_world().await;
    let s3 = world.full_access_s3();
    put(&s3, EMPTY, "ten", "0123456789").await.unwrap();
    put(&s3, EMPTY, "none", "").await.unwrap();
    for (key, range, expected, header) in [
        ("ten", "bytes=0-0", Ok("0"), Some("bytes 0-0/10")),
        ("ten", "bytes=2-4", Ok("234"), Some("bytes 2-4/10")),
        ("ten", "bytes=8-", Ok("89"), Some("bytes 8-9/10")),
        ("ten", "bytes=-3", Ok("789"), Some("bytes 7-9/10")),
        ("ten", "bytes=5-100", Ok("56789"), Some("bytes 5-9/10")),
        ("ten", "bytes=10-", Err("416 InvalidRange"), None),
        ("none", "bytes=0-0", Err("416 InvalidRange"), None),
        ("none", "bytes=-1", Err("416 InvalidRange"), None),
    ] {
        let answer = s3
            .get_object()
            .bucket(EMPTY)
            .key(key)
            .range(range)
            .send()
            .await;
        match expected {
            Ok(text) => {
                let answer = answer.unwrap();
                assert_eq!(answer.content_range(), header, "{key} {range}");
                assert_eq!(
                    answer.body.collect().await.unwrap().to_vec(),
                    text.as_bytes(),
                    "{key} {range}"
                );
            }
            Err(code) => assert_eq!(outcome(&answer), code, "{key} {range}"),
        }
    }
    assert_eq!(get(&s3, EMPTY, "none").await.as_deref(), Ok(""));
}

#[tokio::test]
async fn enforces_if_match_and_if_none_match() {
    let world = start_world().await;
    let s3 = world.full_access_s3();
    let create = || {
        s3.put_object()
            .bucket(EMPTY)
            .key("k")
            .if_none_match("*")
            .body(b"one".to_vec().into())
            .send()
    };
    assert_eq!(outcome(&create().await), "ok");
    assert_eq!(outcome(&create().await), "412 PreconditionFailed");
    let etag = s3
        .head_object()
        .bucket(EMPTY)
        .key("k")
        .send()
        .await
        .unwrap()
        .e_tag
        .unwrap();
    let replace = |etag: &str| {
        s3.put_object()
            .bucket(EMPTY)
            .key("k")
            .if_match(etag)
            .body(b"two".to_vec().into())
            .send()
    };
    assert_eq!(outcome(&replace(&etag).await), "ok");
    assert_eq!(outcome(&replace(&etag).await), "412 PreconditionFailed");
    assert_eq!(get(&s3, EMPTY, "k").await.as_deref(), Ok("two"));
    let read = s3
        .get_object()
        .bucket(EMPTY)
        .key("k")
        .if_match(&etag)
        .send()
        .await;
    assert_eq!(outcome(&read), "412 PreconditionFailed");
}

#[tokio::test]
async fn lets_only_one_concurrent_writer_create_a_key() {
    let world = start_world().await;
    let s3 = world.full_access_s3();
    let attempts = (0..8).map(|n| {
        let call = s3.put_object().bucket(EMPTY).key("k").if_none_match("*");
        call.body(format!("{n}").into_bytes().into()).send()
    });
    let successes = futures::future::join_all(attempts)
        .await
        .iter()
        .filter(|answer| answer.is_ok())
        .count();
    assert_eq!(successes, 1);
}

#[tokio::test]
async fn refuses_bodies_whose_digest_does_not_match() {
    let world = start_world().await;
    let s3 = world.full_access_s3();
    let put = || {
        s3.put_object()
            .bucket(EMPTY)
            .key("k")
            .body(b"hello".to_vec().into())
    };
    for (name, call, expected) in [
        (
            "wrong CRC32",
            put().checksum_crc32("AAAAAA=="),
            "400 BadDigest",
        ),
        (
            "wrong SHA-256",
            put().checksum_sha256("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
            "400 BadDigest",
        ),
        (
            "wrong MD5",
            put().content_md5("AAAAAAAAAAAAAAAAAAAAAA=="),
            "400 BadDigest",
        ),
        (
            "not an MD5",
            put().content_md5("nonsense"),
            "400 InvalidDigest",
        ),
    ] {
        assert_eq!(outcome(&call.send().await), expected, "{name}");
        assert!(
            world.sandbox.list_objects(EMPTY).unwrap().is_empty(),
            "{name}"
        );
    }
    // The sandbox supports neither the XXHash checksums nor MD5 and SHA-512 as checksums.
    for algorithm in ChecksumAlgorithm::values()
        .iter()
        .filter(|name| !name.starts_with("XX") && !matches!(**name, "MD5" | "SHA512"))
    {
        let call = put().checksum_algorithm((*algorithm).into());
        assert_eq!(outcome(&call.send().await), "ok", "{algorithm}");
    }
    assert_eq!(
        outcome(&put().content_md5("XUFAKrxLKna5cZ2REBfFkg==").send().await),
        "ok"
    );
}

/// The SDK sends a body from a file in the encoding `aws-chunked`, with signed chunks or a trailing checksum.
#[tokio::test]
async fn stores_streamed_bodies_without_their_framing() {
    let world = start_world().await;
    let s3 = world.full_access_s3();
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    let path = world.dir.path().join("large");
    std::fs::write(&path, &bytes).unwrap();
    let body = ByteStream::from_path(&path).await.unwrap();
    let answer = s3
        .put_object()
        .bucket(EMPTY)
        .key("large")
        .body(body)
        .send()
        .await;
    assert_eq!(outcome(&answer), "ok");
    let read = s3
        .get_object()
        .bucket(EMPTY)
        .key("large")
        .checksum_mode(ChecksumMode::Enabled)
        .send()
        .await
        .unwrap();
    assert_eq!(read.content_encoding(), None);
    assert!(read.body.collect().await.unwrap().to_vec() == bytes);
}

#[tokio::test]
async fn copies_and_deletes_objects_with_the_callers_permissions() {
    let world = start_world().await;
    let s3 = world.full_access_s3();
    let copy = s3
        .copy_object()
        .bucket(EMPTY)
        .key("copy")
        .copy_source(format!("{DATA}/incoming/customers.csv"));
    assert_eq!(outcome(&copy.send().await), "ok");
    assert_eq!(
        get(&s3, EMPTY, "copy").await,
        get(&s3, DATA, "incoming/customers.csv").await
    );

    let delete = |client: &aws_sdk_s3::Client| {
        let one = |key: &str| ObjectIdentifier::builder().key(key).build().unwrap();
        let objects = Delete::builder()
            .objects(one("incoming/customers.csv"))
            .objects(one("nothing"))
            .build()
            .unwrap();
        client.delete_objects().bucket(DATA).delete(objects).send()
    };
    let refused = delete(&world.s3(world.sample_user("read-only")))
        .await
        .unwrap();
    assert_eq!(refused.errors().len(), 2);
    assert_eq!(refused.errors()[0].code(), Some("AccessDenied"));
    let deletion = delete(&s3).await.unwrap();
    assert_eq!((deletion.deleted().len(), deletion.errors().len()), (2, 0));
    assert_eq!(
        get(&s3, DATA, "incoming/customers.csv").await,
        Err("404 NoSuchKey".to_owned())
    );
    let write_only = world.s3(world.sample_user("write-only"));
    let copy = write_only
        .copy_object()
        .bucket(DATA)
        .key("copy")
        .copy_source(format!("{DATA}/incoming/2026/10/orders.csv"));
    assert_eq!(outcome(&copy.send().await), "403 AccessDenied");
}

#[tokio::test]
async fn completes_multipart_uploads() {
    let world = start_world().await;
    let s3 = world.s3(world.sample_user("write-only"));
    let id = s3
        .create_multipart_upload()
        .bucket(DATA)
        .key("big")
        .send()
        .await
        .unwrap()
        .upload_id
        .unwrap();
    let sizes = [5 * 1024 * 1024, 5 * 1024 * 1024, 17];
    let mut parts = Vec::new();
    for (number, size) in (1..).zip(sizes) {
        let body = vec![u8::try_from(number).unwrap(); size];
        let call = s3
            .upload_part()
            .bucket(DATA)
            .key("big")
            .upload_id(&id)
            .part_number(number);
        let etag = call.body(body.into()).send().await.unwrap().e_tag.unwrap();
        parts.push(
            CompletedPart::builder()
                .part_number(number)
                .e_tag(etag)
                .build(),
        );
    }
    let complete = |parts: &[CompletedPart]| {
        let parts = CompletedMultipartUpload::builder()
            .set_parts(Some(parts.to_vec()))
            .build();
        s3.complete_multipart_upload()
            .bucket(DATA)
            .key("big")
            .upload_id(&id)
            .multipart_upload(parts)
            .send()
    };
    let reversed: Vec<_> = parts.iter().rev().cloned().collect();
    assert_eq!(outcome(&complete(&reversed).await), "400 InvalidPartOrder");
    let wrong_etag = vec![
        CompletedPart::builder()
            .part_number(1)
            .e_tag("\"0\"")
            .build(),
    ];
    assert_eq!(outcome(&complete(&wrong_etag).await), "400 InvalidPart");

    let full_access = world.full_access_s3();
    let listed = full_access
        .list_parts()
        .bucket(DATA)
        .key("big")
        .upload_id(&id)
        .send()
        .await
        .unwrap();
    assert_eq!(
        listed
            .parts()
            .iter()
            .map(|p| usize::try_from(p.size().unwrap()).unwrap())
            .collect::<Vec<_>>(),
        sizes
    );
    let after_every_number = full_access
        .list_parts()
        .bucket(DATA)
        .key("big")
        .upload_id(&id)
        .part_number_marker(i32::MAX.to_string());
    let listed = after_every_number.send().await.unwrap();
    assert!(listed.parts().is_empty(), "{listed:?}");
    assert_eq!(
        get(&full_access, DATA, "big").await,
        Err("404 NoSuchKey".to_owned())
    );

    let completed = complete(&parts).await.unwrap();
    assert!(completed.e_tag().unwrap().ends_with("-3\""));
    let read = full_access
        .get_object()
        .bucket(DATA)
        .key("big")
        .send()
        .await
        .unwrap()
        .body
        .collect()
        .await
        .unwrap()
        .to_vec();
    assert_eq!(read.len(), sizes.iter().sum::<usize>());
    assert_eq!(
        (read[0], read[5 * 1024 * 1024], read[read.len() - 1]),
        (1, 2, 3)
    );
    assert_eq!(outcome(&complete(&parts).await), "404 NoSuchUpload");
}

#[tokio::test]
async fn aborts_multipart_uploads() {
    let world = start_world().await;
    let full_access = world.full_access_s3();
    let id = full_access
        .create_multipart_upload()
        .bucket(DATA)
        .key("never")
        .send()
        .await
        .unwrap()
        .upload_id
        .unwrap();
    let abort = || {
        full_access
            .abort_multipart_upload()
            .bucket(DATA)
            .key("never")
            .upload_id(&id)
            .send()
    };
    assert_eq!(outcome(&abort().await), "ok");
    assert_eq!(outcome(&abort().await), "404 NoSuchUpload");
}
