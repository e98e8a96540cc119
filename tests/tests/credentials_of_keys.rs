//! Temporary credentials of connections with access keys: `GetFederationToken` narrows the tenant's user.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::answer::Answer;
use e2e::app::{App, Fields};
use e2e::client::{Client, FLOW, connection_path};
use e2e::s3_program::S3Program;
use e2e::sandbox_user::{allow_list, allow_objects, policy_document};
use e2e::secret_search::assert_secret_absent;
use futures::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

const BUCKET: &str = "my-company-data";

async fn post_credentials(client: &Client, tenant: &str, access: &str) -> Answer {
    let path = format!("{}/credentials", connection_path(tenant));
    let body = json!({ "access": access });
    client.api(Method::POST, &path, Some(&body)).await
}

/// Returns the statement that lets a user create temporary credentials, as the setup guide prints it.
fn allow_sessions() -> Value {
    json!({ "Sid": "S3ConnectTemporaryCredentials", "Effect": "Allow", "Action": "sts:GetFederationToken",
        "Resource": "arn:aws:sts::*:federated-user/s3-connect-*" })
}

/// Connects a tenant with a new user that has these statements.
async fn connect(app: &App, tenant: &str, statements: &[Value]) -> Fields {
    let fields = app.create_user(tenant, statements);
    app.put_connection(tenant, &fields.json()).await.expect(201);
    fields
}

async fn issued_events(client: &Client) -> Vec<Value> {
    let log = client.api_get("/events?kind=credentials").await.expect(200);
    log.json()["events"].as_array().expect("events").clone()
}

/// A vendor asks for it in the settings, and the setup guide then prints a policy that is enough.
#[tokio::test]
async fn the_setup_guides_policy_allows_temporary_credentials_if_the_vendor_asks_for_them() {
    let app = App::start().await;
    let setup = format!(
        "/flows/{FLOW}/tenants/acme/setup?access=keys&bucket={BUCKET}&path_prefix=incoming"
    );
    let before = app.api_get(&setup).await.expect(200).json();
    assert!(!before.to_string().contains("GetFederationToken"));
    let token = app.create_session("acme").await;
    let explains = async || {
        let page = app.open(&token).await.expect(200);
        page.text
            .contains("our programs can use temporary credentials")
    };
    assert!(!explains().await);

    let mut connector = app.connector().await.json();
    connector
        .as_object_mut()
        .expect("an object")
        .remove("version");
    connector["connect_ui_params"]["aws_access_key_id"]["temporary_credentials"] = true.into();
    let path = format!("/flows/{FLOW}/connector");
    let put = app.api(Method::PUT, &path, Some(&connector)).await;
    let saved = put.expect(200).json();
    assert_eq!(saved["connect_ui_params"], connector["connect_ui_params"]);

    assert!(explains().await);
    let guide = app.api_get(&setup).await.expect(200).json();
    let statements = guide["iam_policy"]["Statement"].as_array();
    let statements = statements.expect("statements").clone();
    assert!(statements.contains(&allow_sessions()), "{statements:?}");
    connect(&app, "acme", &statements).await;
    let answer = post_credentials(&app, "acme", "both").await.expect(200);
    let issued = answer.json();
    assert_eq!(issued["prefix"], "incoming/");
    let program = S3Program::new(app.sandbox().url(), &issued);
    assert_eq!(program.get(BUCKET, "incoming/customers.csv").await, "ok");
    assert_eq!(program.put(BUCKET, "incoming/x").await, "ok");
    assert_eq!(program.put(BUCKET, "exports/x").await, "AccessDenied");
}

#[tokio::test]
async fn the_attribute_belongs_to_the_access_key_id() {
    let app = App::start().await;
    for (field, value, error) in [
        (
            "bucket",
            json!(true),
            "connect_ui_params.bucket.temporary_credentials: unused_temporary_credentials",
        ),
        (
            "aws_access_key_id",
            json!("yes"),
            "connect_ui_params.aws_access_key_id.temporary_credentials: bad_attributes",
        ),
    ] {
        let mut connector = app.connector().await.json();
        connector
            .as_object_mut()
            .expect("an object")
            .remove("version");
        connector["connect_ui_params"][field]["temporary_credentials"] = value;
        let path = format!("/flows/{FLOW}/connector");
        let refused = app.api(Method::PUT, &path, Some(&connector)).await;
        refused.expect_problem(422, "invalid_fields");
        assert_eq!(refused.field_errors(), [error]);
    }
}

