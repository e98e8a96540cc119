//! Keys, secrets, tokens and what is missing: the codes that AWS answers with.

use super::harness::{Creds, DATA, World, message, outcome, policy, trust, world};
use serde_json::json;

async fn both(world: &World, creds: &Creds) -> [String; 2] {
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
async fn wrong_credentials() {
    let world = world().await;
    let good = world.sample("full-access");
    let session = session(&world).await;
    let other = self::session(&world).await;
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
                token: other.token,
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
        assert_eq!(both(&world, &creds).await, expected, "{name}");
    }
    world.sandbox.expire_session(&session.id);
    assert_eq!(
        both(&world, &session).await,
        ["400 ExpiredToken", "403 ExpiredToken"]
    );
}

async fn session(world: &World) -> Creds {
    let name = "reader";
    let everything = policy(&json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }]));
    let arn = format!("arn:aws:iam::111122223333:role/{name}");
    // The second call finds the role in place.
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
async fn unsigned_requests() {
    let world = world().await;
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
async fn what_is_missing_is_told_to_those_who_may_list() {
    let world = world().await;
    for (user, expected) in [
        ("full-access", "404 NoSuchKey"),
        ("read-only", "404 NoSuchKey"),
        ("incoming-only", "403 AccessDenied"),
    ] {
        let s3 = world.s3(world.sample(user));
        let answer = s3
            .get_object()
            .bucket(DATA)
            .key("incoming/nothing")
            .send()
            .await;
        assert_eq!(outcome(&answer), expected, "{user}");
    }
    let full = world.full();
    let head = full.head_object().bucket(DATA).key("nothing").send().await;
    assert!(outcome(&head).starts_with("404"), "{}", outcome(&head));
    let head = full
        .head_bucket()
        .bucket("no-such-bucket-here")
        .send()
        .await;
    assert!(outcome(&head).starts_with("404"), "{}", outcome(&head));
    let get = full
        .get_object()
        .bucket("no-such-bucket-here")
        .key("x")
        .send()
        .await;
    assert_eq!(outcome(&get), "404 NoSuchBucket");
}

#[tokio::test]
async fn refusals_name_the_action_and_the_policy() {
    let world = world().await;
    let s3 = world.s3(world.sample("read-only"));
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
async fn a_bucket_of_another_owner_is_refused() {
    let world = world().await;
    let full = world.full();
    for (owner, expected) in [("111122223333", "ok"), ("999988887777", "403 AccessDenied")] {
        let answer = full
            .list_objects_v2()
            .bucket(DATA)
            .expected_bucket_owner(owner)
            .send()
            .await;
        assert_eq!(outcome(&answer), expected, "{owner}");
    }
}
