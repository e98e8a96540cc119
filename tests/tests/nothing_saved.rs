//! A connection is saved only after its check passed: not when AWS refuses, does not answer, or when the server or
//! the tenant's browser goes away in the middle.

use aws::AwsSettings;
use e2e::answer::steps;
use e2e::app::{App, Fields, VENDOR_ARN, at_once, aws_at, aws_through, sample, start_sandbox};
use e2e::binary::{self, Running};
use e2e::gate::Gate;
use secrecy::ExposeSecret;
use std::time::{Duration, Instant};

#[tokio::test]
async fn what_aws_refuses_is_not_saved() {
    let app = App::start().await;
    let good = app.sample("full-access");
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
            Fields::with(&app.sandbox().tenant_root(), "my-company-data", ""),
            "credentials: failed (root_key)",
        ),
        (app.sample("read-only"), "put: failed (put_denied)"),
        (app.sample("write-only"), "list: failed (list_denied)"),
    ];
    for (fields, step) in cases {
        let answer = app.put_connection("acme", &fields.json()).await;
        let problem = answer.problem(422, "check_failed");
        assert!(
            steps(&problem["report"]).contains(&step.to_owned()),
            "{step}: {:?}",
            steps(&problem["report"])
        );
        app.no_connection("acme").await;

        // The same over the page, which says what to change and keeps what was typed, but for the secret.
        let token = app.create_session("acme").await;
        let page = app
            .press(&token, "save", &fields.form())
            .await
            .page(422, &fields.bucket);
        assert!(
            !page.text.contains(&fields.secret),
            "{step}: the secret came back"
        );
        let again = app.open(&token).await.page(200, &fields.bucket);
        assert_eq!(
            e2e::html::value_of(&again.text, "bucket"),
            Some(fields.bucket.clone()),
            "{step}"
        );
        app.no_connection("acme").await;
    }
}

#[tokio::test]
async fn what_works_is_not_replaced_by_what_does_not() {
    let app = App::start().await;
    let good = app.sample("full-access");
    app.put_connection("acme", &good.json()).await.expect(201);
    let before = app.connection("acme").await;
    let mut wrong = good.clone();
    "wrongwrongwrongwrongwrongwrongwrongwrong".clone_into(&mut wrong.secret);
    app.put_connection("acme", &wrong.json())
        .await
        .problem(422, "check_failed");
    let token = app.create_session("acme").await;
    app.press(&token, "save", &wrong.form())
        .await
        .page(422, "Change the connection");
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

/// A key that was taken away later: the connection stays, and says that it does not work.
#[tokio::test]
async fn a_connection_that_stops_working_stays_and_says_so() {
    let app = App::start().await;
    app.put_connection("acme", &app.sample("full-access").json())
        .await
        .expect(201);
    app.sandbox().delete_user("full-access").expect("deleted");
    let report = app.check_connection("acme").await.expect(200).json()["report"].clone();
    assert_eq!(report["outcome"], "failed", "{report}");
    let token = app.create_session("acme").await;
    app.open(&token)
        .await
        .page(200, "Connected, but the last check did not pass");
}

#[tokio::test]
async fn an_aws_that_does_not_answer_is_undetermined_and_not_saved() {
    let nowhere = Gate::to_nowhere().await;
    let short = AwsSettings {
        attempt_timeout: Duration::from_millis(300),
        probe_timeout: Duration::from_secs(2),
        ..at_once()
    };
    let app = App::setup()
        .with_mute_aws(aws_at(&nowhere.url, ("vendor", "vendor"), short))
        .start()
        .await;
    let fields = nobody();
    let begun = Instant::now();
    let answer = app.put_connection("acme", &fields.json()).await;
    let problem = answer.problem(422, "check_undetermined");
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "the deadline holds: {:?}",
        begun.elapsed()
    );
    let statuses: Vec<String> = steps(&problem["report"]);
    assert!(
        statuses.contains(&"credentials: undetermined (timeout)".to_owned()),
        "{statuses:?}"
    );
    assert!(
        !statuses.iter().any(|step| step.contains("failed")),
        "never shown as wrong keys: {statuses:?}"
    );
    app.no_connection("acme").await;
    let token = app.create_session("acme").await;
    app.press(&token, "save", &fields.form())
        .await
        .page(422, "Could not tell");
    app.no_connection("acme").await;
}

/// Keys no AWS was asked about.
fn nobody() -> Fields {
    Fields {
        bucket: "my-company-data".to_owned(),
        path_prefix: "incoming/".to_owned(),
        key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
    }
}

#[tokio::test]
async fn a_browser_that_goes_away_leaves_nothing_behind() {
    for in_pieces in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let sandbox = start_sandbox(folder.path()).await;
        let gate = Gate::to(sandbox.addr()).await;
        let app = App::setup()
            .with_mute_aws(aws_through(&gate.url, &sandbox))
            .start()
            .await;
        let fields = Fields::of(sample(&sandbox, "full-access"));
        let token = app.create_session("acme").await;
        app.press_and_go(&token, &fields.form(), in_pieces, gate.asked())
            .await;
        // The server has time to notice. From then on AWS says yes to everything.
        tokio::time::sleep(Duration::from_millis(500)).await;
        gate.set_open(true);
        tokio::time::sleep(Duration::from_secs(2)).await;
        app.no_connection("acme").await;
        let written = sandbox
            .get_object("my-company-data", "incoming/.s3-connect-check")
            .await;
        assert!(
            written.is_err(),
            "the check went on with nobody there (in pieces: {in_pieces})"
        );
        // Whoever stays is connected by the same server.
        app.press(&token, "save", &fields.form())
            .await
            .page(200, "Connected. Everything works.");
        app.connection("acme").await.expect(200);
    }
}

#[tokio::test]
async fn a_server_that_is_killed_in_a_check_has_saved_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let vendor = sandbox.vendor().clone();
    let vendor = (
        vendor.access_key_id.as_str(),
        vendor.secret_access_key.expose_secret(),
    );
    let fields = Fields::of(sample(&sandbox, "full-access"));
    for in_pieces in [false, true] {
        let nowhere = Gate::to_nowhere().await;
        let mut command = binary::command(folder.path(), &["serve"]);
        command.env("S3_CONNECT_PRINCIPAL", VENDOR_ARN);
        let server = Running::start(binary::at_aws(&mut command, &nowhere.url, vendor)).await;
        let client = server.client.clone();
        let token = client.create_session("acme").await;
        let kill = async {
            nowhere.asked().await;
            server.kill().await;
        };
        client
            .press_and_go(&token, &fields.form(), in_pieces, kill)
            .await;

        let mut command = binary::command(folder.path(), &["serve"]);
        let server = Running::start(binary::at_aws(&mut command, &sandbox.url(), vendor)).await;
        server.client.no_connection("acme").await;
        server
            .client
            .open(&token)
            .await
            .page(200, "Connect your S3 bucket");
        server
            .client
            .press(&token, "save", &fields.form())
            .await
            .page(200, "Connected. Everything works.");
        server.client.delete_connection("acme").await.expect(204);
        server.kill().await;
    }
}
