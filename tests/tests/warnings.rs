//! What is worth knowing about a connection that works: it is said, saved with the report, and blocks nothing.

use e2e::app::{App, Fields};
use e2e::client::FLOW;
use e2e::user::{all_but_list, list};
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
async fn a_place_that_others_use_is_said_and_never_whose_it_is() {
    let app = App::start().await;
    let fields = app.user("shared", &[all_but_list(), list()]);
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
    // The tenant's page says so, and the connection stands.
    let token = app.create_session("second").await;
    let page = app.open(&token).await.page(200, "Worth knowing");
    assert!(page.words().contains("Another connection uses"));
    assert!(!page.text.contains("first_one"));
    // Once both are told apart by their tenant, a check says no more of it.
    connect(&app, "first_one", &fields, "incoming/{tenant}/").await;
    let checked = app.check_connection("second").await.expect(200).json();
    assert!(warnings(&checked["report"]).is_empty(), "{checked}");
    let page = app.open(&token).await.page(200, "Connected");
    assert!(!page.words().contains("Worth knowing"), "{}", page.words());
}

#[tokio::test]
async fn keys_where_a_role_is_preferred() {
    let app = App::start().await;
    let fields = app.user("keyed", &[all_but_list(), list()]);
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
    // The role is all that is offered by now: what is connected works on, and says so.
    set(&[&role]).await;
    let checked = app.check_connection("acme").await.expect(200).json();
    assert_eq!(warnings(&checked["report"]), ["access_not_offered"]);
    let token = app.create_session("acme").await;
    app.open(&token)
        .await
        .page(200, "We now ask for a role instead");
    set(&[&keys, &role]).await;
    let checked = app.check_connection("acme").await.expect(200).json();
    assert!(warnings(&checked["report"]).is_empty(), "{checked}");
}
