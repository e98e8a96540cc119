//! One tenant reaches nothing of another's, and one environment nothing of another's.

use domain::EnvironmentId;
use e2e::answer::steps;
use e2e::app::App;
use e2e::client::{FLOW, of};
use reqwest::Method;
use secrecy::SecretString;
use serde_json::json;
use service::Actor;

const OTHER_KEY: &str = "api-key-of-another-environment-0123456789";

/// Acme is connected to the bucket of the sandbox; mallory has a link of their own.
async fn scene() -> (App, String) {
    let app = App::start().await;
    app.put_connection("acme", &app.sample("full-access").json())
        .await
        .expect(201);
    let token = app.create_session("mallory").await;
    (app, token)
}

#[tokio::test]
async fn a_token_opens_one_tenants_pages_only() {
    let (app, mallory) = scene().await;
    let before = app.connection("acme").await;
    let own = app.external_id("mallory").await;
    let acme = app.external_id("acme").await;
    let named = [
        ("tenant", "acme"),
        ("flow", FLOW),
        ("environment", "dev"),
        ("external_id", acme.as_str()),
        ("aws_external_id", acme.as_str()),
    ];
    let mut pages = vec![app.open(&mallory).await.page(200, "Connect your S3 bucket")];
    pages.push(
        app.get(&format!("/connect?tenant=acme&token={mallory}&flow={FLOW}"))
            .await
            .page(200, "Connect your S3 bucket"),
    );
    for action in ["open", "change", "disconnect", "nonsense", "save"] {
        pages.push(app.press(&mallory, action, &named).await);
    }
    pages.push(
        app.press(&mallory, "check", &named)
            .await
            .page(404, "no connection"),
    );
    pages.push(
        app.press_in_pieces(&mallory, "check", &named)
            .await
            .expect(200),
    );
    pages.push(
        app.press_in_pieces(&mallory, "save", &named)
            .await
            .expect(200),
    );
    pages.push(
        app.press(&mallory, "disconnect-now", &named)
            .await
            .page(200, "Disconnected"),
    );
    for page in pages {
        for of_acme in [
            "my-company-data",
            "incoming/customers.csv",
            &acme,
            before.json()["aws_access_key_id"]
                .as_str()
                .expect("a key id"),
        ] {
            // What mallory sends may come back to mallory; what the server knows of acme may not.
            let given_back = page.text.matches(of_acme).count()
                - page.text.matches(&format!("value=\"{of_acme}\"")).count();
            assert_eq!(given_back, 0, "{of_acme}: {}", page.text);
        }
    }
    assert_eq!(app.open(&mallory).await.element("external-id"), own);
    let after = app.connection("acme").await;
    assert_eq!(
        (after.header("etag"), after.json()),
        (before.header("etag"), before.json()),
        "nothing of acme's was touched"
    );
}

#[tokio::test]
async fn a_key_of_another_environment_reaches_nothing() {
    let (app, _) = scene().await;
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
    let fields = app.sample("full-access").json();
    for (method, path, body) in [
        (Method::GET, connector.clone(), None),
        (Method::GET, of("acme"), None),
        (Method::PUT, of("acme"), Some(fields)),
        (Method::POST, format!("{}/check", of("acme")), None),
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
            .problem(404, "unknown_flow");
    }
    stranger
        .delete_connection("acme")
        .await
        .problem(404, "no_connection");
    assert_ne!(
        stranger.external_id("acme").await,
        app.external_id("acme").await,
        "another acme"
    );

    // A flow of the same name is the other environment's own.
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
        .problem(404, "no_connection");
    stranger
        .delete_connection("acme")
        .await
        .problem(404, "no_connection");
    let token = stranger.create_session("acme").await;
    stranger
        .press(&token, "disconnect-now", &[])
        .await
        .page(200, "Disconnected");
    assert_eq!(
        (
            app.connection("acme").await.json(),
            app.connector().await.json()
        ),
        before,
        "nothing here was touched"
    );
}

/// Another tenant's role is useless without that tenant's external ID, which nobody can send.
#[tokio::test]
async fn a_role_made_for_one_tenant_is_refused_to_another() {
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
            &page.element("trust-policy"),
            &page.element("iam-role"),
        )
        .expect("a role");
    let acme = app.external_id("acme").await;
    let fields =
        json!({ "bucket": "my-company-data", "path_prefix": "incoming/", "aws_role_arn": arn });
    app.put_connection("acme", &fields).await.expect(201);

    let problem = app
        .put_connection("mallory", &fields)
        .await
        .problem(422, "check_failed");
    assert_eq!(
        steps(&problem["report"])[0],
        "assume_role: failed (role_not_assumable)",
        "{problem}"
    );
    let mut with_id = fields.clone();
    with_id["aws_external_id"] = json!(acme);
    let answer = app.put_connection("mallory", &with_id).await;
    answer.problem(422, "invalid_fields");
    assert_eq!(answer.errors(), ["aws_external_id: external_id_edited"]);
    assert!(!answer.text.contains(&acme), "{}", answer.text);
    app.no_connection("mallory").await;
    let token = app.create_session("mallory").await;
    let mut form = place.to_vec();
    form.extend([
        ("aws_role_arn", arn.as_str()),
        ("aws_external_id", acme.as_str()),
    ]);
    let page = app.press(&token, "save", &form).await.expect(422);
    assert!(!page.text.contains(&acme), "{}", page.text);
    app.no_connection("mallory").await;
}
