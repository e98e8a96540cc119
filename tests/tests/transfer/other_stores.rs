//! S3-compatible stores: files come back from them unchanged, and other clients can read them.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::binary::run;
use e2e::ministack::Ministack;
use e2e::seaweedfs::{self, Seaweedfs};
use e2e::transfer_fixture::{
    FileTree, TransferFixture, assert_same_tree, read_tree, unusual_files, with_prefix, write_tree,
};
use serde_json::{Value, json};

const ALLOW_EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;

/// Exports and fetches. The address of the store is either AWS itself to the program, or an endpoint in the config
/// file.
async fn transfer_both_ways(
    fixture: &TransferFixture,
    config: &Value,
    endpoint: &str,
    as_aws: bool,
    expected: &FileTree,
) {
    let mut config = config.clone();
    if !as_aws {
        config["endpoint"] = endpoint.into();
    }
    fixture.write_config(&config);
    for args in [
        "export --config config.json --from from",
        "fetch --config config.json --out out",
    ] {
        let mut command = fixture.command(args, &[]);
        let url = if as_aws {
            endpoint
        } else {
            // Nothing listens there, so a request that ignores the endpoint fails.
            "http://127.0.0.1:1"
        };
        let output = run(command.env("AWS_ENDPOINT_URL", url)).await;
        fixture.assert_no_secrets(&output);
        assert_eq!(output.code, Some(0), "as AWS: {as_aws}, {args}: {output:?}");
    }
    assert_same_tree(&read_tree(&fixture.path("out")), expected);
    std::fs::remove_dir_all(fixture.path("out")).expect("the folder is removed");
}

/// Reads objects with the AWS SDK.
async fn read_with_sdk(s3: &aws_sdk_s3::Client, bucket: &str, keys: &FileTree) -> FileTree {
    let mut objects = FileTree::new();
    for key in keys.keys() {
        let result = s3.get_object().bucket(bucket).key(key).send().await;
        let body = result
            .unwrap_or_else(|error| panic!("{key:?}: {error:?}"))
            .body;
        let bytes = body.collect().await.expect("its bytes").into_bytes();
        objects.insert(key.to_owned(), bytes.to_vec().into());
    }
    objects
}

#[tokio::test]
async fn ministack_stores_files_unchanged() {
    let account = Ministack::from_env().account();
    let fixture = TransferFixture::start().await;
    let user = account.create_user(ALLOW_EVERYTHING).await;
    let expected = unusual_files();
    write_tree(&fixture.path("from"), &expected);
    let url = Ministack::from_env().url;
    for as_aws in [true, false] {
        let bucket = account.create_bucket("transfer").await;
        let config = json!({
            "bucket": bucket, "aws_access_key_id": user.access_key_id,
            "aws_secret_access_key": user.secret_access_key, "region": "us-east-1",
        });
        transfer_both_ways(&fixture, &config, &url, as_aws, &expected).await;
        let expected = with_prefix("data/", &expected);
        let objects = read_with_sdk(&account.s3(), &bucket, &expected).await;
        assert_same_tree(&objects, &expected);
    }
}

#[tokio::test]
async fn seaweedfs_stores_files_unchanged_and_shares_them_with_other_clients() {
    let store = Seaweedfs::start("transfer").await;
    let fixture = TransferFixture::start().await;
    let config = json!({
        "bucket": "transfer", "aws_access_key_id": seaweedfs::KEY,
        "aws_secret_access_key": seaweedfs::SECRET, "region": "us-east-1",
    });
    let mut expected = unusual_files();
    // SeaweedFS treats a backslash as a slash.
    expected.remove("back\\slash");
    write_tree(&fixture.path("from"), &expected);
    for as_aws in [true, false] {
        transfer_both_ways(&fixture, &config, &store.url, as_aws, &expected).await;
    }
    let objects = read_with_sdk(&store.s3(), "transfer", &with_prefix("data/", &expected)).await;
    assert_same_tree(&objects, &with_prefix("data/", &expected));

    // `fetch` reads what other clients write, and they read what `export` writes.
    let plain = portable_files(&expected);
    write_tree(&fixture.path("plain"), &plain);
    for (client, upload_args, download_args) in [
        (
            "s5cmd",
            ["cp", "plain/", "s3://transfer/s5cmd/"],
            ["cp", "s3://transfer/plain/*", "by-s5cmd/"],
        ),
        (
            "rclone",
            ["copy", "plain", "store:transfer/rclone"],
            ["copy", "store:transfer/plain", "by-rclone"],
        ),
    ] {
        store.run(client, &upload_args, fixture.folder.path()).await;
        fixture.write_config(&config_for(&config, &store.url, &format!("{client}/")));
        let out = format!("of-{client}");
        let output = fixture
            .run(&format!("fetch --config config.json --out {out}"))
            .await;
        assert_eq!(output.code, Some(0), "{client}: {output:?}");
        assert_same_tree(&read_tree(&fixture.path(&out)), &plain);
        fixture.write_config(&config_for(&config, &store.url, "plain/"));
        let output = fixture
            .run("export --config config.json --from plain")
            .await;
        assert_eq!(output.code, Some(0), "{output:?}");
        store
            .run(client, &download_args, fixture.folder.path())
            .await;
        assert_same_tree(&read_tree(&fixture.path(&format!("by-{client}"))), &plain);
    }
}

fn config_for(config: &Value, url: &str, prefix: &str) -> Value {
    let mut config = config.clone();
    config["endpoint"] = url.into();
    config["path_prefix"] = prefix.into();
    config
}

/// Returns the files that other clients can transfer too. s5cmd reads `*`, `?`, brackets and backslashes as patterns,
/// and rclone replaces control characters.
fn portable_files(files: &FileTree) -> FileTree {
    let mut files = files.clone();
    let is_special = |c: char| c.is_control() || "*?[]\\".contains(c);
    files.retain(|name, _| !name.contains(is_special));
    files
}
