//! Temporary credentials for the vendor's other programs: they reach one connection and nothing beside it, and many
//! askers cause one call to AWS.

#![expect(clippy::expect_used, reason = "tests")]

use domain::EnvironmentId;
use e2e::answer::Answer;
use e2e::app::{App, start_sandbox};
use e2e::binary::{self, ServerProcess, key_pair, set_aws_env};
use e2e::client::{Client, FLOW, connection_path};
use e2e::manual_clock::ManualClock;
use e2e::s3_program::S3Program;
use e2e::sandbox_user::connect_role_in;
use e2e::secret_search::assert_secret_absent;
use futures::future::join_all;
use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use service::Actor;

const BUCKET: &str = "my-company-data";
/// Connects a tenant to `incoming/` with a role of its own.
async fn connect_role(app: &App, tenant: &str) {
    connect_role_at(app, app, tenant, tenant, "incoming").await;
}

async fn connect_role_at(app: &App, client: &Client, tenant: &str, role: &str, prefix: &str) {
    connect_role_in(app.sandbox(), client, tenant, role, prefix).await;
}

fn credentials_path(tenant: &str) -> String {
    format!("{}/credentials", connection_path(tenant))
}

async fn post_credentials(client: &Client, tenant: &str, body: &Value) -> Answer {
    let path = credentials_path(tenant);
    client.api(Method::POST, &path, Some(body)).await
}

async fn get_credentials(client: &Client, tenant: &str, access: &str) -> Value {
    let answer = post_credentials(client, tenant, &json!({ "access": access })).await;
    let answer = answer.expect(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.json()
}

fn text<'a>(body: &'a Value, name: &str) -> &'a str {
    body[name].as_str().unwrap_or_default()
}

fn program(app: &App, issued: &Value) -> S3Program {
    S3Program::new(app.sandbox().url(), issued)
}

#[tokio::test]
async fn credentials_reach_only_the_prefix_and_only_what_was_asked_for() {
    const DENIED: &str = "AccessDenied";
    const OTHER: &str = "another-bucket";
    let app = App::start().await;
    app.sandbox()
        .create_bucket(OTHER, "us-east-1")
        .expect("made");
    connect_role(&app, "acme").await;
    for (access, read, write) in [
        ("read", "ok", DENIED),
        ("write", DENIED, "ok"),
        ("both", "ok", "ok"),
    ] {
        let issued = get_credentials(&app, "acme", access).await;
        assert_eq!(
            (text(&issued, "bucket"), text(&issued, "prefix")),
            (BUCKET, "incoming/")
        );
        assert_eq!(text(&issued, "region"), "us-east-1");
        let program = program(&app, &issued);
        let key = "incoming/customers.csv";
        assert_eq!(program.get(BUCKET, key).await, read, "{access}");
        assert_eq!(program.list(BUCKET, "incoming/").await, read, "{access}");
        let new = format!("incoming/new-{access}");
        assert_eq!(program.put(BUCKET, &new).await, write, "{access}");
        // The bucket may encrypt with a key that we don't know. The role is allowed to use it.
        let encrypted = format!("incoming/encrypted-{access}");
        assert_eq!(
            program.put_encrypted(BUCKET, &encrypted).await,
            write,
            "{access}"
        );
        // The role is allowed to do all of this.
        for beside in ["incoming-other/x", "incomin", "secret.csv", "exports/x"] {
            assert_eq!(program.get(BUCKET, beside).await, DENIED, "{beside}");
            assert_eq!(program.put(BUCKET, beside).await, DENIED, "{beside}");
            assert_eq!(program.list(BUCKET, beside).await, DENIED, "{beside}");
        }
        assert_eq!(program.list(BUCKET, "").await, DENIED, "{access}");
        assert_eq!(program.get(OTHER, key).await, DENIED, "{access}");
        assert_eq!(program.put(OTHER, key).await, DENIED, "{access}");
        assert_eq!(program.list(OTHER, "incoming/").await, DENIED, "{access}");
        assert_eq!(program.delete(BUCKET, &new).await, DENIED, "{access}");
    }
}

