//! A run whose files cannot all be moved: the command does not see half of them, and nothing is remembered.

#![expect(clippy::expect_used, reason = "tests")]

use super::Scene;
use e2e::app::Fields;

const BUCKET: &str = "my-company-data";
const USER: &str = "tenants-user";

/// May do everything, but not this.
fn policy(denied: &str, resource: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"s3:*","Resource":"*"}},{{"Effect":"Deny","Action":"{denied}","Resource":"arn:aws:s3:::{BUCKET}/{resource}"}}]}}"#
    )
}

/// A tenant with two files, connected with a user whose policy a test changes.
async fn start() -> Scene {
    let scene = Scene::new().await;
    scene.put(&[("a.csv", "1"), ("closed.csv", "2")]).await;
    let keys = scene
        .sandbox
        .create_user(USER, &policy("s3:GetObject", "nothing"))
        .expect("a user");
    let fields = Fields::with(&keys, BUCKET, "jobs/acme");
    let answer = scene
        .server
        .client
        .put_connection("acme", &fields.json())
        .await;
    answer.expect(200);
    scene
}

fn deny(scene: &Scene, action: &str, resource: &str) {
    let put = scene
        .sandbox
        .put_user_policy(USER, &policy(action, resource));
    put.expect("a policy");
}

#[tokio::test]
async fn a_command_does_not_start_unless_every_file_was_fetched() {
    let scene = start().await;
    deny(&scene, "s3:GetObject", "jobs/acme/closed.csv");
    let ended = scene.run(&[], "echo started; ls sync-output").await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    for words in [
        "closed.csv: AccessDenied",
        "not every file could be fetched, so the command was not started",
    ] {
        assert!(ended.stderr.contains(words), "{words}: {ended:?}");
    }
    assert!(!ended.stdout.contains("started"), "{ended:?}");

    deny(&scene, "s3:GetObject", "nothing");
    let ended = scene.run(&[], "ls sync-output").await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stdout.contains("\na.csv\nclosed.csv\n"), "{ended:?}");
}

#[tokio::test]
async fn a_run_whose_files_cannot_be_exported_is_not_remembered() {
    let scene = start().await;
    deny(&scene, "s3:PutObject", "jobs/acme/closed.txt");
    let script = "ls sync-output; cat snapshots/runs; echo x >> snapshots/runs; \
                  echo a > etl-output/open.txt; echo b > etl-output/closed.txt";
    let ended = scene.run(&[], script).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    for words in [
        "closed.txt: AccessDenied",
        "not every file could be exported",
    ] {
        assert!(ended.stderr.contains(words), "{words}: {ended:?}");
    }
    assert_eq!(scene.jobs(), 1, "its folder stays");

    deny(&scene, "s3:PutObject", "nothing");
    let ended = scene.run(&[], script).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stdout.contains("a.csv\nclosed.csv\n"), "{ended:?}");
    assert!(!ended.stdout.contains("\nx\n"), "no snapshots: {ended:?}");
    let seen = scene.in_bucket().await;
    assert_eq!(super::read(&seen.join("closed.txt")), "b\n");
}
