//! A secret access key in a field that is stored and shown in plain text is refused. It is neither repeated nor stored.

use e2e::admin::Admin;
use e2e::app::App;
use e2e::client::FLOW;
use reqwest::Method;
use serde_json::{Value, json};

/// A secret with slashes, as three in four secrets have, and one with letters and digits only.
const SECRETS: [&str; 2] = [
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "m9Q4tXzR2bLk7WnE0sVhY6cPdJ1gUfA8oTqBxC3i",
];

/// Adds all predefined fields and several of the vendor's own to the flow.
async fn add_all_fields(app: &App) {
    let mut connector = app.connector().await.json();
    for (name, field) in [
        ("region", json!({})),
        ("endpoint", json!({})),
        ("kms_key_arn", json!({})),
        ("bucket_owner", json!({})),
        ("team", json!({ "label": "Team" })),
        ("notes", json!({ "type": "multiline" })),
        ("size", json!({ "type": "number" })),
        (
            "pace",
            json!({ "type": "select", "options": [{ "name": "Fast", "value": "fast" }] }),
        ),
        ("pin", json!({ "type": "password" })),
    ] {
        connector["connect_ui_params"][name] = field;
    }
    let path = format!("/flows/{FLOW}/connector");
    app.api(Method::PUT, &path, Some(&connector))
        .await
        .expect(200);
}

/// Returns texts that contain a secret, each with the field that it is for.
fn texts_with_secret(secret: &str) -> Vec<(&'static str, String)> {
    let file = format!(
        "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = {secret}\n"
    );
    vec![
        ("path_prefix", secret.to_owned()),
        ("path_prefix", format!("/{secret}")),
        ("path_prefix", format!("incoming/{secret}/{{tenant}}/")),
        ("path_prefix", format!("{{{secret}}}")),
        ("bucket", secret.to_owned()),
        ("bucket", format!("my-company-data/{secret}")),
        ("bucket", format!("s3://my-company-data/incoming/{secret}")),
        (
            "bucket",
            format!("https://my-company-data.s3.eu-west-1.amazonaws.com/{secret}"),
        ),
        ("region", secret.to_owned()),
        ("endpoint", format!("https://store.example.com/{secret}")),
        ("kms_key_arn", secret.to_owned()),
        ("bucket_owner", secret.to_owned()),
        (
            "aws_role_arn",
            format!("arn:aws:iam::111122223333:role/{secret}"),
        ),
        (
            "aws_role_arn",
            format!("arn:aws:sts::111122223333:assumed-role/{secret}/me"),
        ),
        ("team", secret.to_owned()),
        ("team", format!("our key: {secret}")),
        ("notes", secret.to_owned()),
        ("notes", file),
        ("size", secret.to_owned()),
        ("pace", secret.to_owned()),
    ]
}

#[tokio::test]
async fn refuses_a_secret_in_any_other_field_and_never_repeats_it() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        add_all_fields(&app).await;
        let good = app.sample_fields("full-access").json();
        let token = app.create_session("widget").await;
        // All answers are collected and searched at the end.
        for secret in SECRETS {
            for (field, text) in texts_with_secret(secret) {
                let mut body = good.clone();
                if field == "aws_role_arn" {
                    body = json!({ "access": "role", "bucket": "my-company-data" });
                }
                body[field] = Value::from(text.as_str());
                let answer = app.put_connection("rest", &body).await;
                answer.expect_problem(422, "invalid_fields");
                let errors = answer.field_errors();
                // These fields accept no free text, so they have errors of their own.
                let other_types = ["size", "pace"];
                let is_recognized = errors == [format!("{field}: looks_like_secret")];
                assert!(
                    is_recognized || other_types.contains(&field),
                    "{field} {text}: {errors:?}"
                );
                let form: Vec<(String, String)> = body
                    .as_object()
                    .expect("an object")
                    .iter()
                    .map(|(name, value)| (name.clone(), value.as_str().expect("text").to_owned()))
                    .collect();
                let form: Vec<(&str, &str)> =
                    form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                // The same form again, and with the field repeated.
                let repeated = [&form[..], &[(field, "x")]].concat();
                for action in ["save", "setup", "forward"] {
                    for form in [&form, &repeated] {
                        app.press(&token, action, form).await;
                        app.press_streaming(&token, action, form).await;
                    }
                }
                app.open(&token).await.expect(200);
                let query: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
                if ["bucket", "path_prefix", "kms_key_arn"].contains(&field) {
                    let path = format!("/flows/{FLOW}/tenants/rest/setup?{field}={query}");
                    app.api_get(&path)
                        .await
                        .expect_problem(422, "invalid_fields");
                }
                if field == "path_prefix" {
                    let path = format!("/flows/{FLOW}/tenants/rest/path-preview");
                    let preview = app
                        .api(Method::POST, &path, Some(&json!({ "path_prefix": text })))
                        .await;
                    assert_eq!(
                        preview.expect(200).json()["problems"][0]["code"],
                        "looks_like_secret",
                        "{text}"
                    );
                }
            }
        }
        app.assert_not_connected("rest").await;
        app.assert_not_connected("widget").await;
        app.api_get("/events?limit=200").await.expect(200);
        let answers = String::from_utf8_lossy(&app.received_bytes()).into_owned();
        let stored = String::from_utf8_lossy(&app.database.bytes().await).into_owned();
        for secret in SECRETS {
            for part in [secret, &secret[..20], &secret[20..]] {
                assert!(!stored.contains(part), "the secret is in the database");
                let at = answers.find(part);
                let context = at.map(|at| &answers[at.saturating_sub(300)..at]);
                assert_eq!(context, None, "the secret is in an answer");
            }
        }
    }
}

