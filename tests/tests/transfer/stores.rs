//! Stores of other makes: what is exported to them comes back the same, and others read it.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::binary::run;
use e2e::ministack::Ministack;
use e2e::seaweedfs::{self, Seaweedfs};
use e2e::transfers::{Transfers, Tree, below, files, same, strange_files, write};
use serde_json::{Value, json};

const EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;

/// Exports and fetches, with the store as AWS or as a store of another make. `endpoint` is its address.
async fn both_ways(
    world: &Transfers,
    config: &Value,
    endpoint: &str,
    as_aws: bool,
    expected: &Tree,
) {
    let mut config = config.clone();
    if !as_aws {
        config["endpoint"] = endpoint.into();
    }
    world.config(&config);
    for args in [
        "export --config config.json --from from",
        "fetch --config config.json --out out",
    ] {
        let mut command = world.command(args, &[]);
        let url = if as_aws {
            endpoint
        } else {
            "http://127.0.0.1:1"
        };
        let ended = run(command.env("AWS_ENDPOINT_URL", url)).await;
        world.no_secret_in(&ended);
        assert_eq!(ended.code, Some(0), "as AWS: {as_aws}, {args}: {ended:?}");
    }
    same(&files(&world.path("out")), expected);
    std::fs::remove_dir_all(world.path("out")).expect("removed");
}

/// The objects as another client reads them.
async fn read_by_another(s3: &aws_sdk_s3::Client, bucket: &str, keys: &Tree) -> Tree {
    let mut found = Tree::new();
    for key in keys.keys() {
        let got = s3.get_object().bucket(bucket).key(key).send().await;
        let body = got
            .unwrap_or_else(|error| panic!("{key:?}: {error:?}"))
            .body;
        let bytes = body.collect().await.expect("its bytes").into_bytes();
        found.insert(key.to_owned(), bytes.to_vec().into());
    }
    found
}

#[tokio::test]
async fn ministack_keeps_files_as_they_are() {
    let account = Ministack::from_env().account();
    let world = Transfers::start().await;
    let user = account.create_user(EVERYTHING).await;
    let expected = strange_files();
    write(&world.path("from"), &expected);
    let url = Ministack::from_env().url;
    for as_aws in [true, false] {
        let bucket = account.create_bucket("transfer").await;
        let config = json!({
            "bucket": bucket, "aws_access_key_id": user.access_key_id,
            "aws_secret_access_key": user.secret_access_key, "region": "us-east-1",
        });
        both_ways(&world, &config, &url, as_aws, &expected).await;
        let expected = below("data/", &expected);
        let found = read_by_another(&account.s3(), &bucket, &expected).await;
        same(&found, &expected);
    }
}

#[tokio::test]
async fn seaweedfs_keeps_files_as_they_are_and_others_read_them() {
    let store = Seaweedfs::start("transfer").await;
    let world = Transfers::start().await;
    let config = json!({
        "bucket": "transfer", "aws_access_key_id": seaweedfs::KEY,
        "aws_secret_access_key": seaweedfs::SECRET, "region": "us-east-1",
    });
    let mut expected = strange_files();
    // SeaweedFS takes it for a slash.
    expected.remove("back\\slash");
    write(&world.path("from"), &expected);
    for as_aws in [true, false] {
        both_ways(&world, &config, &store.url, as_aws, &expected).await;
    }
    let found = read_by_another(&store.s3(), "transfer", &below("data/", &expected)).await;
    same(&found, &below("data/", &expected));

    // What others write, fetch reads, and what export wrote, they read.
    let plain = files_others_take(&expected);
    write(&world.path("plain"), &plain);
    for (name, up, down) in [
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
        store.run(name, &up, world.folder.path()).await;
        world.config(&changed(&config, &store.url, &format!("{name}/")));
        let out = format!("of-{name}");
        let ended = world
            .run(&format!("fetch --config config.json --out {out}"))
            .await;
        assert_eq!(ended.code, Some(0), "{name}: {ended:?}");
        same(&files(&world.path(&out)), &plain);
        world.config(&changed(&config, &store.url, "plain/"));
        let ended = world.run("export --config config.json --from plain").await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        store.run(name, &down, world.folder.path()).await;
        same(&files(&world.path(&format!("by-{name}"))), &plain);
    }
}

fn changed(config: &Value, url: &str, prefix: &str) -> Value {
    let mut config = config.clone();
    config["endpoint"] = url.into();
    config["path_prefix"] = prefix.into();
    config
}

/// s5cmd takes `*`, `?`, brackets and backslashes for patterns, and rclone replaces control characters.
fn files_others_take(files: &Tree) -> Tree {
    let mut files = files.clone();
    let strange = |c: char| c.is_control() || "*?[]\\".contains(c);
    files.retain(|name, _| !name.contains(strange));
    files
}
