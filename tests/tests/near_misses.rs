//! A role that asks for an external ID in a way that lets others in as well is refused, in words that say why.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::app::App;
use e2e::html::text_of;
use reqwest::Method;
use serde_json::{Value, json};

const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::my-company-data"},
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::my-company-data/*"}]}"#;

const BARE: &str = "can be assumed without your external ID";
const LIKE: &str = "which is not your external ID";

/// Puts `condition` in place of the one on the page, and connects the role. The report's step, and whether it passed.
async fn connect(app: &App, tenant: &str, role: &str, condition: Value) -> (Value, bool) {
    let token = app.create_session(tenant).await;
    let page = app.press(&token, "change", &[]).await;
    let printed = text_of(&page.text, "trust-policy").expect("a trust policy");
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
async fn a_condition_that_lets_others_in_is_refused() {
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
        ("minted", "StringEqualsIgnoreCase", minted.as_str(), LIKE),
        ("minted", "StringLike", short.as_str(), LIKE),
        ("minted", "StringLike", near_end.as_str(), LIKE),
        ("minted", "StringLike", "s3c-*", LIKE),
        ("minted", "StringLike", "*", LIKE),
        ("minted", "StringNotEquals", "somebody-else", BARE),
        ("minted", "StringEqualsIfExists", minted.as_str(), BARE),
        ("numbered", "StringEqualsIgnoreCase", "ACME-1", LIKE),
        ("numbered", "StringLike", "acme-*", LIKE),
        ("numbered", "StringLike", "acme-?", LIKE),
        ("digits", "StringLike", "4711*", LIKE),
        ("digits", "StringLike", "47110?", LIKE),
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
        app.no_connection(tenant).await;
    }
    // No case tells one number from another, so this one is as good as StringEquals.
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
async fn another_case_of_a_tenants_id_is_not_to_be_had() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
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
            let refused = import(tenant, id).await.problem(422, "invalid_fields");
            assert_eq!(refused["errors"][0]["code"], "taken", "{refused}");
        }
        import("globex", "CORP-I4711".to_owned()).await.expect(200);
    }
}
