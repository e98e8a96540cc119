//! A tenant has no access to another tenant's data, and neither has an environment to another environment's.

use domain::EnvironmentId;
use e2e::answer::step_results;
use e2e::app::App;
use e2e::client::{Client, FLOW, connection_path};
use reqwest::Method;
use secrecy::SecretString;
use serde_json::json;
use service::Actor;

const OTHER_KEY: &str = "api-key-of-another-environment-0123456789";

/// Starts a server on which acme is connected and mallory has a link. Returns mallory's token.
async fn start_with_two_tenants() -> (App, String) {
    let app = App::start().await;
    app.put_connection("acme", &app.sample_fields("full-access").json())
        .await
        .expect(201);
    let token = app.create_session("mallory").await;
    (app, token)
}

#[tokio::test]
async fn a_token_gives_access_to_one_tenant_only() {
    let (app, mallory) = start_with_two_tenants().await;
    let before = app.connection("acme").await;
    let own = app.external_id("mallory").await;
    let acme = app.external_id("acme").await;
    let acme_fields = [
        ("tenant", "acme"),
        ("flow", FLOW),
        ("environment", "dev"),
        ("external_id", acme.as_str()),
        ("aws_external_id", acme.as_str()),
    ];
    let mut pages = vec![
        app.open(&mallory)
            .await
            .expect_page(200, "Connect your S3 bucket"),
    ];
    pages.push(
        app.get(&format!("/connect?tenant=acme&token={mallory}&flow={FLOW}"))
            .await
            .expect_page(200, "Connect your S3 bucket"),
    );
    for action in ["open", "change", "disconnect", "nonsense", "save"] {
        pages.push(app.press(&mallory, action, &acme_fields).await);
    }
    pages.push(
        app.press(&mallory, "check", &acme_fields)
            .await
            .expect_page(404, "no connection"),
    );
    pages.push(
        app.press_streaming(&mallory, "check", &acme_fields)
            .await
            .expect(200),
    );
    pages.push(
        app.press_streaming(&mallory, "save", &acme_fields)
            .await
            .expect(200),
    );
    pages.push(
        app.press(&mallory, "disconnect-now", &acme_fields)
            .await
            .expect_page(200, "Disconnected"),
    );
    for page in pages {
        for secret_text in [
            "my-company-data",
            "incoming/customers.csv",
            &acme,
            before.json()["aws_access_key_id"]
                .as_str()
                .expect("a key id"),
        ] {
            // The page repeats what mallory typed, but must not show anything else of acme's.
            let leaks = page.text.matches(secret_text).count()
                - page
                    .text
                    .matches(&format!("value=\"{secret_text}\""))
                    .count();
            assert_eq!(leaks, 0, "{secret_text}: {}", page.text);
        }
    }
    assert_eq!(app.open(&mallory).await.element_text("external-id"), own);
    let after = app.connection("acme").await;
    assert_eq!(
        (after.header("etag"), after.json()),
        (before.header("etag"), before.json()),
        "acme's connection was changed"
    );
}

#[tokio::test]
async fn an_api_key_gives_access_to_one_environment_only() {
    let (app, _) = start_with_two_tenants().await;
    let before = (
        app.connection("acme").await.json(),
        app.connector().await.json(),
    );
    let other = EnvironmentId::parse("other").expect("an id");
    let store = app.service.store();
    store.ensure_environment(&other, 0).await.expect("made");
    store
        .add_api_key(
            &other,
            "test",
            &SecretString::from(OTHER_KEY),
            &Actor::Server,
            0,
        )
        .await
        .expect("made");
    let stranger = app.with_api_key(OTHER_KEY);

    let connector = format!("/flows/{FLOW}/connector");
    let preview = format!("/flows/{FLOW}/tenants/acme/path-preview");
    let fields = app.sample_fields("full-access").json();
    for (method, path, body) in [
        (Method::GET, connector.clone(), None),
        (Method::GET, connection_path("acme"), None),
        (Method::PUT, connection_path("acme"), Some(fields)),
        (
            Method::POST,
            format!("{}/check", connection_path("acme")),
            None,
        ),
        (Method::POST, preview, Some(json!({ "path_prefix": "a" }))),
        (
            Method::POST,
            "/connect-sessions".to_owned(),
            Some(json!({ "tenant": "acme", "flow": FLOW })),
        ),
    ] {
        stranger
            .api(method, &path, body.as_ref())
            .await
            .expect_problem(404, "unknown_flow");
    }
    stranger
        .delete_connection("acme")
        .await
        .expect_problem(404, "no_connection");
    assert_lists_show_nothing_of_others(&app, &stranger).await;
    assert_ne!(
        stranger.external_id("acme").await,
        app.external_id("acme").await,
        "both environments have the same tenant"
    );

    // The other environment creates a flow and a tenant with the same names. They are its own.
    let mut own = app.connector().await.json();
    own["direction"] = json!("read");
    own.as_object_mut().expect("an object").remove("version");
    stranger
        .api(Method::PUT, &connector, Some(&own))
        .await
        .expect(200);
    stranger
        .connection("acme")
        .await
        .expect_problem(404, "no_connection");
    stranger
        .delete_connection("acme")
        .await
        .expect_problem(404, "no_connection");
    let token = stranger.create_session("acme").await;
    stranger
        .press(&token, "disconnect-now", &[])
        .await
        .expect_page(200, "Disconnected");
    assert_eq!(
        (
            app.connection("acme").await.json(),
            app.connector().await.json()
        ),
        before,
        "the first environment was changed"
    );
}

