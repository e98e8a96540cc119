//! If a link is ended or an API key is revoked while AWS is asked, nothing is saved and nothing is handed out.

#![expect(clippy::expect_used, reason = "tests")]

use domain::{EnvironmentId, FlowId, TenantId};
use e2e::answer::Answer;
use e2e::app::{App, Fields, aws_via_gate, find_sample, start_sandbox};
use e2e::client::{Client, FLOW, connection_path};
use e2e::gate::Gate;
use e2e::sandbox_user::connect_role_in;
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::json;
use service::{Service, TenantScope};

fn acme() -> TenantScope {
    TenantScope::new(
        EnvironmentId::parse("dev").expect("id"),
        TenantId::parse("acme").expect("id"),
    )
}

/// Users of the sandbox: the check passes with the first and fails with the second.
const SAMPLES: [&str; 2] = ["full-access", "read-only"];

/// Starts a check with the access key of a sandbox user, and revokes the check's authorization before AWS answers.
/// Asserts that neither a connection nor an attempt was stored, and returns the answer.
async fn revoke_during_check(
    name: &str,
    start_check: impl AsyncFnOnce(&Client, &str, &Fields) -> Answer,
    revoke: impl AsyncFnOnce(&Service),
) -> Answer {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let gate = Gate::in_front_of(sandbox.addr()).await;
    let aws = aws_via_gate(&gate.url, &sandbox);
    let app = App::builder().with_aws_without_identity(aws).start().await;
    let fields = Fields::from_sample(find_sample(&sandbox, name));
    let (key, _) = app
        .service
        .create_api_key(&acme().environment, "backend")
        .await
        .expect("a key");
    let caller = app.with_api_key(key.expose_secret());
    let token = caller.create_session("acme").await;
    let revoking = async {
        gate.wait_for_request().await;
        revoke(&app.service).await;
        gate.set_open(true);
    };
    let (answer, ()) = tokio::join!(start_check(&caller, &token, &fields), revoking);
    app.assert_not_connected("acme").await;
    let flow = FlowId::parse(FLOW).expect("id");
    let attempt = app.service.store().latest_attempt(&acme(), &flow).await;
    assert_eq!(attempt.expect("the store answers"), None, "{name}");
    answer
}

/// Ends all links of the tenant, as the button **End them all** does.
async fn end_all_links(service: &Service) {
    let ended = service.end_links(&acme()).await.expect("ended");
    assert_eq!(ended, 1);
}

/// Revokes the API key of the check.
async fn revoke_api_key(service: &Service) {
    let environment = acme().environment;
    let keys = service.api_keys(&environment).await.expect("keys");
    let key = keys.iter().find(|key| key.name == "backend");
    let revoked = service.revoke_api_key(&environment, &key.expect("the key").id);
    revoked.await.expect("revoked");
}

#[tokio::test]
async fn saves_nothing_with_a_link_that_was_ended_meanwhile() {
    for name in SAMPLES {
        let press = async |client: &Client, token: &str, fields: &Fields| {
            client.press(token, "save", &fields.form()).await
        };
        revoke_during_check(name, press, end_all_links)
            .await
            .expect_page(410, "This link has expired");
        let press = async |client: &Client, token: &str, fields: &Fields| {
            client.press_streaming(token, "save", &fields.form()).await
        };
        let answer = revoke_during_check(name, press, end_all_links).await;
        for words in ["This link has expired", "open a new one"] {
            assert!(
                answer.visible_text().contains(words),
                "{words}: {}",
                answer.text
            );
        }
    }
}

#[tokio::test]
async fn saves_nothing_with_an_api_key_that_was_revoked_meanwhile() {
    for name in SAMPLES {
        let put = async |client: &Client, _: &str, fields: &Fields| {
            client.put_connection("acme", &fields.json()).await
        };
        revoke_during_check(name, put, revoke_api_key)
            .await
            .expect_problem(401, "unauthorized");
    }
}

#[tokio::test]
async fn issues_no_credentials_for_an_api_key_that_was_revoked_meanwhile() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let gate = Gate::in_front_of(sandbox.addr()).await;
    let aws = aws_via_gate(&gate.url, &sandbox);
    let app = App::builder().with_aws_without_identity(aws).start().await;
    let environment = acme().environment;
    let created = app.service.create_api_key(&environment, "backend").await;
    let (key, _) = created.expect("a key");
    let caller = app.with_api_key(key.expose_secret());
    gate.set_open(true);
    connect_role_in(&sandbox, &app, "acme", "acme", "incoming").await;
    gate.close_and_cut();
    let already = gate.request_count();
    let path = format!("{}/credentials", connection_path("acme"));
    let body = json!({ "access": "read" });
    let revoking = async {
        gate.wait_for_request_after(already).await;
        revoke_api_key(&app.service).await;
        gate.set_open(true);
    };
    let issuing = caller.api(Method::POST, &path, Some(&body));
    let (answer, ()) = tokio::join!(issuing, revoking);
    answer.expect_problem(401, "unauthorized");
    let events = app.api_get("/events?kind=credentials").await.expect(200);
    assert_eq!(events.json()["events"], json!([]));
}
