//! A role is refused if its trust policy has a condition for the external ID that other IDs satisfy too.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::app::App;
use e2e::html::element_text;
use reqwest::Method;
use serde_json::{Value, json};

const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::my-company-data"},
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::my-company-data/*"}]}"#;

const NO_ID_NEEDED: &str = "can be assumed without your external ID";
const OTHER_ID_ACCEPTED: &str = "which is not your external ID";

/// Connects a role with the printed trust policy, but another condition. Returns the step that verifies the external ID,
/// and whether the connection was saved.
async fn connect(app: &App, tenant: &str, role: &str, condition: Value) -> (Value, bool) {
    let token = app.create_session(tenant).await;
    let page = app.press(&token, "change", &[]).await;
    let printed = element_text(&page.text, "trust-policy").expect("a trust policy");
    let mut trust: Value = serde_json::from_str(&printed).expect("JSON");
    trust["Statement"][0]["Condition"] = condition;
    let arn = app
        .sandbox()
        .create_role(role, &trust.to_string(), POLICY)
        .expect("a role");
    let fields = json!({"access": "role", "bucket": "my-company-data", "path_prefix": "incoming/", "aws_role_arn": arn});
    let answer = app.put_connection(tenant, &fields).await;
    let steps = answer.json()["report"]["steps"].clone();
    let mut steps = steps.as_array().expect("steps").iter();
    let step = steps.find(|step| step["id"] == "external_id_enforced");
    (step.expect("the step").clone(), answer.status == 201)
}

#[tokio::test]
async fn refuses_a_condition_that_other_external_ids_satisfy() {
    let app = App::start().await;
    let minted = app.external_id("minted").await;
    for (tenant, id) in [("numbered", "acme-1"), ("digits", "471100")] {
        let path = format!("/tenants/{tenant}/external-id");
        let body = json!({ "external_id": id });
        app.api(Method::PUT, &path, Some(&body)).await.expect(200);
    }
    let near_end = format!("{}*", &minted[..minted.len() / 2]);
    let short = format!("{}*", &minted[..8]);
    for (number, (tenant, operator, value, words)) in [
        (
            "minted",
            "StringEqualsIgnoreCase",
            minted.as_str(),
            OTHER_ID_ACCEPTED,
        ),
        ("minted", "StringLike", short.as_str(), OTHER_ID_ACCEPTED),
        ("minted", "StringLike", near_end.as_str(), OTHER_ID_ACCEPTED),
        ("minted", "StringLike", "s3c-*", OTHER_ID_ACCEPTED),
        ("minted", "StringLike", "*", OTHER_ID_ACCEPTED),
        ("minted", "StringNotEquals", "somebody-else", NO_ID_NEEDED),
        (
            "minted",
            "StringEqualsIfExists",
            minted.as_str(),
            NO_ID_NEEDED,
        ),
        (
            "numbered",
            "StringEqualsIgnoreCase",
            "ACME-1",
            OTHER_ID_ACCEPTED,
        ),
        ("numbered", "StringLike", "acme-*", OTHER_ID_ACCEPTED),
        ("numbered", "StringLike", "acme-?", OTHER_ID_ACCEPTED),
        ("digits", "StringLike", "4711*", OTHER_ID_ACCEPTED),
        ("digits", "StringLike", "47110?", OTHER_ID_ACCEPTED),
    ]
    .into_iter()
    .enumerate()
    {
        let condition = json!({ operator: { "sts:ExternalId": value } });
        let role = format!("open-{number}");
        let (step, saved) = connect(&app, tenant, &role, condition.clone()).await;
        assert!(!saved, "{tenant} {condition}");
        assert_eq!(
            step["cause"], "external_id_not_enforced",
            "{tenant} {condition}: {step}"
        );
        let detail = step["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(words), "{tenant} {condition}: {detail}");
        app.assert_not_connected(tenant).await;
    }
    // An ID of digits has no other case, so ignoring the case is as strict as `StringEquals`.
    let condition = json!({ "StringEqualsIgnoreCase": { "sts:ExternalId": "471100" } });
    let (step, saved) = connect(&app, "digits", "digits", condition).await;
    assert!(saved, "{step}");
    for (tenant, id) in [("minted", minted.as_str()), ("numbered", "acme-1")] {
        let condition = json!({ "StringEquals": { "sts:ExternalId": id } });
        let (step, saved) = connect(&app, tenant, tenant, condition).await;
        assert!(saved && step["status"] == "passed", "{tenant}: {step}");
    }
}

#[tokio::test]
async fn refuses_another_tenants_external_id_in_any_case() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let minted = app.external_id("acme").await;
        let import = |tenant: &'static str, id: String| {
            let body = json!({ "external_id": id });
            let app = &app;
            async move {
                let path = format!("/tenants/{tenant}/external-id");
                app.api(Method::PUT, &path, Some(&body)).await
            }
        };
        import("globex", "Corp-I4711".to_owned()).await.expect(200);
        for (tenant, id) in [
            ("other", minted.to_uppercase()),
            ("other", "corp-i4711".to_owned()),
            ("acme", "CORP-I4711".to_owned()),
        ] {
            let refused = import(tenant, id)
                .await
                .expect_problem(422, "invalid_fields");
            assert_eq!(refused["errors"][0]["code"], "taken", "{refused}");
        }
        import("globex", "CORP-I4711".to_owned()).await.expect(200);
    }
}
