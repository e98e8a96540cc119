//! A tenant's whole journey from the link to the disconnect: with keys and with a role, over REST, with plain forms and
//! with streamed answers, on both databases.

#![expect(clippy::expect_used, reason = "tests")]

use app::progress::Progress;
use e2e::answer::{Answer, step_results};
use e2e::app::App;
use e2e::client::FLOW;
use e2e::html::input_value;
use serde_json::json;

#[tokio::test]
async fn connects_checks_changes_and_disconnects_on_sqlite() {
    let app = App::start().await;
    keys_over_rest(&app).await;
    role_over_rest(&app).await;
    keys_by_form(&app).await;
    role_by_form(&app).await;
    keys_by_streaming_form(&app).await;
}

#[tokio::test]
async fn connects_checks_changes_and_disconnects_on_postgres() {
    let app = App::builder().on_postgres().start().await;
    keys_over_rest(&app).await;
    role_over_rest(&app).await;
    keys_by_form(&app).await;
    role_by_form(&app).await;
    keys_by_streaming_form(&app).await;
}

async fn keys_over_rest(app: &App) {
    let tenant = "rest_keys";
    let fields = app.sample_fields("full-access");
    app.assert_not_connected(tenant).await;
    let saved = app
        .put_connection(tenant, &fields.json())
        .await
        .expect(201)
        .json();
    assert_eq!(saved["report"]["outcome"], "passed", "{saved}");
    let passed = [
        "credentials: passed",
        "bucket: passed",
        "list: passed",
        "get: passed",
        "put: passed",
        "cleanup: passed",
    ];
    assert_eq!(step_results(&saved["report"]), passed);

    let read = app.connection(tenant).await.expect(200);
    let tag = read.header("etag").to_owned();
    let connection = read.json();
    assert_eq!(connection, saved["connection"]);
    for (name, value) in [
        ("tenant", tenant),
        ("flow", "demo"),
        ("access", "keys"),
        ("bucket", "my-company-data"),
        ("path_prefix", "incoming/"),
        ("region", "us-east-1"),
        ("account", "111122223333"),
        ("aws_access_key_id", &fields.key_id),
        ("secret_last_four", &fields.secret[36..]),
    ] {
        assert_eq!(connection[name], value, "{name}: {connection}");
    }
    assert!(
        !saved.to_string().contains(&fields.secret),
        "the answer contains the secret"
    );

    let checked = app.check_connection(tenant).await.expect(200).json();
    assert_eq!(checked["report"]["outcome"], "passed", "{checked}");
    let after = app.connection(tenant).await.expect(200);
    assert_ne!(after.header("etag"), tag, "a check updates the connection");

    app.put_connection(tenant, &fields.json()).await.expect(200);
    app.delete_connection(tenant).await.expect(204);
    app.assert_not_connected(tenant).await;
    app.delete_connection(tenant)
        .await
        .expect_problem(404, "no_connection");
    app.check_connection(tenant)
        .await
        .expect_problem(404, "no_connection");
}

/// Creates the role that the tenant's page asks for, with the page's own policies. Returns its ARN.
async fn create_printed_role(app: &App, token: &str, name: &str) -> String {
    let place = [
        ("access", "role"),
        ("bucket", "my-company-data"),
        ("path_prefix", "incoming/"),
    ];
    let page = app
        .press(token, "save", &place)
        .await
        .expect_page(422, "Enter the role’s ARN");
    let (trust, policy) = (
        page.element_text("trust-policy"),
        page.element_text("iam-role"),
    );
    app.sandbox()
        .create_role(name, &trust, &policy)
        .expect("the sandbox accepts the printed policies")
}