/// Asserts that no list shows acme to the key of another environment, that no token is a key, and that nothing of the
/// first environment can be deleted.
async fn assert_lists_show_nothing_of_others(app: &App, stranger: &Client) {
    for path in [
        "/tenants",
        "/tenants?prefix=acme&flow=demo&state=passed&bucket=my-company-data",
        "/connections",
        "/connections?flow=demo&state=passed",
        "/connections?cursor=Acme~demo",
        "/flows",
        "/flows?cursor=a",
        "/events",
        "/events?tenant=acme",
    ] {
        let name_and_query = path.trim_start_matches('/');
        let list = name_and_query
            .split_once('?')
            .map_or(name_and_query, |(name, _)| name);
        let page = stranger.api_get(path).await.expect(200).json();
        let expected = json!({ list: [], "next": null });
        assert_eq!(page, expected, "{path}");
        let own = app.api_get(path).await.expect(200).json();
        assert_ne!(own, expected, "{path}");
    }
    for (method, path, code) in [
        (Method::GET, "/tenants/acme", "unknown_tenant"),
        (Method::DELETE, "/tenants/acme", "unknown_tenant"),
        (Method::DELETE, "/flows/demo", "unknown_flow"),
        (Method::DELETE, "/environments/dev", "unknown_environment"),
    ] {
        let answer = stranger.api(method, path, None).await;
        answer.expect_problem(404, code);
    }
    // A link's token is no API key, not even for the link's own tenant.
    let token = app.create_session("acme").await;
    let holder = app.with_api_key(&token);
    for (method, path) in [
        (Method::GET, "/tenants"),
        (Method::GET, "/tenants/acme"),
        (Method::DELETE, "/tenants/acme"),
        (Method::GET, "/connections"),
        (Method::GET, "/flows"),
        (Method::DELETE, "/flows/demo"),
        (Method::DELETE, "/environments/dev"),
    ] {
        let answer = holder.api(method, path, None).await;
        answer.expect_problem(401, "unauthorized");
    }
    app.connection("acme").await.expect(200);
}

/// A role needs its tenant's external ID, and a tenant cannot send another one's.
#[tokio::test]
async fn refuses_another_tenants_role() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    let place = [
        ("access", "role"),
        ("bucket", "my-company-data"),
        ("path_prefix", "incoming/"),
    ];
    let page = app.press(&token, "save", &place).await.expect(422);
    let arn = app
        .sandbox()
        .create_role(
            "acme",
            &page.element_text("trust-policy"),
            &page.element_text("iam-role"),
        )
        .expect("a role");
    let acme = app.external_id("acme").await;
    let fields =
        json!({ "bucket": "my-company-data", "path_prefix": "incoming/", "aws_role_arn": arn });
    app.put_connection("acme", &fields).await.expect(201);

    let problem = app
        .put_connection("mallory", &fields)
        .await
        .expect_problem(422, "check_failed");
    assert_eq!(
        step_results(&problem["report"])[0],
        "assume_role: failed (role_not_assumable)",
        "{problem}"
    );
    let mut with_id = fields.clone();
    with_id["aws_external_id"] = json!(acme);
    let answer = app.put_connection("mallory", &with_id).await;
    answer.expect_problem(422, "invalid_fields");
    assert_eq!(
        answer.field_errors(),
        ["aws_external_id: external_id_edited"]
    );
    assert!(!answer.text.contains(&acme), "{}", answer.text);
    app.assert_not_connected("mallory").await;
    let token = app.create_session("mallory").await;
    let mut form = place.to_vec();
    form.extend([
        ("aws_role_arn", arn.as_str()),
        ("aws_external_id", acme.as_str()),
    ]);
    let page = app.press(&token, "save", &form).await.expect(422);
    assert!(!page.text.contains(&acme), "{}", page.text);
    app.assert_not_connected("mallory").await;
}
