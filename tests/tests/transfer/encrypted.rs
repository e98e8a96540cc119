//! A connection with a KMS key: what is exported is under the key, and whoever may not use the key is told so.

#![expect(clippy::expect_used, reason = "tests")]

use super::saved::Saved;
use super::{EXPORT, FETCH};
use aws_sdk_s3::types::ServerSideEncryption;
use e2e::client::FLOW;
use e2e::transfers::{Tree, bytes, files, same, write};
use reqwest::Method;
use secrecy::ExposeSecret as _;
use serde_json::json;

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const USER: &str = "with-a-key";

/// May do everything with objects, and these things with the key.
fn policy(actions: &[&str]) -> String {
    let mut statements = vec![json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*" })];
    if !actions.is_empty() {
        statements.push(json!({ "Effect": "Allow", "Action": actions, "Resource": KEY }));
    }
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

/// Whole ones and one in parts.
fn some_files() -> Tree {
    Tree::from([
        ("empty".to_owned(), bytes(0, 1)),
        ("in parts".to_owned(), bytes(9 * 1024 * 1024, 2)),
        ("small".to_owned(), bytes(1_000, 3)),
    ])
}

/// A tenant whose user may use the key, and whose connection has it. The config file says the same.
async fn start() -> Saved {
    let mut saved = Saved::start(false).await;
    let keys = saved
        .world
        .sandbox
        .create_user(USER, &policy(&["kms:GenerateDataKey", "kms:Decrypt"]))
        .expect("a user");
    saved.world.fields.key_id = keys.access_key_id;
    saved.world.fields.secret = keys.secret_access_key.expose_secret().to_owned();
    let client = &saved.server.client;
    let mut connector = client.connector().await.expect(200).json();
    connector["connect_ui_params"]["kms_key_arn"] = json!({});
    let path = format!("/flows/{FLOW}/connector");
    let answer = client.api(Method::PUT, &path, Some(&connector)).await;
    answer.expect(200);
    let mut fields = saved.fields("data/").json();
    fields["kms_key_arn"] = KEY.into();
    let answer = client.put_connection("acme", &fields).await;
    answer.expect(200);
    saved.world.config(&json!({ "kms_key_arn": KEY }));
    write(&saved.world.path("from"), &some_files());
    saved
}

#[tokio::test]
async fn what_is_exported_is_under_the_key_and_can_be_fetched() {
    let saved = start().await;
    let world = &saved.world;
    let by_connection = (
        "export --flow demo --tenant acme --from from",
        "fetch --flow demo --tenant acme --out out",
    );
    for (export, fetch) in [by_connection, (EXPORT, FETCH)] {
        world.good(export).await;
        for name in some_files().keys() {
            let key = format!("data/{name}");
            let head = world.s3().head_object().bucket(&world.fields.bucket);
            let head = head.key(&key).send().await.expect("an object");
            assert_eq!(
                head.server_side_encryption,
                Some(ServerSideEncryption::AwsKms),
                "{key} after {export}"
            );
            assert_eq!(head.ssekms_key_id.as_deref(), Some(KEY), "{key}");
        }
        world.good(fetch).await;
        same(&files(&world.path("out")), &some_files());
        std::fs::remove_dir_all(world.path("out")).expect("removed");
        for key in world.objects().await.keys() {
            let deleted = world.sandbox.delete_object(&world.fields.bucket, key);
            deleted.expect("deleted");
        }
    }
    saved.end().await;
}

#[tokio::test]
async fn whoever_is_not_allowed_to_use_the_key_is_told_so() {
    let saved = start().await;
    let world = &saved.world;
    for (export, fetch) in [
        (
            "export --flow demo --tenant acme --from from",
            "fetch --flow demo --tenant acme --out out",
        ),
        (EXPORT, FETCH),
    ] {
        let put_policy = |actions: &[&str]| {
            let put = world.sandbox.put_user_policy(USER, &policy(actions));
            put.expect("a policy");
        };
        // It may read, and not write.
        put_policy(&["kms:Decrypt"]);
        let ended = world.run(export).await;
        assert_eq!(ended.code, Some(1), "{ended:?}");
        assert!(
            ended.stdout.starts_with("3 refused"),
            "nothing is written: {ended:?}"
        );
        assert!(world.objects().await.is_empty());
        says_of_each_file(&ended.stderr, "kms:GenerateDataKey");

        // It may write, and not read.
        put_policy(&["kms:GenerateDataKey", "kms:Decrypt"]);
        world.good(export).await;
        put_policy(&["kms:GenerateDataKey"]);
        let ended = world.run(fetch).await;
        assert_eq!(ended.code, Some(1), "{ended:?}");
        assert!(ended.stdout.starts_with("3 refused"), "{ended:?}");
        says_of_each_file(&ended.stderr, "kms:Decrypt");
        assert!(files(&world.path("out")).is_empty());
        for key in world.objects().await.keys() {
            let deleted = world.sandbox.delete_object(&world.fields.bucket, key);
            deleted.expect("deleted");
        }
    }
    saved.end().await;
}

fn says_of_each_file(said: &str, action: &str) {
    let words = format!("is not authorized to perform: {action} on resource: ");
    for name in some_files().keys() {
        let begins = format!("{name}: AccessDenied: ");
        let is_said = |line: &str| line.starts_with(&begins) && line.contains(&words);
        assert!(said.lines().any(is_said), "{name}: {said}");
        assert!(said.contains(KEY), "{said}");
    }
}
