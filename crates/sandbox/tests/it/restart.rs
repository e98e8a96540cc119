//! A restart keeps everything that was finished, and removes what was not.

use std::os::unix::fs::PermissionsExt as _;

use super::harness::{
    DATA, EMPTY, World, get, outcome, policy, put, start_sandbox, start_world, trust,
};
use serde_json::json;

#[tokio::test]
async fn keeps_its_state_over_a_restart() {
    let World { sandbox, dir } = start_world().await;
    let vendor = sandbox.vendor().clone();
    let everything = policy(&json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }]));
    let user = sandbox.create_user("stays", &everything).unwrap();
    let role = sandbox
        .create_role("stays", &trust(&vendor.arn, None), &everything)
        .unwrap();
    sandbox
        .create_bucket("staying-bucket", "eu-west-1")
        .unwrap();
    sandbox
        .put_object(EMPTY, "stays/object", b"still here")
        .await
        .unwrap();
    sandbox
        .put_object(EMPTY, "stays/object", b"still here, newer")
        .await
        .unwrap();
    sandbox
        .delete_object(DATA, "incoming/customers.csv")
        .unwrap();
    sandbox.stop().await;

    let state = dir.path().join("sandbox/state.json");
    assert_eq!(
        state.metadata().unwrap().permissions().mode() & 0o777,
        0o600
    );

    let world = World {
        sandbox: start_sandbox(&dir).await,
        dir,
    };
    assert_eq!(world.sandbox.vendor().access_key_id, vendor.access_key_id);
    assert_eq!(world.sandbox.sample_users().len(), 4);
    let s3 = world.s3(&user);
    assert_eq!(
        get(&s3, EMPTY, "stays/object").await.as_deref(),
        Ok("still here, newer")
    );
    assert_eq!(
        get(&s3, DATA, "incoming/customers.csv").await,
        Err("404 NoSuchKey".to_owned())
    );
    assert_eq!(
        outcome(&put(&s3, "staying-bucket", "x", "x").await),
        "301 PermanentRedirect"
    );
    let assumed = world
        .sts(&vendor)
        .assume_role()
        .role_arn(role)
        .role_session_name("again")
        .send()
        .await;
    assert_eq!(outcome(&assumed), "ok");
}

#[tokio::test]
async fn removes_unfinished_files_on_start() {
    let World { sandbox, dir } = start_world().await;
    sandbox.stop().await;
    let folder = dir.path().join("sandbox");
    let orphan = folder.join("buckets").join(EMPTY).join("bytes/orphan");
    let unfinished = folder.join("unfinished/half");
    std::fs::write(&orphan, "x").unwrap();
    std::fs::write(&unfinished, "x").unwrap();
    start_sandbox(&dir).await.stop().await;
    assert!(!orphan.exists() && !unfinished.exists());
}

#[tokio::test]
async fn refuses_an_invalid_state_file() {
    let World { sandbox, dir } = start_world().await;
    sandbox.stop().await;
    let state = dir.path().join("sandbox/state.json");
    for (text, detail) in [("{}", "missing field"), ("not json", "expected")] {
        std::fs::write(&state, text).unwrap();
        let config = sandbox::SandboxConfig {
            addr: ([127, 0, 0, 1], 0).into(),
            dir: dir.path().join("sandbox"),
            delay: std::time::Duration::ZERO,
        };
        let error = sandbox::Sandbox::start(config)
            .await
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("state.json") && error.contains(detail),
            "{error}"
        );
    }
}
