//! Secrets do not leak. The tests run a tenant's whole journey on the real program with all logging enabled, and then
//! search everything that it logged, answered and stored.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::app::{Fields, find_sample, start_sandbox};
use e2e::binary::{self, ServerProcess};
use e2e::client::{ADMIN_KEY, API_KEY, Client, FLOW, connection_path};
use e2e::database::Database;
use e2e::gate::Gate;
use e2e::secret_search::{assert_secret_absent, temporary_secrets};
use reqwest::Method;
use sandbox::Sandbox;
use serde_json::{Value, json};

/// A wrong secret, which is typed once and refused.
const WRONG: &str = "Wr0ng9Q4tXzR2b/k7WnE0sVhY6cPdJ1gUf+8oTqB";
/// Another wrong secret, with letters and digits only, as one in four secrets has.
const ALPHANUMERIC: &str = "m9Q4tXzR2bLk7WnE0sVhY6cPdJ1gUfA8oTqBxC3i";
/// The value of a field of type password.
const PIN: &str = "PinOfTheTenant-93845712";

/// A log filter that enables everything, also with targets that are more specific than those of our own filter.
const EVERYTHING: &str = "trace,hyper=trace,hyper::proto=trace,hyper_util::client::legacy=trace,h2::codec=trace,\
    rustls=trace,sqlx::query=trace,sqlx=trace,axum::rejection=trace,tower_http::services=trace,s3s::service=trace,\
    aws_smithy_runtime::client=trace,aws_smithy_runtime::client::http=trace,aws_smithy_runtime_api::client=trace,\
    aws_smithy_http_client::client=trace,aws_sigv4::http_request=trace,aws_sdk_s3::operation=trace,\
    aws_sdk_sts::operation=trace,aws_config=trace,aws_credential_types=trace,aws_runtime::auth=trace";

#[tokio::test]
async fn leaks_no_secret_to_logs_answers_or_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::sqlite(folder.path());
    assert_nothing_leaks(folder.path(), &database).await;
}

#[tokio::test]
async fn leaks_no_secret_to_logs_answers_or_postgres() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::postgres().await;
    assert_nothing_leaks(folder.path(), &database).await;
}

async fn assert_nothing_leaks(folder: &std::path::Path, database: &Database) {
    let sandbox = start_sandbox(folder).await;
    let gate = Gate::in_front_of(sandbox.addr()).await;
    gate.set_open(true);
    let vendor_keys = binary::key_pair(sandbox.vendor());
    let mut command = binary::command(folder, &["serve"]);
    command
        .env("DATABASE_URL", database.url())
        .env("RUST_LOG", EVERYTHING)
        .env("RUST_BACKTRACE", "1");
    let server =
        ServerProcess::start(binary::set_aws_env(&mut command, &gate.url, vendor_keys)).await;
    let client = server.client.clone();
    let fields = Fields::from_sample(find_sample(&sandbox, "full-access"));

    // The tenant's own pages contain the token. So the tenant has a client of its own, and the answers to the other one
    // must not contain it.
    let tenant_client = Client::new(client.url.clone());
    let token = tenant_client.create_session("acme").await;
    connect(&tenant_client, &token, &fields, &sandbox).await;
    // Temporary credentials are in the answer to the vendor's program, and must not be anywhere else.
    let program = Client::new(client.url.clone());
    let path = format!("{}/credentials", connection_path("role_tenant"));
    let body = json!({ "access": "read" });
    let issued = program.api(Method::POST, &path, Some(&body)).await;
    let issued = issued.expect(200).json();
    use_rest_and_admin_pages(&client, &fields).await;
    send_secrets_to_wrong_places(&client, &tenant_client, &token, &fields.secret).await;
    // Links that were copied incompletely or with a slash have the token in the path.
    for path in [
        format!("/connect/{token}"),
        format!("/connect/{token}/"),
        format!("/{token}"),
    ] {
        client.get(&path).await.expect(404);
    }
    client.get("/healthz").await.expect(200);
    wait_for_log_lines().await;

    let logs = server.output();
    assert!(
        logs.lines().count() > 30 && logs.contains("/connect") && logs.contains("/healthz"),
        "the log is incomplete:\n{logs}"
    );
    assert_only_our_own_details(&logs);
    let answers = [client.received_bytes(), tenant_client.received_bytes()].concat();
    let stored = database.bytes().await;
    assert!(
        String::from_utf8_lossy(&stored).contains(&fields.key_id),
        "the database is incomplete"
    );
    let temporary = temporary_secrets(&gate.response_text());
    assert!(temporary.len() >= 2, "no role was assumed through the gate");
    for name in ["secret_access_key", "session_token"] {
        let is_known = temporary.iter().any(|secret| issued[name] == **secret);
        assert!(is_known, "{name} did not come through the gate");
    }

    let mut secrets = vec![
        ("the tenant’s secret", fields.secret.clone()),
        ("a wrong secret", WRONG.to_owned()),
        ("a wrong secret", ALPHANUMERIC.to_owned()),
        ("a password field", PIN.to_owned()),
        ("the vendor’s AWS secret", vendor_keys.1.to_owned()),
        ("the admin key", ADMIN_KEY.to_owned()),
        ("the API key", API_KEY.to_owned()),
    ];
    secrets.extend(
        temporary
            .into_iter()
            .map(|secret| ("temporary credentials", secret)),
    );
    for (what, secret) in &secrets {
        assert_secret_absent(what, secret, "the log", logs.as_bytes());
        assert_secret_absent(what, secret, "an answer", &answers);
        assert_secret_absent(what, secret, "the database", &stored);
    }
    assert_secret_absent("the connect token", &token, "the log", logs.as_bytes());
    assert_secret_absent("the connect token", &token, "the database", &stored);
    server.kill().await;
}

