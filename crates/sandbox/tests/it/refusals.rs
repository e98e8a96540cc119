//! Wrong credentials and missing objects get the error codes of AWS.

use super::harness::{Creds, DATA, World, message, outcome, policy, start_world, trust};
use serde_json::json;

/// Returns the outcomes of one call to S3 and one to STS.
async fn call_both(world: &World, creds: &Creds) -> [String; 2] {
    let s3 = world
        .s3(creds.clone())
        .list_objects_v2()
        .bucket(DATA)
        .send()
        .await;
    let sts = world.sts(creds.clone()).get_caller_identity().send().await;
    [outcome(&s3), outcome(&sts)]
}

#[tokio::test]
async fn refuses_wrong_credentials_as_aws_does() {
    let world = start_world().await;
    let good = world.sample_user("full-access");
    let session = assume_role(&world).await;
    let other_session = assume_role(&world).await;
    let cases = [
        ("right", good.clone(), ["ok", "ok"]),
        (
            "unknown key",
            Creds {
                id: "AKIAIOSFODNN7EXAMPLE".into(),
                ..good.clone()
            },
            ["403 InvalidAccessKeyId", "403 InvalidClientTokenId"],
        ),
        (
            "wrong secret",
            Creds {
                secret: format!("{}x", good.secret),
                ..good.clone()
            },
            ["403 SignatureDoesNotMatch", "403 SignatureDoesNotMatch"],
        ),
        (
            "a token with a long-term key",
            Creds {
                token: Some("made-up".into()),
                ..good.clone()
            },
            ["400 InvalidToken", "403 InvalidClientTokenId"],
        ),
        ("session", session.clone(), ["ok", "ok"]),
        (
            "session without its token",
            Creds {
                token: None,
                ..session.clone()
            },
            ["400 InvalidToken", "403 InvalidClientTokenId"],
        ),
        (
            "session with the token of another",
            Creds {
                token: other_session.token,
                ..session.clone()
            },
            ["400 InvalidToken", "403 InvalidClientTokenId"],
        ),
        (
            "session with a wrong secret",
            Creds {
                secret: good.secret.clone(),
                ..session.clone()
            },
            ["403 SignatureDoesNotMatch", "403 SignatureDoesNotMatch"],
        ),
    ];
    for (name, creds, expected) in cases {
        assert_eq!(call_both(&world, &creds).await, expected, "{name}");
    }
    world.sandbox.expire_session(&session.id);
    assert_eq!(
        call_both(&world, &session).await,
        ["400 ExpiredToken", "403 ExpiredToken"]
    );
}

/// Returns the credentials of a new role session.
async fn assume_role(world: &World) -> Creds {
    let name = "reader";
    let everything = policy(&json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }]));
    let arn = format!("arn:aws:iam::111122223333:role/{name}");
    // The second call of this function fails here, because the role exists already.
    let _ = world
        .sandbox
        .create_role(name, &trust(&world.sandbox.vendor().arn, None), &everything);
    let answer = world
        .sts(world.sandbox.vendor())
        .assume_role()
        .role_arn(arn)
        .role_session_name("test")
        .send()
        .await;
    answer.unwrap().credentials.unwrap().into()
}

#[tokio::test]
async fn refuses_unsigned_requests() {
    let world = start_world().await;
    let http = reqwest::Client::new();
    for path in [
        "/",
        "/my-company-data",
        "/my-company-data/incoming/customers.csv",
    ] {
        let answer = http
            .get(format!("{}{path}", world.sandbox.url()))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 403, "{path}");
        assert!(
            answer
                .text()
                .await
                .unwrap()
                .contains("<Code>AccessDenied</Code>"),
            "{path}"
        );
    }
    let form = [("Action", "GetCallerIdentity"), ("Version", "2011-06-15")];
    let answer = http
        .post(world.sandbox.url())
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 403);
    let text = answer.text().await.unwrap();
    assert!(
        text.contains("<ErrorResponse") && text.contains("MissingAuthenticationToken"),
        "{text}"
    );
}

#[tokio::test]
async fn reveals_missing_keys_only_to_callers_who_can_list() {
    let world = start_world().await;
    for (user, expected) in [
        ("full-access", "404 NoSuchKey"),
        ("read-only", "404 NoSuchKey"),
        ("incoming-only", "403 AccessDenied"),
    ] {
        let s3 = world.s3(world.sample_user(user));
        let answer = s3
            .get_object()
            .bucket(DATA)
            .key("incoming/nothing")
            .send()
            .await;
        assert_eq!(outcome(&answer), expected, "{user}");
    }
    let full_access = world.full_access_s3();
    let head = full_access
        .head_object()
        .bucket(DATA)
        .key("nothing")
        .send()
        .await;
    assert!(outcome(&head).starts_with("404"), "{}", outcome(&head));
    let head = full_access
        .head_bucket()
        .bucket("no-such-bucket-here")
        .send()
        .await;
    assert!(outcome(&head).starts_with("404"), "{}", outcome(&head));
    let get = full_access
        .get_object()
        .bucket("no-such-bucket-here")
        .key("x")
        .send()
        .await;
    assert_eq!(outcome(&get), "404 NoSuchBucket");
}

#[tokio::test]
async fn names_the_action_and_the_kind_of_policy_in_refusals() {
    let world = start_world().await;
    let s3 = world.s3(world.sample_user("read-only"));
    let answer = s3
        .delete_object()
        .bucket(DATA)
        .key("incoming/customers.csv")
        .send()
        .await;
    assert_eq!(
        message(&answer),
        "User: arn:aws:iam::111122223333:user/read-only is not authorized to perform: s3:DeleteObject on resource: \
         \"arn:aws:s3:::my-company-data/incoming/customers.csv\" because no identity-based policy allows the \
         s3:DeleteObject action"
    );
}

#[tokio::test]
async fn refuses_an_unexpected_bucket_owner() {
    let world = start_world().await;
    let full_access = world.full_access_s3();
    for (owner, expected) in [("111122223333", "ok"), ("999988887777", "403 AccessDenied")] {
        let answer = full_access
            .list_objects_v2()
            .bucket(DATA)
            .expected_bucket_owner(owner)
            .send()
            .await;
        assert_eq!(outcome(&answer), expected, "{owner}");
    }
}
