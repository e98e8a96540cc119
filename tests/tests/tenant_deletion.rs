//! A deleted tenant leaves nothing but the log, and the log holds nothing of the tenant's own.

#![expect(clippy::expect_used, reason = "tests")]

use domain::{EnvironmentId, FlowId, TenantId};
use e2e::admin::Admin;
use e2e::answer::Answer;
use e2e::app::{App, Fields, aws_via_gate, find_sample, start_sandbox};
use e2e::client::{Client, FLOW, connection_path};
use e2e::gate::Gate;
use e2e::html::unescape;
use e2e::sandbox_user::connect_role_in;
use reqwest::Method;
use sandbox::Sandbox;
use serde_json::{Value, json};
use service::TenantScope;

const BUCKET: &str = "my-company-data";
const TENANT_PAGE: &str = "/admin/dev/tenants/acme";

fn acme() -> TenantScope {
    TenantScope::new(
        EnvironmentId::parse("dev").expect("id"),
        TenantId::parse("acme").expect("id"),
    )
}

async fn delete_acme(client: &Client) -> Answer {
    client.api(Method::DELETE, "/tenants/acme", None).await
}

/// Gives acme a forwarded link, an attempt, a connection and events. Returns the tokens of all links.
async fn fill(app: &App) -> [String; 3] {
    let token = app.create_session("acme").await;
    let fields = [("bucket", BUCKET)];
    let page = app.press(&token, "forward", &fields).await.expect(200);
    let text = unescape(&page.text);
    let (_, link) = text.split_once("/connect?token=").expect("a link");
    let is_part = |c: &char| c.is_ascii_alphanumeric() || "-_".contains(*c);
    let forwarded: String = link.chars().take_while(is_part).collect();
    app.open(&forwarded).await.expect(200);
    let failing = app.sample_fields("write-only");
    app.press(&token, "save", &failing.form()).await.expect(422);
    app.put_connection("acme", &app.sample_fields("full-access").json())
        .await
        .expect(201);
    app.check_connection("acme").await.expect(200);
    let second = app.create_session("acme").await;
    [token, forwarded, second]
}

#[tokio::test]
async fn deletes_everything_but_the_log() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        let tokens = fill(&app).await;
        app.put_connection("globex", &app.sample_fields("full-access").json())
            .await
            .expect(201);
        let others = app.connection("globex").await.json();
        let external_id = app.external_id("acme").await;
        let events = "/events?tenant=acme&limit=200";
        let before = app.api_get(events).await.expect(200);
        assert!(before.text.contains(BUCKET));

        delete_acme(&app).await.expect(204);
        delete_acme(&app)
            .await
            .expect_problem(404, "unknown_tenant");
        for token in &tokens {
            app.open(token)
                .await
                .expect_page(404, "This link doesn’t work");
        }
        for path in [TENANT_PAGE, &format!("{TENANT_PAGE}/delete")] {
            admin.get(path).await.expect_problem(404, "unknown_tenant");
        }
        assert_eq!(app.connection("globex").await.json(), others);

        let after = app.api_get(events).await.expect(200);
        assert!(!after.text.contains(BUCKET), "{}", after.text);
        let (before, after) = (before.json(), after.json());
        let rows = |page: &Value| page["events"].as_array().expect("events").clone();
        let (before, after) = (rows(&before), rows(&after));
        assert_eq!(after[0]["action"], "tenant.deleted");
        assert_eq!(after[0]["actor"]["name"], "S3_CONNECT_API_KEY");
        assert_eq!(after.len(), before.len() + 1);
        for (mut old, mut new) in before.into_iter().zip(after.into_iter().skip(1)) {
            let details = new.as_object_mut().expect("an event").remove("detail");
            old.as_object_mut().expect("an event").remove("detail");
            assert_eq!(new, old, "the rest of an event stays");
            let kind = new["action"].as_str().expect("an action");
            assert_eq!(details.is_some(), kind.starts_with("check."), "{kind}");
        }
        let log = admin.get("/admin/dev/log?tenant=acme").await.expect(200);
        for words in ["Tenant deleted", "Connected a bucket", "list_denied"] {
            assert!(log.visible_text().contains(words), "{words}");
        }

        // A tenant that comes back is a new one, and its old external ID is still its own.
        assert_ne!(app.external_id("acme").await, external_id);
        let import = json!({ "external_id": external_id });
        app.api(Method::PUT, "/tenants/globex/external-id", Some(&import))
            .await
            .expect_problem(422, "invalid_fields");
        app.api(Method::PUT, "/tenants/acme/external-id", Some(&import))
            .await
            .expect(200);
        app.assert_not_connected("acme").await;
    }
}

