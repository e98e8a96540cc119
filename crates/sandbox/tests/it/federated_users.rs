//! `GetFederationToken`: a session can do what both the user's policies and its own policy allow.

use super::harness::{Creds, DATA, World, message, outcome, policy, put, start_world};
use aws_sdk_sts::operation::get_federation_token::builders::GetFederationTokenFluentBuilder;
use serde_json::{Value, json};
use std::time::Duration;

fn federate(world: &World, creds: impl Into<Creds>, name: &str) -> GetFederationTokenFluentBuilder {
    world.sts(creds).get_federation_token().name(name)
}

/// Returns the statements of a user who can write everywhere, and create sessions with these names.
fn writes_and_federates(names: &str) -> Value {
    json!([
        { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::my-company-data/*" },
        { "Effect": "Allow", "Action": "sts:GetFederationToken", "Resource": format!("arn:aws:sts::*:federated-user/{names}") }
    ])
}

fn can_write(prefix: &str) -> String {
    let resource = format!("arn:aws:s3:::my-company-data/{prefix}*");
    policy(
        &json!([{ "Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject"], "Resource": resource }]),
    )
}

#[tokio::test]
async fn a_session_has_what_both_policies_allow() {
    let world = start_world().await;
    let user = world.user("tenant", &writes_and_federates("s3-connect-*"));
    let answer = federate(&world, user.clone(), "s3-connect-acme")
        .policy(can_write("exports/"))
        .duration_seconds(900)
        .send()
        .await
        .unwrap();
    let arn = "arn:aws:sts::111122223333:federated-user/s3-connect-acme";
    assert_eq!(answer.federated_user().unwrap().arn(), arn);
    let creds = Creds::from(answer.credentials.unwrap());
    let sts = world.sts(creds.clone());
    let identity = sts.get_caller_identity().send().await.unwrap();
    assert_eq!(identity.arn(), Some(arn));
    let s3 = world.s3(creds.clone());
    assert_eq!(outcome(&put(&s3, DATA, "exports/x", "x").await), "ok");
    let beside = put(&s3, DATA, "incoming/x", "x").await;
    assert_eq!(outcome(&beside), "403 AccessDenied");
    // The session's policy allows reading, and the user's does not.
    let read = s3.get_object().bucket(DATA).key("exports/x").send().await;
    assert_eq!(outcome(&read), "403 AccessDenied");

    // Sessions create no further sessions.
    let again = federate(&world, creds, "s3-connect-acme").send().await;
    assert_eq!(outcome(&again), "403 AccessDenied");
    // The user's policies are those of now.
    let other = policy(&json!([{ "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" }]));
    world.sandbox.put_user_policy("tenant", &other).unwrap();
    let late = put(&s3, DATA, "exports/x", "x").await;
    assert_eq!(outcome(&late), "403 AccessDenied");
}

#[tokio::test]
async fn a_session_without_a_policy_can_do_nothing() {
    let world = start_world().await;
    let user = world.user("tenant", &writes_and_federates("*"));
    let answer = federate(&world, user, "acme").send().await.unwrap();
    let s3 = world.s3(Creds::from(answer.credentials.unwrap()));
    let denied = put(&s3, DATA, "exports/x", "x").await;
    assert_eq!(outcome(&denied), "403 AccessDenied");
    assert!(message(&denied).contains("no session policy allows"));
}

#[tokio::test]
async fn requires_the_users_own_policy_to_allow_the_name() {
    let world = start_world().await;
    let user = world.user("tenant", &writes_and_federates("s3-connect-*"));
    let denied = federate(&world, user, "another").send().await;
    assert_eq!(outcome(&denied), "403 AccessDenied");
    assert_eq!(
        message(&denied),
        "User: arn:aws:iam::111122223333:user/tenant is not authorized to perform: sts:GetFederationToken on resource: \
         arn:aws:sts::111122223333:federated-user/another because no identity-based policy allows the \
         sts:GetFederationToken action"
    );
    let without = world.sample_user("full-access");
    let denied = federate(&world, without, "s3-connect-acme").send().await;
    assert_eq!(outcome(&denied), "403 AccessDenied");
}

#[tokio::test]
async fn validates_the_name_and_the_duration() {
    let world = start_world().await;
    let user = world.user("tenant", &writes_and_federates("*"));
    for (name, seconds, expected) in [
        ("ab", 900, "ok"),
        ("a", 900, "400 ValidationError"),
        (
            "a-name-that-has-more-than-32-characters",
            900,
            "400 ValidationError",
        ),
        ("a b", 900, "400 ValidationError"),
        ("ab", 899, "400 ValidationError"),
        ("ab", 129_600, "ok"),
        ("ab", 129_601, "400 ValidationError"),
    ] {
        let answer = federate(&world, user.clone(), name)
            .policy(can_write("exports/"))
            .duration_seconds(seconds)
            .send()
            .await;
        assert_eq!(outcome(&answer), expected, "{name} {seconds}");
    }
}

#[tokio::test]
async fn the_life_of_new_sessions_can_be_limited() {
    let world = start_world().await;
    let user = world.user("tenant", &writes_and_federates("*"));
    world.sandbox.limit_session_life(Duration::ZERO);
    let answer = federate(&world, user, "acme")
        .policy(can_write("exports/"))
        .send()
        .await
        .unwrap();
    let s3 = world.s3(Creds::from(answer.credentials.unwrap()));
    let late = put(&s3, DATA, "exports/x", "x").await;
    assert_eq!(outcome(&late), "400 ExpiredToken");
}