/// Asserts that libraries log nothing below a warning, because their details contain requests and answers. The filter in
/// `RUST_LOG` must not change that.
fn assert_only_our_own_details(logs: &str) {
    let lines = logs
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut own_details = 0;
    for line in lines {
        let level = line["level"].as_str().unwrap_or_default();
        let target = line["target"].as_str().unwrap_or_default();
        let own = ["server", "service", "store", "aws", "sandbox"]
            .iter()
            .any(|name| target == *name || target.starts_with(&format!("{name}::")));
        assert!(own || ["WARN", "ERROR"].contains(&level), "{line}");
        own_details += usize::from(own && level == "DEBUG");
    }
    assert!(own_details > 0, "the server logs no details:\n{logs}");
}

/// Connects a tenant: first with a wrong secret and a missing field, then with keys, and then with a role.
async fn connect(client: &Client, token: &str, fields: &Fields, sandbox: &Sandbox) {
    let mut connector = client.connector().await.json();
    connector["connect_ui_params"]["pin"] = json!({ "label": "PIN", "type": "password" });
    client
        .api(
            Method::PUT,
            &format!("/flows/{FLOW}/connector"),
            Some(&connector),
        )
        .await
        .expect(200);
    client.open(token).await.expect_page(200, "PIN");

    let mut wrong = fields.clone();
    WRONG.clone_into(&mut wrong.secret);
    client.press(token, "save", &wrong.form()).await.expect(422);
    client
        .press_streaming(token, "save", &wrong.form())
        .await
        .expect(200);
    let mut without_bucket = fields.form();
    without_bucket.retain(|(name, _)| *name != "bucket");
    client
        .press(token, "save", &without_bucket)
        .await
        .expect(422);
    client
        .press_streaming(token, "save", &without_bucket)
        .await
        .expect(200);

    let mut with_pin = fields.form();
    with_pin.push(("pin", PIN));
    client
        .press(token, "save", &with_pin)
        .await
        .expect_page(200, "Connected. Everything works.");
    client
        .press_streaming(token, "save", &with_pin)
        .await
        .expect(200);
    for action in ["check", "change", "disconnect", "open"] {
        client.press(token, action, &[]).await.expect(200);
    }
    client
        .press_streaming(token, "check", &[])
        .await
        .expect(200);

    let place = [
        ("access", "role"),
        ("bucket", "my-company-data"),
        ("path_prefix", "incoming/"),
    ];
    let other = client.create_session("role_tenant").await;
    let page = client.press(&other, "save", &place).await.expect(422);
    let role = sandbox
        .create_role(
            "tenant",
            &page.element_text("trust-policy"),
            &page.element_text("iam-role"),
        )
        .expect("a role");
    let mut with_role = place.to_vec();
    with_role.push(("aws_role_arn", &role));
    client
        .press(&other, "save", &with_role)
        .await
        .expect_page(200, "Connected. Everything works.");
}

