//! Secrets stay where they belong. The whole journey is run on the real program with every log line it can write;
//! then all it ever wrote, answered and stored is searched.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::app::{Fields, sample, start_sandbox};
use e2e::binary::{self, Running};
use e2e::client::{ADMIN_KEY, API_KEY, Client, FLOW, of};
use e2e::database::Database;
use e2e::gate::Gate;
use e2e::search::{absent, temporary_secrets};
use reqwest::Method;
use sandbox::Sandbox;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// Typed once and refused.
const WRONG: &str = "Wr0ng9Q4tXzR2b/k7WnE0sVhY6cPdJ1gUf+8oTqB";
/// Another, as one in four is: letters and digits alone.
const PLAIN: &str = "m9Q4tXzR2bLk7WnE0sVhY6cPdJ1gUfA8oTqBxC3i";
/// A value of the vendor's own field of type password.
const PIN: &str = "PinOfTheTenant-93845712";

/// All that libraries can say, also by directives that are longer than any of ours could be.
const EVERYTHING: &str = "trace,hyper=trace,hyper::proto=trace,hyper_util::client::legacy=trace,h2::codec=trace,\
    rustls=trace,sqlx::query=trace,sqlx=trace,axum::rejection=trace,tower_http::services=trace,s3s::service=trace,\
    aws_smithy_runtime::client=trace,aws_smithy_runtime::client::http=trace,aws_smithy_runtime_api::client=trace,\
    aws_smithy_http_client::client=trace,aws_sigv4::http_request=trace,aws_sdk_s3::operation=trace,\
    aws_sdk_sts::operation=trace,aws_config=trace,aws_credential_types=trace,aws_runtime::auth=trace";

#[tokio::test]
async fn no_secret_in_logs_answers_or_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::sqlite(folder.path());
    nothing_leaks(folder.path(), &database).await;
}

#[tokio::test]
async fn no_secret_in_logs_answers_or_postgres() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::postgres().await;
    nothing_leaks(folder.path(), &database).await;
}

async fn nothing_leaks(folder: &std::path::Path, database: &Database) {
    let sandbox = start_sandbox(folder).await;
    let gate = Gate::to(sandbox.addr()).await;
    gate.set_open(true);
    let vendor = sandbox.vendor().clone();
    let vendor_keys = (
        vendor.access_key_id.as_str(),
        vendor.secret_access_key.expose_secret(),
    );
    let mut command = binary::command(folder, &["serve"]);
    command
        .env("DATABASE_URL", database.url())
        .env("RUST_LOG", EVERYTHING)
        .env("RUST_BACKTRACE", "1");
    let server = Running::start(binary::at_aws(&mut command, &gate.url, vendor_keys)).await;
    let client = server.client.clone();
    let fields = Fields::of(sample(&sandbox, "full-access"));

    // The token goes to who asked for it and on to that tenant's own pages.
    let with_tokens = Client::new(client.url.clone());
    let token = with_tokens.create_session("acme").await;
    connect(&with_tokens, &token, &fields, &sandbox).await;
    rest(&client, &fields).await;
    in_wrong_places(&client, &with_tokens, &token, &fields.secret).await;
    // A link that was pasted with a slash, or without what stands in front of it.
    for path in [
        format!("/connect/{token}"),
        format!("/connect/{token}/"),
        format!("/{token}"),
    ] {
        client.get(&path).await.expect(404);
    }
    client.get("/healthz").await.expect(200);
    settle().await;

    let logs = server.translate();
    assert!(
        logs.lines().count() > 30 && logs.contains("/connect") && logs.contains("/healthz"),
        "the log was read:\n{logs}"
    );
    only_our_own_details(&logs);
    let answers = [client.heard(), with_tokens.heard()].concat();
    let stored = database.bytes().await;
    assert!(
        String::from_utf8_lossy(&stored).contains(&fields.key_id),
        "the database was read"
    );
    let temporary = temporary_secrets(&gate.answered());
    assert!(temporary.len() >= 2, "a role was assumed through the gate");

    let mut secrets = vec![
        ("the tenant’s secret", fields.secret.clone()),
        ("a wrong secret", WRONG.to_owned()),
        ("a wrong secret", PLAIN.to_owned()),
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
        absent(what, secret, "the log", logs.as_bytes());
        absent(what, secret, "an answer", &answers);
        absent(what, secret, "the database", &stored);
    }
    absent("the connect token", &token, "the log", logs.as_bytes());
    absent("the connect token", &token, "the database", &stored);
    server.kill().await;
}

