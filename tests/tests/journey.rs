//! A tenant's whole way, from the link to the end of the connection: with keys and with a role, over REST, with
//! plain forms and in pieces, on both databases.

#![expect(clippy::expect_used, reason = "tests")]

use app::progress::Progress;
use e2e::answer::{Answer, steps};
use e2e::app::App;
use serde_json::json;

#[tokio::test]
async fn on_sqlite() {
    let app = App::start().await;
    keys_over_rest(&app).await;
    role_over_rest(&app).await;
    keys_by_form(&app).await;
    role_by_form(&app).await;
    keys_in_pieces(&app).await;
}

#[tokio::test]
async fn on_postgres() {
    let app = App::setup().on_postgres().start().await;
    keys_over_rest(&app).await;
    role_over_rest(&app).await;
    keys_by_form(&app).await;
    role_by_form(&app).await;
    keys_in_pieces(&app).await;
}

async fn keys_over_rest(app: &App) {
    let tenant = "rest_keys";
    let fields = app.sample("full-access");
    app.no_connection(tenant).await;
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
    assert_eq!(steps(&saved["report"]), passed);

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
        "a secret came back"
    );

    let checked = app.check_connection(tenant).await.expect(200).json();
    assert_eq!(checked["report"]["outcome"], "passed", "{checked}");
    let after = app.connection(tenant).await.expect(200);
    assert_ne!(after.header("etag"), tag, "a check changes what is shown");

    app.put_connection(tenant, &fields.json()).await.expect(200);
    app.delete_connection(tenant).await.expect(204);
    app.no_connection(tenant).await;
    app.delete_connection(tenant)
        .await
        .problem(404, "no_connection");
    app.check_connection(tenant)
        .await
        .problem(404, "no_connection");
}

/// Makes the role that the tenant's page asks for, with the page's own policies.
async fn role_as_printed(app: &App, token: &str, name: &str) -> String {
    let place = [
        ("access", "role"),
        ("bucket", "my-company-data"),
        ("path_prefix", "incoming/"),
    ];
    let page = app
        .press(token, "save", &place)
        .await
        .page(422, "Enter the role’s ARN");
    let (trust, policy) = (page.element("trust-policy"), page.element("iam-role"));
    app.sandbox()
        .create_role(name, &trust, &policy)
        .expect("the sandbox takes what the page prints")
}

