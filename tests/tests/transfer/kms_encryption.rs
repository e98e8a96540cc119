//! A connection with a KMS key: exported objects are encrypted with the key, and a user without access to it gets a
//! clear error.

#![expect(clippy::expect_used, reason = "tests")]

use super::connected_fixture::ConnectedFixture;
use super::{EXPORT, FETCH};
use aws_sdk_s3::types::ServerSideEncryption;
use e2e::client::FLOW;
use e2e::transfer_fixture::{FileTree, assert_same_tree, random_bytes, read_tree, write_tree};
use reqwest::Method;
use secrecy::ExposeSecret as _;
use serde_json::json;

const KEY_ARN: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const USER: &str = "with-a-key";

/// Returns a policy that allows everything with objects, and these actions with the key.
fn policy(kms_actions: &[&str]) -> String {
    let mut statements = vec![json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*" })];
    if !kms_actions.is_empty() {
        statements.push(json!({ "Effect": "Allow", "Action": kms_actions, "Resource": KEY_ARN }));
    }
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

/// Returns files that are uploaded whole, and one that is uploaded in parts.
fn sample_files() -> FileTree {
    FileTree::from([
        ("empty".to_owned(), random_bytes(0, 1)),
        ("in parts".to_owned(), random_bytes(9 * 1024 * 1024, 2)),
        ("small".to_owned(), random_bytes(1_000, 3)),
    ])
}

/// Starts with a user who is allowed to use the key, and with the key in the connection and in the config file.
async fn start() -> ConnectedFixture {
    let mut fixture = ConnectedFixture::start(false).await;
    let keys = fixture
        .transfer
        .sandbox
        .create_user(USER, &policy(&["kms:GenerateDataKey", "kms:Decrypt"]))
        .expect("a user");
    fixture.transfer.fields.key_id = keys.access_key_id;
    fixture.transfer.fields.secret = keys.secret_access_key.expose_secret().to_owned();
    let client = &fixture.server.client;
    let mut connector = client.connector().await.expect(200).json();
    connector["connect_ui_params"]["kms_key_arn"] = json!({});
    let path = format!("/flows/{FLOW}/connector");
    let answer = client.api(Method::PUT, &path, Some(&connector)).await;
    answer.expect(200);
    let mut fields = fixture.fields("data/").json();
    fields["kms_key_arn"] = KEY_ARN.into();
    let answer = client.put_connection("acme", &fields).await;
    answer.expect(200);
    fixture
        .transfer
        .write_config(&json!({ "kms_key_arn": KEY_ARN }));
    write_tree(&fixture.transfer.path("from"), &sample_files());
    fixture
}

#[tokio::test]
async fn encrypts_exported_objects_with_the_key_and_fetches_them() {
    let fixture = start().await;
    let transfer = &fixture.transfer;
    let with_connection = (
        "export --flow demo --tenant acme --from from",
        "fetch --flow demo --tenant acme --out out",
    );
    for (export, fetch) in [with_connection, (EXPORT, FETCH)] {
        transfer.run_successfully(export).await;
        for name in sample_files().keys() {
            let key = format!("data/{name}");
            let head = transfer.s3().head_object().bucket(&transfer.fields.bucket);
            let head = head.key(&key).send().await.expect("an object");
            assert_eq!(
                head.server_side_encryption,
                Some(ServerSideEncryption::AwsKms),
                "{key} after {export}"
            );
            assert_eq!(head.ssekms_key_id.as_deref(), Some(KEY_ARN), "{key}");
        }
        transfer.run_successfully(fetch).await;
        assert_same_tree(&read_tree(&transfer.path("out")), &sample_files());
        std::fs::remove_dir_all(transfer.path("out")).expect("the folder is removed");
        for key in transfer.read_objects().await.keys() {
            let deletion = transfer.sandbox.delete_object(&transfer.fields.bucket, key);
            deletion.expect("the object is deleted");
        }
    }
    fixture.stop().await;
}

#[tokio::test]
async fn reports_the_missing_permission_for_the_key() {
    let fixture = start().await;
    let transfer = &fixture.transfer;
    for (export, fetch) in [
        (
            "export --flow demo --tenant acme --from from",
            "fetch --flow demo --tenant acme --out out",
        ),
        (EXPORT, FETCH),
    ] {
        let put_policy = |actions: &[&str]| {
            let result = transfer.sandbox.put_user_policy(USER, &policy(actions));
            result.expect("the policy is written");
        };
        // The user is allowed to decrypt, but not to encrypt.
        put_policy(&["kms:Decrypt"]);
        let output = transfer.run(export).await;
        assert_eq!(output.code, Some(1), "{output:?}");
        assert!(
            output.stdout.starts_with("3 refused"),
            "nothing is written: {output:?}"
        );
        assert!(transfer.read_objects().await.is_empty());
        assert_denied_for_each_file(&output.stderr, "kms:GenerateDataKey");

        // The user is allowed to encrypt, but not to decrypt.
        put_policy(&["kms:GenerateDataKey", "kms:Decrypt"]);
        transfer.run_successfully(export).await;
        put_policy(&["kms:GenerateDataKey"]);
        let output = transfer.run(fetch).await;
        assert_eq!(output.code, Some(1), "{output:?}");
        assert!(output.stdout.starts_with("3 refused"), "{output:?}");
        assert_denied_for_each_file(&output.stderr, "kms:Decrypt");
        assert!(read_tree(&transfer.path("out")).is_empty());
        for key in transfer.read_objects().await.keys() {
            let deletion = transfer.sandbox.delete_object(&transfer.fields.bucket, key);
            deletion.expect("the object is deleted");
        }
    }
    fixture.stop().await;
}

/// Checks that the output names the denied action and the key for each file.
fn assert_denied_for_each_file(stderr: &str, action: &str) {
    let reason = format!("is not authorized to perform: {action} on resource: ");
    for name in sample_files().keys() {
        let start = format!("{name}: AccessDenied: ");
        let is_denial = |line: &str| line.starts_with(&start) && line.contains(&reason);
        assert!(stderr.lines().any(is_denial), "{name}: {stderr}");
        assert!(stderr.contains(KEY_ARN), "{stderr}");
    }
}