/// A bucket's name can begin with another bucket's name, and a prefix can hold what IAM takes for a wildcard.
#[tokio::test]
async fn a_prefix_is_no_pattern() {
    let app = App::start().await;
    connect_role_at(&app, &app, "acme", "acme", "in*").await;
    let sandbox = app.sandbox();
    let longer = format!("{BUCKET}-other");
    sandbox.create_bucket(&longer, "us-east-1").expect("made");
    let issued = get_credentials(&app, "acme", "both").await;
    let program = program(&app, &issued);
    assert_eq!(program.put(BUCKET, "in*/x").await, "ok");
    for (bucket, key) in [(BUCKET, "incoming/x"), (longer.as_str(), "in*/x")] {
        assert_eq!(program.put(bucket, key).await, "AccessDenied", "{key}");
        assert_eq!(program.get(bucket, key).await, "AccessDenied", "{key}");
    }
}

#[tokio::test]
async fn a_prefix_with_variables_is_limited_to_the_tenants_own_folder() {
    let app = App::start().await;
    let prefix = "in-{env_id}/{tenant}/{full_date}";
    connect_role_at(&app, &app, "acme", "acme", prefix).await;
    let issued = get_credentials(&app, "acme", "both").await;
    assert_eq!(text(&issued, "prefix"), "in-dev/acme/");
    let program = program(&app, &issued);
    assert_eq!(program.put(BUCKET, "in-dev/acme/20261201/x").await, "ok");
    assert_eq!(program.list(BUCKET, "in-dev/acme/").await, "ok");
    for beside in [
        "in-dev/globex/20261201/x",
        "in-dev/acme2/x",
        "in-prod/acme/x",
        "in-dev/",
    ] {
        assert_eq!(
            program.put(BUCKET, beside).await,
            "AccessDenied",
            "{beside}"
        );
        assert_eq!(
            program.get(BUCKET, beside).await,
            "AccessDenied",
            "{beside}"
        );
        assert_eq!(
            program.list(BUCKET, beside).await,
            "AccessDenied",
            "{beside}"
        );
    }
}

#[tokio::test]
async fn refuses_what_the_connection_cannot_give() {
    let app = App::start().await;
    let both = json!({ "access": "both" });
    post_credentials(&app, "acme", &both)
        .await
        .expect_problem(404, "no_connection");
    let lost = app.api(
        Method::POST,
        "/flows/lost/tenants/acme/connection/credentials",
        Some(&both),
    );
    lost.await.expect_problem(404, "unknown_flow");

    connect_role(&app, "acme").await;
    for (body, errors) in [
        (json!({}), "access: required"),
        (json!({ "access": "all" }), "access: bad_value"),
        (
            json!({ "access": "read", "ttl_seconds": 899 }),
            "ttl_seconds: bad_ttl",
        ),
        (
            json!({ "access": "read", "ttl_seconds": 3_601 }),
            "ttl_seconds: bad_ttl",
        ),
        (
            json!({ "access": "read", "ttl_seconds": "900" }),
            "ttl_seconds: bad_value",
        ),
        (
            json!({ "access": "read", "bucket": "other" }),
            "bucket: bad_value",
        ),
    ] {
        let answer = post_credentials(&app, "acme", &body).await;
        answer.expect_problem(422, "invalid_fields");
        assert_eq!(answer.field_errors(), [errors], "{body}");
    }
    app.set_direction("read").await;
    for access in ["write", "both"] {
        let answer = post_credentials(&app, "acme", &json!({ "access": access })).await;
        answer.expect_problem(422, "invalid_fields");
        assert_eq!(answer.field_errors(), ["access: beyond_direction"]);
    }
    get_credentials(&app, "acme", "read").await;
}

#[tokio::test]
async fn a_prefix_that_does_not_fit_into_a_policy_is_refused() {
    let app = App::start().await;
    let prefix = format!("{}/", "p".repeat(900));
    connect_role_at(&app, &app, "acme", "acme", &prefix).await;
    post_credentials(&app, "acme", &json!({ "access": "both" }))
        .await
        .expect_problem(409, "prefix_too_long");
    get_credentials(&app, "acme", "write").await;
}

#[tokio::test]
async fn two_hundred_askers_at_once_cause_one_call() {
    let app = App::start().await;
    connect_role(&app, "acme").await;
    let before = app.sandbox().session_count();
    let askers = (0..200).map(|_| get_credentials(&app, "acme", "read"));
    let issued = join_all(askers).await;
    assert_eq!(app.sandbox().session_count() - before, 1);
    assert!(issued.iter().all(|one| *one == issued[0]));
    // One event, because one key got one session.
    assert_eq!(issued_events(&app).await.len(), 1);
}