async fn use_rest_and_admin_pages(client: &Client, fields: &Fields) {
    let mut body = fields.json();
    body["pin"] = Value::from(PIN);
    client.put_connection("rest", &body).await.expect(201);
    client.connection("rest").await.expect(200);
    client.check_connection("rest").await.expect(200);
    body["aws_secret_access_key"] = Value::from(WRONG);
    client.put_connection("rest", &body).await.expect(422);
    let key = client.form("/admin/sign-in", &[("key", ADMIN_KEY)]);
    let signed_in = client.send(key).await.expect(303);
    let cookie = signed_in
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned();
    client
        .send(
            client
                .request(Method::GET, "/admin/dev/flows")
                .header("cookie", cookie),
        )
        .await
        .expect_page(200, "Flows");
    client
        .send(client.form("/admin/sign-in", &[("key", API_KEY)]))
        .await
        .expect(401);
}

/// Sends secrets in places where they do not belong. All of them are refused.
async fn send_secrets_to_wrong_places(
    client: &Client,
    tenant_client: &Client,
    token: &str,
    secret: &str,
) {
    for secret in [secret, WRONG, ALPHANUMERIC] {
        for field in [
            "bucket",
            "aws_access_key_id",
            "aws_role_arn",
            "access",
            "region",
            "path_prefix",
            "unknown",
        ] {
            let mut body = json!({ "bucket": "my-company-data", "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": secret });
            body[field] = Value::from(secret);
            client
                .put_connection("wrong", &body)
                .await
                .expect_problem(422, "invalid_fields");
            body[field] = json!([secret, { "x": secret }]);
            let refused = client.put_connection("wrong", &body).await;
            assert!(
                refused.status == 422 || refused.status == 400,
                "{}",
                refused.text
            );
        }
        // An answer is allowed to repeat an id. The slash makes sure that the secret is not a valid one.
        let invalid_id = format!("{secret}/");
        for body in [
            json!(secret),
            json!([secret]),
            json!({ "tenant": invalid_id, "flow": invalid_id }),
            json!({ "tenant": "a", "flow": FLOW, "origin": secret }),
        ] {
            let refused = client.post_session(&body).await;
            assert_eq!(refused.status, 422, "{}", refused.text);
            client
                .api(
                    Method::PUT,
                    &format!("/flows/{FLOW}/connector"),
                    Some(&body),
                )
                .await
                .expect(422);
            client.put_connection("wrong", &body).await.expect(422);
        }
        let preview = format!(
            "{}/path-preview",
            connection_path("wrong").trim_end_matches("/connection")
        );
        client
            .api(
                Method::POST,
                &preview,
                Some(&json!({ "path_prefix": "a", "at": secret })),
            )
            .await
            .expect(422);
        client
            .send(client.request(Method::GET, "/v1/flows").bearer_auth(secret))
            .await
            .expect(401);
        client
            .send(
                client
                    .request(Method::GET, &format!("/v1{}", connection_path("a")))
                    .bearer_auth(secret),
            )
            .await
            .expect(401);
        let escaped: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        client.open(&escaped).await.expect(404);
        client
            .send(client.form("/connect", &[("token", secret)]))
            .await
            .expect(404);
        client
            .send(client.form("/admin/sign-in", &[("key", secret)]))
            .await
            .expect(401);
        // The tenant's own page shows what was typed, so that the tenant can correct it, but never a password.
        tenant_client
            .press(token, secret, &[("unknown", secret)])
            .await
            .expect(400);
        tenant_client
            .press(
                token,
                "save",
                &[
                    ("aws_access_key_id", "x"),
                    ("aws_secret_access_key", secret),
                ],
            )
            .await
            .expect(422);
    }
}

/// Waits until the last log lines have come through the pipe.
async fn wait_for_log_lines() {
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
}
