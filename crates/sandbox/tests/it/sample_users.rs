//! What each ready-made user is allowed to do.

use super::harness::{DATA, EMPTY, outcome, put, start_world};

#[tokio::test]
async fn gives_each_sample_user_the_described_permissions() {
    let world = start_world().await;
    let (ok, no) = ("ok", "403 AccessDenied");
    // User, then the results of: list all, list incoming/, get incoming/, get internal/, put incoming/, put exports/,
    // delete, other bucket
    for (name, expected) in [
        ("full-access", [ok, ok, ok, ok, ok, ok, ok, ok]),
        ("read-only", [ok, ok, ok, ok, no, no, no, no]),
        ("write-only", [no, no, no, no, ok, ok, no, no]),
        ("incoming-only", [no, ok, ok, no, ok, no, no, no]),
    ] {
        let s3 = world.s3(world.sample_user(name));
        let list = |prefix: Option<&str>| {
            s3.list_objects_v2()
                .bucket(DATA)
                .set_prefix(prefix.map(str::to_owned))
                .send()
        };
        let get = |key: &str| s3.get_object().bucket(DATA).key(key).send();
        let actual = [
            outcome(&list(None).await),
            outcome(&list(Some("incoming/")).await),
            outcome(&get("incoming/customers.csv").await),
            outcome(&get("internal/not-for-the-vendor.txt").await),
            outcome(&put(&s3, DATA, "incoming/new", "x").await),
            outcome(&put(&s3, DATA, "exports/new", "x").await),
            outcome(
                &s3.delete_object()
                    .bucket(DATA)
                    .key("exports/new")
                    .send()
                    .await,
            ),
            outcome(&put(&s3, EMPTY, "x", "x").await),
        ];
        assert_eq!(actual, expected, "{name}");
    }
}

#[tokio::test]
async fn reports_callers_by_their_arns() {
    let world = start_world().await;
    let root = world.sandbox.tenant_root();
    for (keys, arn, account) in [
        (
            world.sandbox.vendor(),
            "arn:aws:iam::999988887777:user/s3-connect",
            "999988887777",
        ),
        (
            &world.sandbox.sample_users()[0].keys,
            "arn:aws:iam::111122223333:user/full-access",
            "111122223333",
        ),
        (&root, "arn:aws:iam::111122223333:root", "111122223333"),
    ] {
        let answer = world.sts(keys).get_caller_identity().send().await.unwrap();
        assert_eq!(answer.arn(), Some(arn));
        assert_eq!(answer.account(), Some(account));
        assert_eq!(keys.arn, arn);
    }
}

#[tokio::test]
async fn redacts_secrets_in_debug_output() {
    let world = start_world().await;
    let printed = format!("{:?} {:?}", world.sandbox, world.sandbox.sample_users());
    assert!(printed.contains("[redacted]"), "{printed}");
    assert!(
        !printed.contains(&world.sample_user("full-access").secret),
        "{printed}"
    );
}

#[tokio::test]
async fn denies_the_vendor_every_bucket() {
    let world = start_world().await;
    let s3 = world.s3(world.sandbox.vendor());
    assert_eq!(outcome(&s3.list_buckets().send().await), "403 AccessDenied");
    assert_eq!(
        outcome(&s3.list_objects_v2().bucket(DATA).send().await),
        "403 AccessDenied"
    );
    let missing = s3
        .list_objects_v2()
        .bucket("no-such-bucket-here")
        .send()
        .await;
    assert_eq!(outcome(&missing), "404 NoSuchBucket");
}
