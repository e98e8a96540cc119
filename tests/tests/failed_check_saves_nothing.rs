//! A connection is saved only if its check passes. It is not saved if AWS refuses something or does not answer, or if the
//! server is killed or the tenant's browser disconnects during the check.

use aws::AwsSettings;
use e2e::answer::step_results;
use e2e::app::{
    App, Fields, VENDOR_ARN, aws_at_url, aws_settings_without_wait, aws_via_gate, find_sample,
    start_sandbox,
};
use e2e::binary::{self, ServerProcess};
use e2e::gate::Gate;
use std::time::{Duration, Instant};

#[tokio::test]
async fn does_not_save_what_aws_refuses() {
    let app = App::start().await;
    let good = app.sample_fields("full-access");
    let wrong = |change: fn(&mut Fields)| {
        let mut fields = good.clone();
        change(&mut fields);
        fields
    };
    let cases = [
        (
            wrong(|f| f.secret = "wrongwrongwrongwrongwrongwrongwrongwrong".to_owned()),
            "credentials: failed (wrong_secret)",
        ),
        (
            wrong(|f| f.key_id = "AKIANOBODYHASTHISKEY".to_owned()),
            "credentials: failed (unknown_access_key)",
        ),
        (
            wrong(|f| f.bucket = "my-company-lost".to_owned()),
            "bucket: failed (bucket_not_found)",
        ),
        (
            Fields::new(&app.sandbox().tenant_root(), "my-company-data", ""),
            "credentials: failed (root_key)",
        ),
        (app.sample_fields("read-only"), "put: failed (put_denied)"),
        (
            app.sample_fields("write-only"),
            "list: failed (list_denied)",
        ),
    ];
    for (fields, step) in cases {
        let answer = app.put_connection("acme", &fields.json()).await;
        let problem = answer.expect_problem(422, "check_failed");
        assert!(
            step_results(&problem["report"]).contains(&step.to_owned()),
            "{step}: {:?}",
            step_results(&problem["report"])
        );
        app.assert_not_connected("acme").await;

        // The widget also explains what to change. It keeps what was typed, except the secret.
        let token = app.create_session("acme").await;
        let page = app
            .press(&token, "save", &fields.form())
            .await
            .expect_page(422, &fields.bucket);
        assert!(
            !page.text.contains(&fields.secret),
            "{step}: the page contains the secret"
        );
        let reopened = app.open(&token).await.expect_page(200, &fields.bucket);
        assert_eq!(
            e2e::html::input_value(&reopened.text, "bucket"),
            Some(fields.bucket.clone()),
            "{step}"
        );
        app.assert_not_connected("acme").await;
    }
}

#[tokio::test]
async fn keeps_a_working_connection_if_its_replacement_fails() {
    let app = App::start().await;
    let good = app.sample_fields("full-access");
    app.put_connection("acme", &good.json()).await.expect(201);
    let before = app.connection("acme").await;
    let mut wrong = good.clone();
    "wrongwrongwrongwrongwrongwrongwrongwrong".clone_into(&mut wrong.secret);
    app.put_connection("acme", &wrong.json())
        .await
        .expect_problem(422, "check_failed");
    let token = app.create_session("acme").await;
    app.press(&token, "save", &wrong.form())
        .await
        .expect_page(422, "Change the connection");
    let after = app.connection("acme").await;
    assert_eq!(
        (after.header("etag"), after.json()),
        (before.header("etag"), before.json())
    );
    assert_eq!(
        app.check_connection("acme").await.json()["report"]["outcome"],
        "passed"
    );
}

/// The tenant deletes the access key in AWS after connecting.
#[tokio::test]
async fn keeps_a_connection_that_stops_working_and_shows_that() {
    let app = App::start().await;
    app.put_connection("acme", &app.sample_fields("full-access").json())
        .await
        .expect(201);
    app.sandbox().delete_user("full-access").expect("deleted");
    let report = app.check_connection("acme").await.expect(200).json()["report"].clone();
    assert_eq!(report["outcome"], "failed", "{report}");
    let token = app.create_session("acme").await;
    app.open(&token).await.expect_page(
        200,
        "The connection doesn’t work: This access key isn’t accepted",
    );
}

