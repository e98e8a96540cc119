//! What is made survives the process; what was only begun does not.

use std::os::unix::fs::PermissionsExt as _;

use super::harness::{DATA, EMPTY, World, get, outcome, policy, put, start, trust, world};
use serde_json::json;

#[tokio::test]
async fn the_state_survives() {
    let World { sandbox, dir } = world().await;
    let vendor = sandbox.vendor().clone();
    let everything = policy(&json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }]));
    let user = sandbox.create_user("kept", &everything).unwrap();
    let role = sandbox
        .create_role("kept", &trust(&vendor.arn, None), &everything)
        .unwrap();
    sandbox.create_bucket("kept-bucket", "eu-west-1").unwrap();
    sandbox
        .put_object(EMPTY, "kept/object", b"still here")
        .await
        .unwrap();
    sandbox
        .put_object(EMPTY, "kept/object", b"still here, newer")
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
        sandbox: start(&dir).await,
        dir,
    };
    assert_eq!(world.sandbox.vendor().access_key_id, vendor.access_key_id);
    assert_eq!(world.sandbox.samples().len(), 4);
    let s3 = world.s3(&user);
    assert_eq!(
        get(&s3, EMPTY, "kept/object").await.as_deref(),
        Ok("still here, newer")
    );
    assert_eq!(
        get(&s3, DATA, "incoming/customers.csv").await,
        Err("404 NoSuchKey".to_owned())
    );
    assert_eq!(
        outcome(&put(&s3, "kept-bucket", "x", "x").await),
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
async fn leftovers_are_cleared_away() {
    let World { sandbox, dir } = world().await;
    sandbox.stop().await;
    let folder = dir.path().join("sandbox");
    let orphan = folder.join("buckets").join(EMPTY).join("bytes/orphan");
    let half = folder.join("unfinished/half");
    std::fs::write(&orphan, "x").unwrap();
    std::fs::write(&half, "x").unwrap();
    start(&dir).await.stop().await;
    assert!(!orphan.exists() && !half.exists());
}

#[tokio::test]
async fn a_folder_of_something_else_is_refused() {
    let World { sandbox, dir } = world().await;
    sandbox.stop().await;
    let state = dir.path().join("sandbox/state.json");
    for (text, words) in [("{}", "missing field"), ("not json", "expected")] {
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
            error.contains("state.json") && error.contains(words),
            "{error}"
        );
    }
}