#[tokio::test]
async fn accepts_values_that_only_resemble_a_secret() {
    let app = App::start().await;
    add_all_fields(&app).await;
    let sample = app.sample_fields("full-access");
    for (field, text) in [
        ("path_prefix", "Exports/2024/CustomerData/Prod/Incoming1"),
        ("path_prefix", "da39a3ee5e6b4b0d3255bfef95601890afd80709/"),
        ("path_prefix", "in/550e8400-e29b-41d4-a716-446655440000/"),
        ("team", "Sales/Marketing/Operations/Finance/Legal"),
        ("notes", "one\ntwo\n"),
        // A field of type password is stored encrypted.
        ("pin", "m9Q4tXzR2bLk7WnE0sVhY6cPdJ1gUfA8oTqBxC3i"),
    ] {
        let mut body = sample.json();
        body[field] = Value::from(text);
        let answer = app.put_connection("acme", &body).await;
        assert!(
            matches!(answer.status, 200 | 201),
            "{text}: {}",
            answer.text
        );
    }
}

#[tokio::test]
async fn refuses_a_secret_in_the_vendors_settings() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let path = format!("/flows/{FLOW}/connector");
    let before = app.connector().await.json();
    for secret in SECRETS {
        for (name, field, place) in [
            ("x", json!({ "label": secret }), "x.label"),
            (
                "x",
                json!({ "description": format!("Use {secret}") }),
                "x.description",
            ),
            ("x", json!({ "default": secret }), "x.default"),
            (
                "x",
                json!({ "type": "multiline", "default": format!("\n{secret}\n") }),
                "x.default",
            ),
            (
                "path_prefix",
                json!({ "default": format!("in/{secret}") }),
                "path_prefix.default",
            ),
            (
                "bucket",
                json!({ "default": format!("data/{secret}") }),
                "bucket.default",
            ),
            (
                "x",
                json!({ "type": "select", "options": [{ "name": secret, "value": "a" }] }),
                "x.options.0.name",
            ),
            (
                "x",
                json!({ "type": "select", "options": [{ "name": "a", "value": secret }] }),
                "x.options.0.value",
            ),
        ] {
            let mut connector = before.clone();
            connector["connect_ui_params"][name] = field;
            let answer = app.api(Method::PUT, &path, Some(&connector)).await;
            answer.expect_problem(422, "invalid_fields");
            assert_eq!(
                answer.field_errors(),
                [format!("connect_ui_params.{place}: looks_like_secret")],
                "{}",
                answer.text
            );
            assert!(!answer.text.contains(&secret[..20]), "{}", answer.text);
        }
        let page = admin.post("/admin/dev/keys", &[("name", secret)]).await;
        page.expect_page(422, "looks like a secret access key");
        let typed = format!("https://a.example\n{secret}");
        let page = admin
            .post("/admin/dev/settings/origins", &[("origins", &typed)])
            .await;
        page.expect_page(422, "something like a secret access key");
    }
    assert_eq!(app.connector().await.json(), before);
}
