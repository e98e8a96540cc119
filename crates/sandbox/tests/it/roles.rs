//! `AssumeRole`: the caller and the role must both allow it, and a session has the permissions of its role.

use super::harness::{Creds, DATA, World, message, outcome, policy, put, start_world, trust};
use aws_sdk_sts::operation::assume_role::builders::AssumeRoleFluentBuilder;
use serde_json::json;

const ROLE: &str = "arn:aws:iam::111122223333:role/for-the-vendor";
const ID: &str = "s3c_2f9K:acme/1";

/// Creates the role that the tests assume. It can list, read and write, but not delete.
fn create_role(world: &World, trust_policy: &str) {
    let reads = policy(&json!([
        { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::my-company-data" },
        { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::my-company-data/*" }
    ]));
    assert_eq!(
        world
            .sandbox
            .create_role("for-the-vendor", trust_policy, &reads)
            .unwrap(),
        ROLE
    );
}

fn assume(world: &World, creds: impl Into<Creds>) -> AssumeRoleFluentBuilder {
    world
        .sts(creds)
        .assume_role()
        .role_arn(ROLE)
        .role_session_name("s3-connect-acme")
}

#[tokio::test]
async fn requires_the_external_id() {
    let world = start_world().await;
    let vendor = world.sandbox.vendor();
    create_role(&world, &trust(&vendor.arn, Some(ID)));
    for (id, expected) in [
        (Some(ID), "ok"),
        (None, "403 AccessDenied"),
        (Some("another"), "403 AccessDenied"),
        (Some("S3C_2F9K:ACME/1"), "403 AccessDenied"),
    ] {
        let answer = assume(&world, vendor)
            .set_external_id(id.map(str::to_owned))
            .send()
            .await;
        assert_eq!(outcome(&answer), expected, "{id:?}");
    }
    let refused = assume(&world, vendor).send().await;
    assert_eq!(
        message(&refused),
        "User: arn:aws:iam::999988887777:user/s3-connect is not authorized to perform: sts:AssumeRole on resource: \
         arn:aws:iam::111122223333:role/for-the-vendor"
    );
    let missing = world
        .sts(vendor)
        .assume_role()
        .role_arn(format!("{ROLE}-2"))
        .role_session_name("xx")
        .send()
        .await;
    assert_eq!(
        outcome(&missing),
        "403 AccessDenied",
        "a role that does not exist looks the same"
    );
}

#[tokio::test]
async fn lets_only_trusted_principals_assume_the_role() {
    let world = start_world().await;
    let vendor = world.sandbox.vendor();
    create_role(&world, &trust(&vendor.arn, None));
    let (ok, no) = ("ok", "403 AccessDenied");
    let ids = json!({ "StringEquals": { "sts:ExternalId": ["old-id", "new-id"] } });
    let statement = |effect: &str, principal: &str| json!({ "Effect": effect, "Action": "sts:AssumeRole", "Principal": { "AWS": principal } });
    let mut two_ids = statement("Allow", &vendor.arn);
    two_ids["Condition"] = ids;
    for (name, trust_policy, expected) in [
        ("exact ARN", trust(&vendor.arn, None), ok),
        ("account", trust("999988887777", None), ok),
        (
            "account root",
            trust("arn:aws:iam::999988887777:root", None),
            ok,
        ),
        ("everyone", trust("*", None), ok),
        ("another account", trust("123456789012", None), no),
        (
            "another user",
            trust("arn:aws:iam::111122223333:user/full-access", None),
            no,
        ),
        (
            "a service",
            policy(
                &json!([{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "ec2.amazonaws.com" } }]),
            ),
            no,
        ),
        (
            "another action",
            trust(&vendor.arn, None).replace("sts:AssumeRole", "sts:TagSession"),
            no,
        ),
        (
            "denied",
            policy(&json!([
                statement("Allow", "*"),
                statement("Deny", &vendor.arn)
            ])),
            no,
        ),
        ("either of two IDs", policy(&json!([two_ids])), ok),
    ] {
        world
            .sandbox
            .put_trust_policy("for-the-vendor", &trust_policy)
            .unwrap();
        let answer = assume(&world, vendor).external_id("new-id").send().await;
        assert_eq!(outcome(&answer), expected, "{name}");
    }
}

#[tokio::test]
async fn requires_the_callers_own_policy_to_allow_it() {
    let world = start_world().await;
    create_role(&world, &trust("*", None));
    for user in ["full-access", "read-only"] {
        let answer = assume(&world, world.sample_user(user)).send().await;
        assert_eq!(outcome(&answer), "403 AccessDenied", "{user}");
        assert!(
            message(&answer)
                .ends_with("because no identity-based policy allows the sts:AssumeRole action"),
            "{}",
            message(&answer)
        );
    }
    let allowed = world.user(
        "assumes",
        &json!([{ "Effect": "Allow", "Action": "sts:*", "Resource": ROLE }]),
    );
    assert_eq!(outcome(&assume(&world, allowed).send().await), "ok");
    let root = world.sandbox.tenant_root();
    assert_eq!(
        outcome(&assume(&world, &root).send().await),
        "403 AccessDenied"
    );
}

#[tokio::test]
async fn gives_a_session_the_permissions_of_its_role() {
    let world = start_world().await;
    create_role(&world, &trust(&world.sandbox.vendor().arn, Some(ID)));
    let answer = assume(&world, world.sandbox.vendor())
        .external_id(ID)
        .duration_seconds(900)
        .send()
        .await
        .unwrap();
    let arn = "arn:aws:sts::111122223333:assumed-role/for-the-vendor/s3-connect-acme";
    assert_eq!(answer.assumed_role_user().unwrap().arn(), arn);
    let keys = answer.credentials.unwrap();
    assert!(keys.access_key_id.starts_with("ASIA"));
    let seconds_left = keys.expiration.secs()
        - aws_sdk_sts::primitives::DateTime::from(std::time::SystemTime::now()).secs();
    assert!((880..=900).contains(&seconds_left), "{seconds_left}");

    let creds = Creds::from(keys);
    let identity = world
        .sts(creds.clone())
        .get_caller_identity()
        .send()
        .await
        .unwrap();
    assert_eq!(
        (identity.arn(), identity.account()),
        (Some(arn), Some("111122223333"))
    );
    assert!(identity.user_id().unwrap().ends_with(":s3-connect-acme"));

    let s3 = world.s3(creds);
    assert_eq!(outcome(&put(&s3, DATA, "exports/x", "x").await), "ok");
    let deletion = s3
        .delete_object()
        .bucket(DATA)
        .key("exports/x")
        .send()
        .await;
    assert_eq!(outcome(&deletion), "403 AccessDenied");
    world.sandbox.delete_role("for-the-vendor").unwrap();
    assert_eq!(
        outcome(&put(&s3, DATA, "exports/x", "x").await),
        "403 AccessDenied"
    );
}

#[tokio::test]
async fn a_session_policy_only_narrows_permissions() {
    let world = start_world().await;
    let vendor = world.sandbox.vendor();
    create_role(&world, &trust(&vendor.arn, None));
    let narrow = policy(
        &json!([{ "Effect": "Allow", "Action": ["s3:PutObject", "s3:DeleteObject"],
                                   "Resource": "arn:aws:s3:::my-company-data/exports/*" }]),
    );
    let answer = assume(&world, vendor).policy(narrow).send().await.unwrap();
    let s3 = world.s3(Creds::from(answer.credentials.unwrap()));
    let outside = put(&s3, DATA, "incoming/x", "x").await;
    let deletion = s3
        .delete_object()
        .bucket(DATA)
        .key("exports/x")
        .send()
        .await;
    assert_eq!(outcome(&put(&s3, DATA, "exports/x", "x").await), "ok");
    assert_eq!(outcome(&outside), "403 AccessDenied");
    assert!(
        message(&outside).contains("no session policy allows"),
        "{}",
        message(&outside)
    );
    assert_eq!(outcome(&deletion), "403 AccessDenied");

    let refused = assume(&world, vendor).policy("{}").send().await;
    assert_eq!(outcome(&refused), "400 MalformedPolicyDocument");
    let large = format!("{}{}", policy(&json!([])), " ".repeat(2048));
    assert_eq!(
        outcome(&assume(&world, vendor).policy(large).send().await),
        "400 PackedPolicyTooLarge"
    );
}

type Change = Box<dyn Fn(AssumeRoleFluentBuilder) -> AssumeRoleFluentBuilder>;

#[tokio::test]
async fn validates_the_request_parameters() {
    let world = start_world().await;
    let vendor = world.sandbox.vendor();
    create_role(&world, &trust(&vendor.arn, None));
    let long = "x".repeat(1225);
    let cases: Vec<(&str, Change, &str)> = vec![
        (
            "899 s",
            Box::new(|call| call.duration_seconds(899)),
            "400 ValidationError",
        ),
        ("900 s", Box::new(|call| call.duration_seconds(900)), "ok"),
        (
            "an hour",
            Box::new(|call| call.duration_seconds(3600)),
            "ok",
        ),
        (
            "more than the role's hour",
            Box::new(|call| call.duration_seconds(3601)),
            "400 ValidationError",
        ),
        (
            "43201 s",
            Box::new(|call| call.duration_seconds(43_201)),
            "400 ValidationError",
        ),
        (
            "no ARN",
            Box::new(|call| call.role_arn("for-the-vendor")),
            "400 ValidationError",
        ),
        (
            "ARN of a user",
            Box::new(|call| call.role_arn("arn:aws:iam::111122223333:user/x")),
            "400 ValidationError",
        ),
        (
            "session name of one",
            Box::new(|call| call.role_session_name("x")),
            "400 ValidationError",
        ),
        (
            "session name with a blank",
            Box::new(|call| call.role_session_name("a b")),
            "400 ValidationError",
        ),
        (
            "ID of one",
            Box::new(|call| call.external_id("x")),
            "400 ValidationError",
        ),
        (
            "ID with a blank",
            Box::new(|call| call.external_id("a b")),
            "400 ValidationError",
        ),
        (
            "ID too long",
            Box::new(move |call| call.external_id(&long)),
            "400 ValidationError",
        ),
        (
            "ID of every kind of character",
            Box::new(|call| call.external_id("aZ09_+=,.@:/-")),
            "ok",
        ),
    ];
    for (name, change, expected) in cases {
        let answer = change(assume(&world, vendor)).send().await;
        assert_eq!(outcome(&answer), expected, "{name}: {}", message(&answer));
    }
}

#[tokio::test]
async fn refuses_trust_policies_without_an_existing_principal() {
    let world = start_world().await;
    let reads = policy(&json!([{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }]));
    for (trust_policy, message) in [
        (
            trust("arn:aws:iam::999988887777:user/nobody", None),
            "no user or role has this ARN",
        ),
        (
            trust("s3-connect", None),
            "not the ARN of a user, role or account",
        ),
        (
            trust("arn:aws:iam::999988887777:user/*", None),
            "not the ARN of a user, role or account",
        ),
        (
            policy(&json!([{ "Effect": "Allow", "Action": "sts:AssumeRole" }])),
            "\"Principal\" is missing",
        ),
        (reads.clone(), "has no \"Resource\""),
    ] {
        let error = world
            .sandbox
            .create_role("refused", &trust_policy, &reads)
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("Trust policy: ") && error.contains(message),
            "{trust_policy}\n{error}"
        );
    }
}