async fn role_over_rest(app: &App) {
    let tenant = "rest_role";
    let token = app.create_session(tenant).await;
    let arn = create_printed_role(app, &token, tenant).await;
    let fields =
        json!({ "bucket": "my-company-data", "path_prefix": "incoming/", "aws_role_arn": arn });
    let saved = app.put_connection(tenant, &fields).await.expect(201).json();
    assert_eq!(
        step_results(&saved["report"])[..3],
        [
            "assume_role: passed",
            "external_id_enforced: passed",
            "bucket: passed"
        ],
        "{saved}"
    );
    let connection = &saved["connection"];
    assert_eq!(
        (&connection["access"], &connection["aws_role_arn"]),
        (&json!("role"), &json!(arn))
    );
    assert_eq!(connection["aws_external_id"], app.external_id(tenant).await);
    assert_eq!(
        app.check_connection(tenant).await.expect(200).json()["report"]["outcome"],
        "passed"
    );
}

async fn keys_by_form(app: &App) {
    let token = app.create_session("form_keys").await;
    let fields = app.sample_fields("incoming-only");
    app.open(&token)
        .await
        .expect_page(200, "Connect your S3 bucket");
    let page = app
        .press(&token, "save", &fields.form())
        .await
        .expect_page(200, "Connected. Everything works.");
    assert!(
        page.visible_text().contains("111122223333") && page.visible_text().contains("us-east-1"),
        "{}",
        page.visible_text()
    );
    // This user is not allowed to delete, so the test file stays.
    let residue = "The test left one small file behind";
    assert!(
        page.visible_text().contains(residue),
        "the page does not mention the test file: {}",
        page.visible_text()
    );
    let residue = app
        .sandbox()
        .get_object("my-company-data", "incoming/.s3-connect-check")
        .await;
    residue.expect("the test file");
    manage_connection(app, &token, "form_keys", &fields.secret).await;
}

async fn role_by_form(app: &App) {
    let token = app.create_session("form_role").await;
    let arn = create_printed_role(app, &token, "form_role").await;
    let own = app.external_id("form_role").await;
    // The server ignores the external ID that a browser sends.
    let fields = [
        ("access", "role"),
        ("bucket", "s3://my-company-data/incoming/"),
        ("aws_external_id", "of-my-own-choice"),
        ("aws_role_arn", &arn),
    ];
    let page = app
        .press(&token, "save", &fields)
        .await
        .expect_page(200, "Connected. Everything works.");
    assert!(
        page.visible_text().contains("from what you pasted"),
        "{}",
        page.visible_text()
    );
    assert_eq!(
        app.connection("form_role").await.json()["aws_external_id"],
        own
    );
    manage_connection(app, &token, "form_role", "of-my-own-choice").await;
}

/// Opens the connection, checks it, opens the change form, and disconnects after a confirmation.
async fn manage_connection(app: &App, token: &str, tenant: &str, secret: &str) {
    let page = app.open(token).await.expect_page(200, "Connected");
    assert!(
        page.visible_text().contains("Check again"),
        "{}",
        page.visible_text()
    );
    app.press(token, "check", &[])
        .await
        .expect_page(200, "Still connected. Everything works.");
    let change = app
        .press(token, "change", &[])
        .await
        .expect_page(200, "Change the connection");
    assert_eq!(
        e2e::html::input_value(&change.text, "bucket").as_deref(),
        Some("my-company-data")
    );
    assert!(!change.text.contains(secret));
    app.press(token, "disconnect", &[])
        .await
        .expect_page(200, "Disconnect this bucket?");
    app.connection(tenant).await.expect(200);
    app.press(token, "open", &[])
        .await
        .expect_page(200, "Connected");
    app.press(token, "disconnect-now", &[])
        .await
        .expect_page(200, "Disconnected");
    app.assert_not_connected(tenant).await;
    app.press(token, "disconnect-now", &[])
        .await
        .expect_page(200, "Disconnected");
    app.press(token, "check", &[])
        .await
        .expect_page(404, "There is no connection anymore");
    app.open(token)
        .await
        .expect_page(200, "Connect your S3 bucket");
}