async fn role_over_rest(app: &App) {
    let tenant = "rest_role";
    let token = app.create_session(tenant).await;
    let arn = role_as_printed(app, &token, tenant).await;
    let fields =
        json!({ "bucket": "my-company-data", "path_prefix": "incoming/", "aws_role_arn": arn });
    let saved = app.put_connection(tenant, &fields).await.expect(201).json();
    assert_eq!(
        steps(&saved["report"])[..3],
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
    let fields = app.sample("incoming-only");
    app.open(&token).await.page(200, "Connect your S3 bucket");
    let page = app
        .press(&token, "save", &fields.form())
        .await
        .page(200, "Connected. Everything works.");
    assert!(
        page.words().contains("111122223333") && page.words().contains("us-east-1"),
        "{}",
        page.words()
    );
    let residue = "The test left one small file behind";
    assert!(
        page.words().contains(residue),
        "the key may not delete, which is said: {}",
        page.words()
    );
    let left = app
        .sandbox()
        .get_object("my-company-data", "incoming/.s3-connect-check")
        .await;
    left.expect("the file that was left");
    manage(app, &token, "form_keys", &fields.secret).await;
}

async fn role_by_form(app: &App) {
    let token = app.create_session("form_role").await;
    let arn = role_as_printed(app, &token, "form_role").await;
    let own = app.external_id("form_role").await;
    // What a browser sends for the external ID is ignored.
    let fields = [
        ("access", "role"),
        ("bucket", "s3://my-company-data/incoming/"),
        ("aws_external_id", "of-my-own-choice"),
        ("aws_role_arn", &arn),
    ];
    let page = app
        .press(&token, "save", &fields)
        .await
        .page(200, "Connected. Everything works.");
    assert!(
        page.words().contains("was taken from what you pasted"),
        "{}",
        page.words()
    );
    assert_eq!(
        app.connection("form_role").await.json()["aws_external_id"],
        own
    );
    manage(app, &token, "form_role", "of-my-own-choice").await;
}

/// Look again, check again, change, and disconnect, which is asked twice.
async fn manage(app: &App, token: &str, tenant: &str, secret: &str) {
    let page = app.open(token).await.page(200, "Connected");
    assert!(page.words().contains("Check again"), "{}", page.words());
    app.press(token, "check", &[])
        .await
        .page(200, "Still connected. Everything works.");
    let change = app
        .press(token, "change", &[])
        .await
        .page(200, "Change the connection");
    assert_eq!(
        e2e::html::value_of(&change.text, "bucket").as_deref(),
        Some("my-company-data")
    );
    assert!(!change.text.contains(secret));
    app.press(token, "disconnect", &[])
        .await
        .page(200, "Disconnect this bucket?");
    app.connection(tenant).await.expect(200);
    app.press(token, "open", &[]).await.page(200, "Connected");
    app.press(token, "disconnect-now", &[])
        .await
        .page(200, "Disconnected");
    app.no_connection(tenant).await;
    app.press(token, "disconnect-now", &[])
        .await
        .page(200, "Disconnected");
    app.press(token, "check", &[])
        .await
        .page(404, "There is no connection any more");
    app.open(token).await.page(200, "Connect your S3 bucket");
}

async fn keys_in_pieces(app: &App) {
    let token = app.create_session("pieces").await;
    let mut fields = app.sample("full-access");
    let saved = app
        .press_in_pieces(&token, "save", &fields.form())
        .await
        .expect(200);
    assert_eq!(saved.header("cache-control"), "no-store");
    told(&saved, "Connected. Everything works.");
    app.connection("pieces").await.expect(200);
    told(
        &app.press_in_pieces(&token, "check", &[]).await,
        "Still connected. Everything works.",
    );

    "my-company-lost".clone_into(&mut fields.bucket);
    let lost = app.press_in_pieces(&token, "save", &fields.form()).await;
    told(&lost, "my-company-lost");
    assert!(matches!(
        lost.pieces().last(),
        Some(Progress::End { id, .. }) if id == "checks"
    ));
    assert_eq!(
        app.connection("pieces").await.json()["bucket"],
        "my-company-data",
        "the old one stays"
    );

    let slips = [("access", "keys"), ("bucket", "My_Bucket")];
    let pieces = app.press_in_pieces(&token, "save", &slips).await.pieces();
    let [Progress::Fields { html, errors }] = &pieces[..] else {
        panic!("a slip does not look like a failed check: {pieces:?}")
    };
    assert!(
        e2e::html::words(html).contains("3 things need a change"),
        "{html}"
    );
    let named: Vec<&str> = errors.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(
        named,
        ["bucket", "aws_access_key_id", "aws_secret_access_key"]
    );
}

/// The list, each step once, and how it ended.
#[track_caller]
fn told(answer: &Answer, words: &str) {
    let pieces = answer.pieces();
    let [Progress::Begin { html: list }, steps @ .., end] = &pieces[..] else {
        panic!("{pieces:?}")
    };
    let Progress::End { html, .. } = end else {
        panic!("{end:?}")
    };
    assert!(e2e::html::words(html).contains(words), "{html}");
    let mut ids = Vec::new();
    for step in steps {
        let Progress::Put { id, html } = step else {
            panic!("{step:?}")
        };
        assert!(
            list.contains(&format!("id=\"{id}\"")) && html.contains("class=\"step "),
            "{id}: {list} {html}"
        );
        assert!(!ids.contains(id), "{id} comes twice");
        ids.push(id.clone());
    }
    assert_eq!(
        ids.len(),
        list.matches("id=\"step-").count(),
        "each step ends: {ids:?}"
    );
}