#[tokio::test]
async fn a_tenant_whose_role_refuses_cannot_use_up_the_quota_at_aws() {
    let app = App::start().await;
    connect_role(&app, "acme").await;
    connect_role_at(&app, &app, "globex", "globex", "exports").await;
    let deny = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"}]}"#;
    app.sandbox().put_trust_policy("acme", deny).expect("put");
    let body = json!({ "access": "read" });
    for _ in 0..60 {
        let answer = post_credentials(&app, "acme", &body).await;
        answer.expect_problem(422, "credentials_refused");
    }
    let limited = post_credentials(&app, "acme", &body).await;
    limited.expect_problem(422, "credentials_undetermined");
    assert_eq!(limited.header("retry-after"), "5");
    post_credentials(&app, "globex", &body).await.expect(200);
}

async fn issued_events(client: &Client) -> Vec<Value> {
    let log = client.api_get("/events?kind=credentials").await.expect(200);
    log.json()["events"].as_array().expect("events").clone()
}

#[tokio::test]
async fn renews_after_half_of_the_life_and_after_a_change() {
    let clock = ManualClock::default();
    let app = App::builder().with_clock(clock.clock()).start().await;
    connect_role(&app, "acme").await;
    let ask = async || {
        let issued = get_credentials(&app, "acme", "read").await;
        text(&issued, "access_key_id").to_owned()
    };
    let first = ask().await;
    clock.set_minutes(29);
    assert_eq!(ask().await, first);
    clock.set_minutes(31);
    let second = ask().await;
    assert_ne!(second, first);
    assert_eq!(ask().await, second);

    // Another access and another life are other credentials.
    let others = [
        json!({ "access": "both" }),
        json!({ "access": "read", "ttl_seconds": 900 }),
    ];
    for body in others {
        let other = post_credentials(&app, "acme", &body).await.expect(200);
        assert_ne!(text(&other.json(), "access_key_id"), second);
    }

    // Replaced.
    let mut fields = app.connection("acme").await.json();
    let arn = fields["aws_role_arn"].take();
    let fields = json!({ "bucket": BUCKET, "path_prefix": "exports", "aws_role_arn": arn });
    app.put_connection("acme", &fields).await.expect(200);
    let third = get_credentials(&app, "acme", "read").await;
    assert_eq!(text(&third, "prefix"), "exports/");
    assert_ne!(text(&third, "access_key_id"), second);

    // Removed and created again, so the version is the same as in the beginning.
    app.delete_connection("acme").await.expect(204);
    post_credentials(&app, "acme", &json!({ "access": "read" }))
        .await
        .expect_problem(404, "no_connection");
    app.put_connection("acme", &fields).await.expect(201);
    assert_ne!(ask().await, text(&third, "access_key_id"));
}

#[tokio::test]
async fn an_error_is_not_remembered() {
    let app = App::start().await;
    connect_role(&app, "acme").await;
    let trust = |id: &str| {
        let vendor = &app.sandbox().vendor().arn;
        json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": vendor },
            "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "sts:ExternalId": id } } }] })
        .to_string()
    };
    let put_trust = |id: &str| {
        let put = app.sandbox().put_trust_policy("acme", &trust(id));
        put.expect("accepted");
    };
    put_trust("another-id");
    let problem = post_credentials(&app, "acme", &json!({ "access": "read" }))
        .await
        .expect_problem(422, "credentials_refused");
    assert!(
        text(&problem, "detail").contains("role_not_assumable"),
        "{problem}"
    );
    assert!(issued_events(&app).await.is_empty());
    put_trust(&app.external_id("acme").await);
    get_credentials(&app, "acme", "read").await;
}

