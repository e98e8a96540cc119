//! Policies decide as they do in AWS, and the sandbox refuses policies that it cannot decide.

use super::harness::{DATA, outcome, policy, put, start_world};
use serde_json::{Value, json};

const ALL: &str = "arn:aws:s3:::my-company-data/*";

#[tokio::test]
async fn decides_requests_as_iam_does() {
    let world = start_world().await;
    let (ok, no) = ("ok", "403 AccessDenied");
    let allow = |action: Value, resource: Value| json!({ "Effect": "Allow", "Action": action, "Resource": resource });
    let deny = |action: Value, resource: Value| json!({ "Effect": "Deny", "Action": action, "Resource": resource });
    let listing = |operator: &str, value: Value| {
        json!({ "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::my-company-data",
                "Condition": { operator: { "s3:prefix": value } } })
    };
    // Name, statements, then the results of: put incoming/x, put secret/x, list all, list incoming/, list
    // incoming/2026/
    let cases = [
        (
            "wildcard-action",
            json!([allow(json!("s3:Put*"), json!(ALL))]),
            [ok, ok, no, no, no],
        ),
        (
            "lower-case",
            json!(allow(json!(["s3:putobject"]), json!([ALL]))),
            [ok, ok, no, no, no],
        ),
        (
            "star",
            json!([allow(json!("*"), json!("*"))]),
            [ok, ok, ok, ok, ok],
        ),
        (
            "deny-wins",
            json!([
                allow(json!("s3:*"), json!("*")),
                deny(json!("s3:Put*"), json!("arn:aws:s3:::*/secret/*"))
            ]),
            [ok, no, ok, ok, ok],
        ),
        (
            "not-action",
            json!([{ "Effect": "Allow", "NotAction": "s3:ListBucket", "Resource": "*" }]),
            [ok, ok, no, no, no],
        ),
        (
            "not-resource",
            json!([{ "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::*/secret/*" }]),
            [ok, no, ok, ok, ok],
        ),
        (
            "question-mark",
            json!([allow(
                json!("s3:*"),
                json!("arn:aws:s3:::my-company-data/incoming/?")
            )]),
            [ok, no, no, no, no],
        ),
        (
            "equals-prefix",
            json!([listing("StringEquals", json!("incoming/"))]),
            [no, no, no, ok, no],
        ),
        (
            "like-prefix",
            json!([listing("StringLike", json!(["incoming/*"]))]),
            [no, no, no, ok, ok],
        ),
        (
            "not-like-prefix",
            json!([listing("StringNotLike", json!("incoming/?*"))]),
            [no, no, ok, ok, no],
        ),
        (
            "if-exists",
            json!([listing("StringEqualsIfExists", json!("incoming/"))]),
            [no, no, ok, ok, no],
        ),
        (
            "wrong-bucket",
            json!([allow(json!("s3:*"), json!("arn:aws:s3:::another/*"))]),
            [no, no, no, no, no],
        ),
        (
            "objects-are-not-the-bucket",
            json!([allow(json!("s3:ListBucket"), json!(ALL))]),
            [no, no, no, no, no],
        ),
    ];
    for (name, statements, expected) in cases {
        let s3 = world.s3(world.user(name, &statements));
        let list = |prefix: Option<&str>| {
            s3.list_objects_v2()
                .bucket(DATA)
                .set_prefix(prefix.map(str::to_owned))
                .send()
        };
        let actual = [
            outcome(&put(&s3, DATA, "incoming/x", "x").await),
            outcome(&put(&s3, DATA, "secret/x", "x").await),
            outcome(&list(None).await),
            outcome(&list(Some("incoming/")).await),
            outcome(&list(Some("incoming/2026/")).await),
        ];
        assert_eq!(actual, expected, "{name}");
    }
}

#[tokio::test]
async fn applies_a_replaced_policy_at_once() {
    let world = start_world().await;
    let creds = world.user(
        "changing",
        &json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }]),
    );
    let s3 = world.s3(creds);
    assert_eq!(outcome(&put(&s3, DATA, "x", "x").await), "ok");
    let nothing = policy(&json!([{ "Effect": "Deny", "Action": "*", "Resource": "*" }]));
    world.sandbox.put_user_policy("changing", &nothing).unwrap();
    assert_eq!(outcome(&put(&s3, DATA, "x", "x").await), "403 AccessDenied");
    world.sandbox.delete_user("changing").unwrap();
    assert_eq!(
        outcome(&put(&s3, DATA, "x", "x").await),
        "403 InvalidAccessKeyId"
    );
}

#[tokio::test]
async fn requires_a_permission_for_the_kms_key() {
    let world = start_world().await;
    let key = "arn:aws:kms:us-east-1:111122223333:key/1234";
    let objects =
        json!({ "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": ALL });
    let kms = |action: &str| json!({ "Effect": "Allow", "Action": action, "Resource": key });
    for (name, statements, expected) in [
        ("none", json!([objects]), ["403 AccessDenied", "ok"]),
        (
            "encrypts",
            json!([objects, kms("kms:GenerateDataKey")]),
            ["ok", "403 AccessDenied"],
        ),
        ("both", json!([objects, kms("kms:*")]), ["ok", "ok"]),
    ] {
        let s3 = world.s3(world.user(name, &statements));
        let answer = s3
            .put_object()
            .bucket(DATA)
            .key("incoming/customers.csv")
            .server_side_encryption(aws_sdk_s3::types::ServerSideEncryption::AwsKms)
            .ssekms_key_id(key)
            .body(b"x".to_vec().into())
            .send()
            .await;
        let get = s3
            .get_object()
            .bucket(DATA)
            .key("incoming/customers.csv")
            .send()
            .await;
        assert_eq!([outcome(&answer), outcome(&get)], expected, "{name}");
    }
}

#[tokio::test]
async fn refuses_invalid_and_unsupported_policies_with_a_reason() {
    let world = start_world().await;
    let statement = |change: fn(&mut Value)| {
        let mut statement = json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ALL });
        change(&mut statement);
        policy(&json!([statement]))
    };
    for (text, message) in [
        (String::new(), "The policy is empty"),
        ("{".to_owned(), "not valid JSON"),
        ("[]".to_owned(), "a JSON object"),
        ("{}".to_owned(), "\"Statement\""),
        (
            json!({ "Version": "2020-01-01", "Statement": [] }).to_string(),
            "2012-10-17",
        ),
        (
            statement(|s| s["Effect"] = json!("Maybe")),
            "Statement 1: \"Effect\"",
        ),
        (
            statement(|s| s["Action"] = json!("GetObject")),
            "Write the service before it",
        ),
        (statement(|s| s["Action"] = json!([])), "\"Action\""),
        (
            statement(|s| s["Resource"] = json!("my-bucket/*")),
            "must be an ARN",
        ),
        (
            statement(|s| s["Resource"] = json!("arn:aws:s3:::b/${aws:username}/*")),
            "policy variable",
        ),
        (
            statement(|s| s["Principal"] = json!("*")),
            "belongs in a trust policy",
        ),
        (statement(|s| s["Colour"] = json!("red")), "\"Colour\""),
        (
            statement(|s| {
                s["Condition"] = json!({ "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } });
            }),
            "operator \"IpAddress\"",
        ),
        (
            statement(|s| {
                s["Condition"] = json!({ "StringEquals": { "s3:x-amz-acl": "private" } });
            }),
            "key \"s3:x-amz-acl\"",
        ),
    ] {
        let error = world
            .sandbox
            .create_user("refused", &text)
            .unwrap_err()
            .to_string();
        assert!(error.contains(message), "{text}\n{error}");
    }
}