#[tokio::test]
async fn a_refusal_names_the_statement_that_is_missing() {
    let app = App::start().await;
    connect(&app, "acme", &[allow_list(), allow_objects()]).await;
    let refused = post_credentials(&app, "acme", "read").await;
    let problem = refused.expect_problem(422, "credentials_refused");
    let detail = problem["detail"].as_str().expect("text");
    let (_, statement) = detail.split_once("policy: ").expect("a statement");
    let statement: Value = serde_json::from_str(statement).expect("JSON");
    assert_eq!(statement, allow_sessions());
    assert!(issued_events(&app).await.is_empty());

    // Nothing was remembered, so adding the statement is enough.
    app.set_user_policy("acme", &[allow_list(), allow_objects(), statement]);
    post_credentials(&app, "acme", "read").await.expect(200);
}

#[tokio::test]
async fn a_refusal_says_if_a_policy_forbids_it_or_the_key_does_not_work() {
    let app = App::start().await;
    let deny = json!({ "Effect": "Deny", "Action": "sts:GetFederationToken", "Resource": "*" });
    let statements = [allow_list(), allow_objects(), allow_sessions(), deny];
    connect(&app, "acme", &statements).await;
    let refused = post_credentials(&app, "acme", "read").await;
    let problem = refused.expect_problem(422, "credentials_refused");
    let detail = problem["detail"].as_str().expect("text");
    assert!(
        detail.contains("forbids") && detail.contains("explicit_deny"),
        "{detail}"
    );

    app.sandbox().delete_user("acme").expect("deleted");
    let refused = post_credentials(&app, "acme", "read").await;
    let problem = refused.expect_problem(422, "credentials_refused");
    let detail = problem["detail"].as_str().expect("text");
    assert!(detail.contains("unknown_access_key"), "{detail}");
}

#[tokio::test]
async fn another_store_gives_no_temporary_credentials() {
    let app = App::start().await;
    let statements = [allow_list(), allow_objects(), allow_sessions()];
    connect(&app, "acme", &statements).await;
    // The sandbox is the only store here, so the endpoint of another one is written into the row.
    let endpoint = "UPDATE connections SET endpoint = 'https://store.example.com'";
    app.database.run(endpoint).await;
    let refused = post_credentials(&app, "acme", "read").await;
    refused.expect_problem(409, "needs_aws");
}

/// Also on PostgreSQL, because the secret of the key comes from the database.
#[tokio::test]
async fn many_askers_cause_one_call_and_no_secret_leaves_the_server() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let statements = [allow_list(), allow_objects(), allow_sessions()];
        let fields = connect(&app, "acme", &statements).await;
        let before = app.sandbox().session_count();
        let askers = (0..200).map(|_| post_credentials(&app, "acme", "read"));
        let answers = join_all(askers).await;
        assert_eq!(app.sandbox().session_count() - before, 1);
        assert!(answers.iter().all(|answer| answer.status == 200));
        let issued = answers[0].json();
        assert!(answers.iter().all(|answer| answer.json() == issued));
        assert_eq!(issued_events(&app).await.len(), 1);

        let received = app.received_bytes();
        assert_secret_absent("the key's secret", &fields.secret, "answers", &received);
        let id = issued["access_key_id"].as_str().expect("text");
        assert!(id.starts_with("ASIA"), "{id}");
        let stored = app.database.bytes().await;
        for name in ["access_key_id", "secret_access_key", "session_token"] {
            let secret = issued[name].as_str().expect("text");
            assert_secret_absent(name, secret, "the database", &stored);
        }
    }
}

#[tokio::test]
async fn a_session_can_do_no_more_than_the_user() {
    let app = App::start().await;
    // The check of a connection that only writes does not need to read.
    app.set_direction("both").await;
    let statements = [allow_list(), allow_objects(), allow_sessions()];
    connect(&app, "acme", &statements).await;
    let answer = post_credentials(&app, "acme", "both").await.expect(200);
    let program = S3Program::new(app.sandbox().url(), &answer.json());
    assert_eq!(program.put(BUCKET, "incoming/x").await, "ok");
    // A change to the user's policy applies to the session at once.
    let policy = policy_document(&[allow_list(), allow_sessions()]);
    let put = app.sandbox().put_user_policy("acme", &policy);
    put.expect("accepted");
    assert_eq!(program.put(BUCKET, "incoming/x").await, "AccessDenied");
    assert_eq!(program.list(BUCKET, "incoming/").await, "ok");
}