#[tokio::test]
async fn tenants_and_environments_are_isolated() {
    const OTHER_KEY: &str = "api-key-of-another-environment-0123456789";
    let app = App::start().await;
    connect_role(&app, "acme").await;
    connect_role_at(&app, &app, "globex", "globex", "exports").await;
    let acme = program(&app, &get_credentials(&app, "acme", "both").await);
    let globex = program(&app, &get_credentials(&app, "globex", "both").await);
    assert_eq!(acme.put(BUCKET, "exports/x").await, "AccessDenied");
    assert_eq!(globex.put(BUCKET, "incoming/x").await, "AccessDenied");
    assert_eq!(globex.put(BUCKET, "exports/x").await, "ok");

    let other = EnvironmentId::parse("other").expect("an id");
    let store = app.service.store();
    store.ensure_environment(&other, 0).await.expect("made");
    let key = SecretString::from(OTHER_KEY);
    let added = store.add_api_key(&other, "test", &key, &Actor::Server, 0);
    added.await.expect("made");
    let stranger = app.with_api_key(OTHER_KEY);
    let container = format!("{}/container?access=read", credentials_path("acme"));
    let body = json!({ "access": "read" });
    for code in ["unknown_flow", "no_connection"] {
        post_credentials(&stranger, "acme", &body)
            .await
            .expect_problem(404, code);
        stranger.api_get(&container).await.expect_problem(404, code);
        // From now on, the other environment has a flow with the same name.
        let mut connector = app.connector().await.json();
        connector
            .as_object_mut()
            .expect("an object")
            .remove("version");
        let path = format!("/flows/{FLOW}/connector");
        let put = stranger.api(Method::PUT, &path, Some(&connector)).await;
        put.expect(200);
    }
    connect_role_at(&app, &stranger, "acme", "other-acme", "exports").await;
    let issued = get_credentials(&stranger, "acme", "both").await;
    let program = program(&app, &issued);
    assert_eq!(program.put(BUCKET, "incoming/x").await, "AccessDenied");
    assert_eq!(program.put(BUCKET, "exports/y").await, "ok");
    let events = [issued_events(&app).await, issued_events(&stranger).await];
    assert_eq!(events.map(|events| events.len()), [2, 1]);
}

#[tokio::test]
async fn the_container_form_is_for_stock_sdks() {
    let app = App::start().await;
    connect_role(&app, "acme").await;
    let path = format!("/v1{}/container", credentials_path("acme"));
    let ask = async |authorization: Option<&str>, query: &str| {
        let mut request = app.request(Method::GET, &format!("{path}?{query}"));
        if let Some(value) = authorization {
            request = request.header(AUTHORIZATION, value);
        }
        app.send(request).await
    };
    // An SDK sends the variable as it is. Both forms are useful.
    let bearer = format!("Bearer {}", app.api_key);
    let mut keys = Vec::new();
    for authorization in [&app.api_key, &bearer] {
        let answer = ask(Some(authorization), "access=read").await.expect(200);
        assert_eq!(answer.header("cache-control"), "no-store");
        let body = answer.json();
        let names: Vec<_> = body.as_object().expect("an object").keys().collect();
        assert_eq!(
            names,
            ["AccessKeyId", "SecretAccessKey", "Token", "Expiration"]
        );
        let issued = json!({ "access_key_id": body["AccessKeyId"], "secret_access_key": body["SecretAccessKey"],
            "session_token": body["Token"], "region": "us-east-1" });
        let program = program(&app, &issued);
        assert_eq!(program.get(BUCKET, "incoming/customers.csv").await, "ok");
        assert_eq!(program.put(BUCKET, "incoming/x").await, "AccessDenied");
        keys.push(body["AccessKeyId"].clone());
    }
    assert_eq!(keys[0], keys[1]);

    for authorization in [
        None,
        Some("x"),
        Some("Bearer x"),
        Some("Basic eDp5"),
        Some(""),
    ] {
        ask(authorization, "access=read")
            .await
            .expect_problem(401, "unauthorized");
    }
    for (query, errors) in [
        ("", &["access: bad_value"][..]),
        ("access=read&ttl_seconds=x", &["ttl_seconds: bad_value"]),
        ("access=read&ttl_seconds=60", &["ttl_seconds: bad_ttl"]),
        ("access=read&bucket=x", &["bucket: unknown_field"]),
    ] {
        let answer = ask(Some(&bearer), query).await;
        answer.expect_problem(422, "invalid_fields");
        assert_eq!(answer.field_errors(), errors, "{query}");
    }
}

