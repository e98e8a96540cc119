//! Warnings about connections that work: they are shown and saved with the report, and do not fail the check.

use e2e::app::{App, Fields};
use e2e::client::FLOW;
use e2e::sandbox_user::{allow_list, allow_objects};
use reqwest::Method;
use serde_json::{Value, json};

fn warnings(report: &Value) -> Vec<&str> {
    let all = report["warnings"].as_array();
    all.into_iter()
        .flatten()
        .filter_map(|warning| warning["cause"].as_str())
        .collect()
}

async fn connect(app: &App, tenant: &str, fields: &Fields, prefix: &str) -> Value {
    let mut body = fields.json();
    body["path_prefix"] = json!(prefix);
    let saved = app.put_connection(tenant, &body).await;
    assert!([200, 201].contains(&saved.status), "{}", saved.text);
    saved.json()["report"].clone()
}

#[tokio::test]
async fn warns_about_a_shared_prefix_without_naming_the_other_tenant() {
    let app = App::start().await;
    let fields = app.create_user("shared", &[allow_objects(), allow_list()]);
    let first = connect(&app, "first_one", &fields, "incoming/").await;
    assert!(warnings(&first).is_empty(), "{first}");
    for (prefix, overlaps) in [
        ("incoming/", true),
        ("incoming/2026/", true),
        ("", true),
        ("outgoing/", false),
        ("incoming/{tenant}/", true),
    ] {
        let report = connect(&app, "second", &fields, prefix).await;
        let expected: &[&str] = if overlaps {
            &["overlapping_prefix"]
        } else {
            &[]
        };
        assert_eq!(warnings(&report), expected, "{prefix}: {report}");
        assert!(!report.to_string().contains("first_one"), "{report}");
    }
    // The tenant's page shows the warning, and the connection is saved.
    let token = app.create_session("second").await;
    let page = app.open(&token).await.expect_page(200, "Worth knowing");
    assert!(page.visible_text().contains("Another connection uses"));
    assert!(!page.text.contains("first_one"));
    // Once the prefix of one contains its tenant, they no longer overlap, and a check removes the warning.
    connect(&app, "first_one", &fields, "incoming/{tenant}/").await;
    let checked = app.check_connection("second").await.expect(200).json();
    assert!(warnings(&checked["report"]).is_empty(), "{checked}");
    let page = app.open(&token).await.expect_page(200, "Connected");
    assert!(
        !page.visible_text().contains("Worth knowing"),
        "{}",
        page.visible_text()
    );
}

#[tokio::test]
async fn warns_about_keys_if_a_role_is_preferred() {
    let app = App::start().await;
    let fields = app.create_user("keyed", &[allow_objects(), allow_list()]);
    let report = connect(&app, "acme", &fields, "incoming/").await;
    assert!(warnings(&report).is_empty(), "{report}");
    let role = json!({ "aws_external_id": {}, "aws_role_arn": {} });
    let keys = json!({ "aws_access_key_id": {}, "aws_secret_access_key": {} });
    let set = async |params: &[&Value]| {
        let mut all = json!({ "bucket": {}, "path_prefix": {} });
        for (name, field) in params.iter().flat_map(|p| p.as_object().expect("fields")) {
            all[name] = field.clone();
        }
        let path = format!("/flows/{FLOW}/connector");
        let body = json!({ "direction": "both", "connect_ui_params": all });
        app.api(Method::PUT, &path, Some(&body)).await.expect(200);
    };
    set(&[&role, &keys]).await;
    let report = connect(&app, "acme", &fields, "incoming/").await;
    assert_eq!(warnings(&report), ["keys_not_preferred"], "{report}");
    // The flow now offers only the role. The connection still works, and a check warns about its keys.
    set(&[&role]).await;
    let checked = app.check_connection("acme").await.expect(200).json();
    assert_eq!(warnings(&checked["report"]), ["access_not_offered"]);
    let token = app.create_session("acme").await;
    app.open(&token)
        .await
        .expect_page(200, "We now ask for a role instead");
    set(&[&keys, &role]).await;
    let checked = app.check_connection("acme").await.expect(200).json();
    assert!(warnings(&checked["report"]).is_empty(), "{checked}");
}