#[tokio::test]
async fn an_admin_reads_first_what_is_lost() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    app.external_id("acme").await;
    let delete = format!("{TENANT_PAGE}/delete");
    let page = admin.get(TENANT_PAGE).await.expect(200);
    assert!(page.text.contains(&format!("href=\"{delete}\"")));
    admin
        .get(&delete)
        .await
        .expect_page(200, "It is not connected to any flow.");
    app.put_connection("acme", &app.sample_fields("full-access").json())
        .await
        .expect(201);
    // Looking at the page changes nothing, and another site cannot post the form.
    let page = admin.get(&delete).await;
    let page = page.expect_page(200, "It is connected to the flow demo.");
    assert!(page.visible_text().contains("Yes, delete it"));
    admin
        .post_without_token(&delete, &[])
        .await
        .expect_problem(403, "stale_form");
    app.connection("acme").await.expect(200);
    let deleted = admin.post(&delete, &[]).await.expect(303);
    admin
        .get(deleted.header("location"))
        .await
        .expect_page(200, "The tenant is deleted.");
    admin
        .post(&delete, &[])
        .await
        .expect_problem(404, "unknown_tenant");
    app.api_get("/tenants/acme")
        .await
        .expect_problem(404, "unknown_tenant");
    let log = admin.get("/admin/dev/log?tenant=acme&kind=tenant").await;
    let log = log.expect_page(200, "Tenant deleted").visible_text();
    assert!(log.contains("Anna"), "{log}");
}

/// Users of the sandbox: the check passes with the first and fails with the second.
const SAMPLES: [&str; 2] = ["full-access", "read-only"];

/// Starts a request about acme, and deletes acme before AWS answers. Asserts that the request left no row, and returns its
/// answer. `prepare` runs while AWS answers at once.
async fn delete_during(
    prepare: impl AsyncFnOnce(&App, &Sandbox),
    request: impl AsyncFnOnce(&App, &Sandbox, &str) -> Answer,
) -> Answer {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let gate = Gate::in_front_of(sandbox.addr()).await;
    let aws = aws_via_gate(&gate.url, &sandbox);
    let app = App::builder().with_aws_without_identity(aws).start().await;
    let token = app.create_session("acme").await;
    gate.set_open(true);
    prepare(&app, &sandbox).await;
    gate.close_and_cut();
    let already = gate.request_count();
    let deleting = async {
        gate.wait_for_request_after(already).await;
        delete_acme(&app).await.expect(204);
        gate.set_open(true);
    };
    let (answer, ()) = tokio::join!(request(&app, &sandbox, &token), deleting);
    let (store, scope) = (app.service.store(), acme());
    let flow = FlowId::parse(FLOW).expect("id");
    assert_eq!(store.tenant(&scope).await.expect("the store answers"), None);
    let attempt = store.latest_attempt(&scope, &flow).await;
    assert_eq!(attempt.expect("the store answers"), None);
    let connection = store.connection(&scope, &flow).await;
    assert_eq!(connection.expect("the store answers"), None);
    let events = app.api_get("/events?tenant=acme").await.expect(200).json();
    assert_eq!(events["events"][0]["action"], "tenant.deleted");
    answer
}

fn sample(sandbox: &Sandbox, name: &str) -> Fields {
    Fields::from_sample(find_sample(sandbox, name))
}

#[tokio::test]
async fn a_save_by_the_vendor_ends_with_unknown_tenant() {
    for name in SAMPLES {
        let put = async |app: &App, sandbox: &Sandbox, _: &str| {
            app.put_connection("acme", &sample(sandbox, name).json())
                .await
        };
        delete_during(async |_: &App, _: &Sandbox| {}, put)
            .await
            .expect_problem(404, "unknown_tenant");
    }
}

#[tokio::test]
async fn a_save_in_the_widget_ends_with_a_link_that_does_not_work() {
    for name in SAMPLES {
        let press = async |app: &App, sandbox: &Sandbox, token: &str| {
            let fields = sample(sandbox, name);
            app.press(token, "save", &fields.form()).await
        };
        delete_during(async |_: &App, _: &Sandbox| {}, press)
            .await
            .expect_page(404, "This link doesn’t work");
        let press = async |app: &App, sandbox: &Sandbox, token: &str| {
            let fields = sample(sandbox, name);
            app.press_streaming(token, "save", &fields.form()).await
        };
        let answer = delete_during(async |_: &App, _: &Sandbox| {}, press).await;
        let text = answer.visible_text();
        assert!(text.contains("This link doesn’t work"), "{text}");
    }
}

async fn connect_with_keys(app: &App, sandbox: &Sandbox) {
    app.put_connection("acme", &sample(sandbox, "full-access").json())
        .await
        .expect(201);
}

#[tokio::test]
async fn a_check_of_a_saved_connection_ends_with_a_refusal() {
    let check = async |app: &App, _: &Sandbox, _: &str| app.check_connection("acme").await;
    delete_during(connect_with_keys, check)
        .await
        .expect_problem(404, "unknown_tenant");
    let press = async |app: &App, _: &Sandbox, token: &str| app.press(token, "check", &[]).await;
    delete_during(connect_with_keys, press)
        .await
        .expect_page(404, "This link doesn’t work");
}

/// Connects acme with a role, which needs no further permission for temporary credentials.
async fn connect_with_role(app: &App, sandbox: &Sandbox) {
    connect_role_in(sandbox, app, "acme", "acme", "incoming").await;
}

#[tokio::test]
async fn nobody_gets_credentials_of_a_tenant_that_was_deleted_meanwhile() {
    let issue = async |app: &App, _: &Sandbox, _: &str| {
        let path = format!("{}/credentials", connection_path("acme"));
        let body = json!({ "access": "read" });
        app.api(Method::POST, &path, Some(&body)).await
    };
    let answer = delete_during(connect_with_role, issue).await;
    answer.expect_problem(404, "unknown_tenant");
    assert!(
        !answer.text.contains("secret_access_key"),
        "{}",
        answer.text
    );
}