#[tokio::test]
async fn the_iceberg_form_holds_the_same_credentials() {
    let app = App::start().await;
    connect_role(&app, "acme").await;
    let own = get_credentials(&app, "acme", "read").await;
    let path = format!("{}?format=iceberg", credentials_path("acme"));
    let body = json!({ "access": "read" });
    let answer = app.api(Method::POST, &path, Some(&body)).await.expect(200);
    let credential = answer.json()["storage-credentials"][0].clone();
    assert_eq!(credential["prefix"], "s3://my-company-data/incoming/");
    // The schema `StorageCredential` requires these two, and that all values of the configuration are strings.
    let names: Vec<_> = credential.as_object().expect("an object").keys().collect();
    assert_eq!(names, ["prefix", "config"]);
    let config = &credential["config"];
    let values = config.as_object().expect("an object").values();
    assert!(values.into_iter().all(Value::is_string), "{config}");
    for (theirs, ours) in [
        ("s3.access-key-id", "access_key_id"),
        ("s3.secret-access-key", "secret_access_key"),
        ("s3.session-token", "session_token"),
        ("client.region", "region"),
    ] {
        assert_eq!(config[theirs], own[ours], "{theirs}");
    }
    let expires_at = text(config, "s3.session-token-expires-at-ms");
    assert!(expires_at.parse::<i64>().is_ok(), "{expires_at}");
    let unknown = path.replace("iceberg", "hudi");
    let answer = app.api(Method::POST, &unknown, Some(&body)).await;
    answer.expect_problem(422, "invalid_fields");
    assert_eq!(answer.field_errors(), ["format: bad_value"]);
}

/// The log says who got credentials, and neither it nor the database holds them.
#[tokio::test]
async fn each_recipient_is_on_the_log_and_no_credential_is_stored() {
    let app = App::start().await;
    connect_role(&app, "acme").await;
    let issued = get_credentials(&app, "acme", "read").await;
    get_credentials(&app, "acme", "read").await;
    let environment = EnvironmentId::parse("dev").expect("an id");
    let second = app.service.create_api_key(&environment, "etl").await;
    let (second, _) = second.expect("a key");
    let second = app.with_api_key(second.expose_secret());
    assert_eq!(get_credentials(&second, "acme", "read").await, issued);

    let events = issued_events(&app).await;
    let actors: Vec<_> = events.iter().map(|e| text(&e["actor"], "name")).collect();
    assert_eq!((actors.len(), actors[0]), (2, "etl"), "{events:?}");
    let event = &events[0];
    assert_eq!(
        (
            text(event, "action"),
            text(event, "tenant"),
            text(event, "flow")
        ),
        ("credentials.issued", "acme", FLOW)
    );
    assert_eq!(event["detail"]["access"], "read");
    let stored = app.database.bytes().await;
    for name in ["access_key_id", "secret_access_key", "session_token"] {
        let secret = text(&issued, name);
        assert!(secret.len() > 15, "{issued}");
        assert_secret_absent(name, secret, "the database", &stored);
    }
}

#[tokio::test]
async fn the_command_prints_process_credentials() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let vendor = key_pair(sandbox.vendor());
    let mut serve = binary::command(folder.path(), &["serve"]);
    let server = ServerProcess::start(set_aws_env(&mut serve, &sandbox.url(), vendor)).await;
    connect_role_in(&sandbox, &server.client, "acme", "acme", "incoming").await;
    let run = async |more: &[&str]| {
        let all = ["credentials", "--flow", FLOW, "--tenant", "acme"];
        let mut command = binary::command(folder.path(), &[&all, more].concat());
        binary::run(set_aws_env(&mut command, &sandbox.url(), vendor)).await
    };
    let output = run(&["--access", "read", "--credential-process"]).await;
    assert_eq!(output.code, Some(0), "{output:?}");
    let printed: Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(printed["Version"], 1);
    assert!(text(&printed, "Expiration").ends_with('Z'), "{printed}");
    let issued = json!({ "access_key_id": printed["AccessKeyId"], "secret_access_key": printed["SecretAccessKey"],
        "session_token": printed["SessionToken"], "region": "us-east-1" });
    let program = S3Program::new(sandbox.url(), &issued);
    assert_eq!(program.get(BUCKET, "incoming/customers.csv").await, "ok");
    assert_eq!(program.put(BUCKET, "incoming/x").await, "AccessDenied");

    let output = run(&["--access", "write", "--ttl-seconds", "900"]).await;
    let issued: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let program = S3Program::new(sandbox.url(), &issued);
    assert_eq!(program.put(BUCKET, "incoming/x").await, "ok");
    let output = run(&["--access", "write", "--ttl-seconds", "60"]).await;
    assert!(
        output.code == Some(1) && output.stderr.contains("ttl_seconds: Credentials"),
        "{output:?}"
    );
    server.kill().await;
}