async fn keys_by_streaming_form(app: &App) {
    let token = app.create_session("streaming").await;
    let mut fields = app.sample_fields("full-access");
    let saved = app
        .press_streaming(&token, "save", &fields.form())
        .await
        .expect(200);
    assert_eq!(saved.header("cache-control"), "no-store");
    assert_streamed_check(&saved, "Connected. Everything works.");
    app.connection("streaming").await.expect(200);
    assert_streamed_check(
        &app.press_streaming(&token, "check", &[]).await,
        "Still connected. Everything works.",
    );

    "my-company-lost".clone_into(&mut fields.bucket);
    let lost = app.press_streaming(&token, "save", &fields.form()).await;
    assert_streamed_check(&lost, "my-company-lost");
    assert!(matches!(
        lost.progress().last(),
        Some(Progress::End { id, .. }) if id == "checks"
    ));
    assert_eq!(
        app.connection("streaming").await.json()["bucket"],
        "my-company-data",
        "the old connection was replaced"
    );

    // Invalid fields are reported without a list of checks.
    let invalid = [("access", "keys"), ("bucket", "My_Bucket")];
    let progress = app
        .press_streaming(&token, "save", &invalid)
        .await
        .progress();
    let [Progress::FieldErrors { html, errors }] = &progress[..] else {
        panic!("{progress:?}")
    };
    assert!(
        e2e::html::visible_text(html).contains("3 things need a change"),
        "{html}"
    );
    let fields: Vec<&str> = errors.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(
        fields,
        ["bucket", "aws_access_key_id", "aws_secret_access_key"]
    );
}

/// Asserts that a streamed answer has the list of steps, then each step once, and at the end `words`.
#[track_caller]
fn assert_streamed_check(answer: &Answer, words: &str) {
    let progress = answer.progress();
    let [Progress::Begin { html: list }, steps @ .., end] = &progress[..] else {
        panic!("{progress:?}")
    };
    let Progress::End { html, .. } = end else {
        panic!("{end:?}")
    };
    assert!(e2e::html::visible_text(html).contains(words), "{html}");
    let mut ids = Vec::new();
    for step in steps {
        let Progress::Replace { id, html } = step else {
            panic!("{step:?}")
        };
        assert!(
            list.contains(&format!("id=\"{id}\"")) && html.contains("class=\"step "),
            "{id}: {list} {html}"
        );
        assert!(!ids.contains(id), "{id} is repeated");
        ids.push(id.clone());
    }
    assert_eq!(
        ids.len(),
        list.matches("id=\"step-").count(),
        "not every step ended: {ids:?}"
    );
}

/// A tenant who changes the connection need not enter the region again that only they know.
#[tokio::test]
async fn shows_the_region_of_a_connection_to_change_only_if_the_store_is_not_amazon_s3() {
    let app = App::start().await;
    let mut connector = app.connector().await.json();
    for field in ["region", "endpoint"] {
        connector["connect_ui_params"][field] = json!({});
    }
    let path = format!("/flows/{FLOW}/connector");
    app.api(reqwest::Method::PUT, &path, Some(&connector))
        .await
        .expect(200);
    let fields = app.sample_fields("full-access");
    app.put_connection("acme", &fields.json()).await.expect(201);
    let token = app.create_session("acme").await;
    let shown = async || {
        let page = app.press(&token, "change", &[]).await.expect(200);
        ["region", "endpoint"].map(|name| input_value(&page.text, name).unwrap_or_default())
    };
    assert_eq!(shown().await, ["", ""]);
    // The sandbox is the only store here, so the endpoint of another one is written into the row.
    let endpoint = "https://store.example.com";
    app.database
        .run(&format!(
            "UPDATE connections SET endpoint = '{endpoint}', region = 'eu-west-9'"
        ))
        .await;
    assert_eq!(shown().await, ["eu-west-9", endpoint]);
}