#[tokio::test]
async fn does_not_save_an_undetermined_check() {
    let nowhere = Gate::without_target().await;
    let short_deadlines = AwsSettings {
        attempt_timeout: Duration::from_millis(300),
        probe_timeout: Duration::from_secs(2),
        ..aws_settings_without_wait()
    };
    let app = App::builder()
        .with_aws_without_identity(aws_at_url(
            &nowhere.url,
            ("vendor", "vendor"),
            short_deadlines,
        ))
        .start()
        .await;
    let fields = unknown_user_fields();
    let begun = Instant::now();
    let answer = app.put_connection("acme", &fields.json()).await;
    let problem = answer.expect_problem(422, "check_undetermined");
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "the check exceeded its deadline: {:?}",
        begun.elapsed()
    );
    let statuses: Vec<String> = step_results(&problem["report"]);
    assert!(
        statuses.contains(&"credentials: undetermined (timeout)".to_owned()),
        "{statuses:?}"
    );
    assert!(
        !statuses.iter().any(|step| step.contains("failed")),
        "a timeout is reported as a failure: {statuses:?}"
    );
    app.assert_not_connected("acme").await;
    let token = app.create_session("acme").await;
    app.press(&token, "save", &fields.form())
        .await
        .expect_page(422, "Inconclusive");
    app.assert_not_connected("acme").await;
}

/// Returns form fields with a valid format. Their access key does not exist.
fn unknown_user_fields() -> Fields {
    Fields {
        bucket: "my-company-data".to_owned(),
        path_prefix: "incoming/".to_owned(),
        key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
    }
}

#[tokio::test]
async fn stops_the_check_if_the_browser_disconnects() {
    for is_streaming in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let sandbox = start_sandbox(folder.path()).await;
        let gate = Gate::in_front_of(sandbox.addr()).await;
        let app = App::builder()
            .with_aws_without_identity(aws_via_gate(&gate.url, &sandbox))
            .start()
            .await;
        let fields = Fields::from_sample(find_sample(&sandbox, "full-access"));
        let token = app.create_session("acme").await;
        app.press_and_abort(
            &token,
            &fields.form(),
            is_streaming,
            gate.wait_for_request(),
        )
        .await;
        // Give the server time to notice the disconnect. After that, AWS answers everything with success.
        tokio::time::sleep(Duration::from_millis(500)).await;
        gate.set_open(true);
        tokio::time::sleep(Duration::from_secs(2)).await;
        app.assert_not_connected("acme").await;
        let written = sandbox
            .get_object("my-company-data", "incoming/.s3-connect-check")
            .await;
        assert!(
            written.is_err(),
            "the check continued after the disconnect (streaming: {is_streaming})"
        );
        // A browser that stays connected can save with the same server.
        app.press(&token, "save", &fields.form())
            .await
            .expect_page(200, "Connected. Everything works.");
        app.connection("acme").await.expect(200);
    }
}

#[tokio::test]
async fn saves_nothing_if_the_server_is_killed_during_a_check() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let vendor = binary::key_pair(sandbox.vendor());
    let fields = Fields::from_sample(find_sample(&sandbox, "full-access"));
    for is_streaming in [false, true] {
        let nowhere = Gate::without_target().await;
        let mut command = binary::command(folder.path(), &["serve"]);
        command.env("S3_CONNECT_PRINCIPAL", VENDOR_ARN);
        let server =
            ServerProcess::start(binary::set_aws_env(&mut command, &nowhere.url, vendor)).await;
        let client = server.client.clone();
        let token = client.create_session("acme").await;
        let kill = async {
            nowhere.wait_for_request().await;
            server.kill().await;
        };
        client
            .press_and_abort(&token, &fields.form(), is_streaming, kill)
            .await;

        let mut command = binary::command(folder.path(), &["serve"]);
        let server =
            ServerProcess::start(binary::set_aws_env(&mut command, &sandbox.url(), vendor)).await;
        server.client.assert_not_connected("acme").await;
        server
            .client
            .open(&token)
            .await
            .expect_page(200, "Connect your S3 bucket");
        server
            .client
            .press(&token, "save", &fields.form())
            .await
            .expect_page(200, "Connected. Everything works.");
        server.client.delete_connection("acme").await.expect(204);
        server.kill().await;
    }
}
