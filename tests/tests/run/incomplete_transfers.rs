//! Runs that cannot transfer every file: the command does not start with half of the files, and nothing is recorded.

#![expect(clippy::expect_used, reason = "tests")]

use super::RunFixture;
use e2e::app::Fields;

const BUCKET: &str = "my-company-data";
const USER: &str = "tenants-user";

/// Returns a policy that allows everything except one action on one resource.
fn policy(denied: &str, resource: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"s3:*","Resource":"*"}},{{"Effect":"Deny","Action":"{denied}","Resource":"arn:aws:s3:::{BUCKET}/{resource}"}}]}}"#
    )
}

/// Starts with two files, and with a connection of a user whose policy the test changes.
async fn start() -> RunFixture {
    let fixture = RunFixture::start().await;
    fixture
        .upload_files(&[("a.csv", "1"), ("closed.csv", "2")])
        .await;
    let keys = fixture
        .sandbox
        .create_user(USER, &policy("s3:GetObject", "nothing"))
        .expect("a user");
    let fields = Fields::new(&keys, BUCKET, "jobs/acme");
    let answer = fixture
        .server
        .client
        .put_connection("acme", &fields.json())
        .await;
    answer.expect(200);
    fixture
}

fn deny(fixture: &RunFixture, action: &str, resource: &str) {
    let result = fixture
        .sandbox
        .put_user_policy(USER, &policy(action, resource));
    result.expect("the policy is written");
}

#[tokio::test]
async fn does_not_start_the_command_unless_every_file_was_fetched() {
    let fixture = start().await;
    deny(&fixture, "s3:GetObject", "jobs/acme/closed.csv");
    let output = fixture.run(&[], "echo started; ls sync-output").await;
    assert_eq!(output.code, Some(1), "{output:?}");
    for message in [
        "closed.csv: AccessDenied",
        "not every file could be fetched, so the command was not started",
    ] {
        assert!(output.stderr.contains(message), "{message}: {output:?}");
    }
    assert!(!output.stdout.contains("started"), "{output:?}");

    deny(&fixture, "s3:GetObject", "nothing");
    let output = fixture.run(&[], "ls sync-output").await;
    assert_eq!(output.code, Some(0), "{output:?}");
    assert!(
        output.stdout.contains("\na.csv\nclosed.csv\n"),
        "{output:?}"
    );
}

#[tokio::test]
async fn a_run_with_a_failed_export_is_not_recorded() {
    let fixture = start().await;
    deny(&fixture, "s3:PutObject", "jobs/acme/closed.txt");
    let script = "ls sync-output; cat snapshots/runs; echo x >> snapshots/runs; \
                  echo a > etl-output/open.txt; echo b > etl-output/closed.txt";
    let output = fixture.run(&[], script).await;
    assert_eq!(output.code, Some(1), "{output:?}");
    for message in [
        "closed.txt: AccessDenied",
        "not every file could be exported",
    ] {
        assert!(output.stderr.contains(message), "{message}: {output:?}");
    }
    assert_eq!(fixture.job_count(), 1, "the job's folder stays");

    deny(&fixture, "s3:PutObject", "nothing");
    let output = fixture.run(&[], script).await;
    assert_eq!(output.code, Some(0), "{output:?}");
    assert!(output.stdout.contains("a.csv\nclosed.csv\n"), "{output:?}");
    assert!(!output.stdout.contains("\nx\n"), "no snapshots: {output:?}");
    let bucket = fixture.fetch_bucket().await;
    assert_eq!(super::read_file(&bucket.join("closed.txt")), "b\n");
}