/// Whatever was asked for, libraries say nothing below a warning: there they show what is sent.
fn only_our_own_details(logs: &str) {
    let lines = logs
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut ours = 0;
    for line in lines {
        let level = line["level"].as_str().unwrap_or_default();
        let target = line["target"].as_str().unwrap_or_default();
        let own = ["server", "service", "store", "aws", "sandbox"]
            .iter()
            .any(|name| target == *name || target.starts_with(&format!("{name}::")));
        assert!(own || ["WARN", "ERROR"].contains(&level), "{line}");
        ours += usize::from(own && level == "DEBUG");
    }
    assert!(ours > 0, "our own details are written:\n{logs}");
}

/// A tenant's way, with a slip, with keys, with a role.
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
    client.open(token).await.page(200, "PIN");

    let mut wrong = fields.clone();
    WRONG.clone_into(&mut wrong.secret);
    client.press(token, "save", &wrong.form()).await.expect(422);
    client
        .press_in_pieces(token, "save", &wrong.form())
        .await
        .expect(200);
    let mut cut = fields.form();
    cut.retain(|(name, _)| *name != "bucket");
    client.press(token, "save", &cut).await.expect(422);
    client
        .press_in_pieces(token, "save", &cut)
        .await
        .expect(200);

    let mut whole = fields.form();
    whole.push(("pin", PIN));
    client
        .press(token, "save", &whole)
        .await
        .page(200, "Connected. Everything works.");
    client
        .press_in_pieces(token, "save", &whole)
        .await
        .expect(200);
    for action in ["check", "change", "disconnect", "open"] {
        client.press(token, action, &[]).await.expect(200);
    }
    client
        .press_in_pieces(token, "check", &[])
        .await
        .expect(200);

    let place = [
        ("access", "role"),
        ("bucket", "my-company-data"),
        ("path_prefix", "incoming/"),
    ];
    let other = client.create_session("of_role").await;
    let page = client.press(&other, "save", &place).await.expect(422);
    let role = sandbox
        .create_role(
            "tenant",
            &page.element("trust-policy"),
            &page.element("iam-role"),
        )
        .expect("a role");
    let mut with_role = place.to_vec();
    with_role.push(("aws_role_arn", &role));
    client
        .press(&other, "save", &with_role)
        .await
        .page(200, "Connected. Everything works.");
}

async fn rest(client: &Client, fields: &Fields) {
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
        .page(200, "Flows");
    client
        .send(client.form("/admin/sign-in", &[("key", API_KEY)]))
        .await
        .expect(401);
}

/// The secret, typed or sent where it does not belong: it is refused, and not repeated.
async fn in_wrong_places(client: &Client, with_tokens: &Client, token: &str, secret: &str) {
    for secret in [secret, WRONG, PLAIN] {
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
                .problem(422, "invalid_fields");
            body[field] = json!([secret, { "x": secret }]);
            let refused = client.put_connection("wrong", &body).await;
            assert!(
                refused.status == 422 || refused.status == 400,
                "{}",
                refused.text
            );
        }
        // With a slash it is no id either; one that could be an id may be named in an answer.
        let no_id = format!("{secret}/");
        for body in [
            json!(secret),
            json!([secret]),
            json!({ "tenant": no_id, "flow": no_id }),
            json!({ "tenant": "a", "flow": FLOW, "origin": secret }),
        ] {
            let refused = client.open_session(&body).await;
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
            of("wrong").trim_end_matches("/connection")
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
            .expect(404);
        client
            .send(
                client
                    .request(Method::GET, &format!("/v1{}", of("a")))
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
        // On the tenant's own page what was typed comes back to be mended, but never a password.
        with_tokens
            .press(token, secret, &[("unknown", secret)])
            .await
            .expect(200);
        with_tokens
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

/// Log lines come through a pipe.
async fn settle() {
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
}
