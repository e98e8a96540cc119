//! Connector settings over REST: the direction, the fields in their order, and versions.

use e2e::answer::Answer;
use e2e::app::App;
use e2e::client::FLOW;
use e2e::html::input_names;
use reqwest::Method;
use serde_json::{Value, json};

fn path() -> String {
    format!("/flows/{FLOW}/connector")
}

async fn put_if_match(app: &App, tag: &str, body: &Value) -> Answer {
    app.send(
        app.api_request(Method::PUT, &path())
            .header("if-match", tag)
            .json(body),
    )
    .await
}

#[tokio::test]
async fn refuses_a_change_that_is_based_on_an_old_version() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let first = app.connector().await.expect(200);
        let mut settings = first.json();
        assert_eq!(
            (
                first.header("etag"),
                &settings["version"],
                &settings["direction"]
            ),
            ("\"1\"", &json!(1), &json!("both"))
        );

        settings["direction"] = json!("read");
        let second = put_if_match(&app, first.header("etag"), &settings)
            .await
            .expect(200);
        assert_eq!(
            (second.header("etag"), &second.json()["version"]),
            ("\"2\"", &json!(2))
        );
        settings["direction"] = json!("write");
        for tag in [first.header("etag"), "\"7\"", "\"x\"", "1x", "W/\"1\""] {
            put_if_match(&app, tag, &settings)
                .await
                .expect_problem(412, "version_conflict");
        }
        // Without an `If-Match` header, the version in the body counts. With one, the header does.
        app.api(Method::PUT, &path(), Some(&settings))
            .await
            .expect_problem(412, "version_conflict");
        assert_eq!(
            app.connector().await.json(),
            second.json(),
            "a refused change was stored"
        );
        put_if_match(&app, "\"2\"", &settings).await.expect(200);
        settings
            .as_object_mut()
            .expect("an object")
            .remove("version");
        // Settings that are saved already make no new version.
        for tag in ["\"3\"", "*"] {
            let same = put_if_match(&app, tag, &settings).await.expect(200);
            assert_eq!(same.header("etag"), "\"3\"");
        }
        put_if_match(&app, "\"2\"", &settings)
            .await
            .expect_problem(412, "version_conflict");
        settings["version"] = json!(2);
        put_if_match(&app, "*", &settings).await.expect(200);
        settings
            .as_object_mut()
            .expect("an object")
            .remove("version");
        settings["direction"] = json!("both");
        let last = app
            .api(Method::PUT, &path(), Some(&settings))
            .await
            .expect(200);
        assert_eq!(last.header("etag"), "\"4\"");
    }
}

#[tokio::test]
async fn accepts_only_one_of_several_simultaneous_changes() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let mut settings = app.connector().await.json();
        settings["direction"] = json!("read");
        let writes = (0..8).map(|_| put_if_match(&app, "\"1\"", &settings));
        let mut statuses: Vec<u16> = futures::future::join_all(writes)
            .await
            .iter()
            .map(|answer| answer.status)
            .collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    }
}

#[tokio::test]
async fn shows_fields_in_the_order_of_the_settings() {
    let app = App::start().await;
    let settings = json!({ "direction": "read", "connect_ui_params": {
        "aws_secret_access_key": { "label": "Geheim", "type": "password", "required": true },
        "aws_access_key_id": { "label": "Schlüssel", "required": true },
        "team": { "label": "Team", "type": "text", "required": true },
        "path_prefix": { "label": "Ordner" },
        "bucket": { "label": "Eimer", "required": true },
    } });
    app.api(Method::PUT, "/flows/another/connector", Some(&settings))
        .await
        .expect(200);
    let stored = app
        .api_get("/flows/another/connector")
        .await
        .expect(200)
        .json();
    let names = |params: &Value| {
        params
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(&stored["connect_ui_params"]),
        names(&settings["connect_ui_params"])
    );
    let session = app
        .post_session(&json!({ "tenant": "acme", "flow": "another" }))
        .await
        .expect(201)
        .json();
    let page = app
        .open(session["token"].as_str().expect("a token"))
        .await
        .expect_page(200, "Geheim");
    assert_eq!(
        input_names(&page.text)
            .into_iter()
            .filter(|name| !name.contains('.'))
            .collect::<Vec<_>>(),
        [
            "token",
            "aws_secret_access_key",
            "aws_access_key_id",
            "team",
            "path_prefix",
            "bucket"
        ]
    );
    assert!(
        !page.visible_text().contains("External ID"),
        "the page offers a role"
    );
}

#[tokio::test]
async fn refuses_invalid_settings_and_keeps_the_old_ones() {
    let app = App::start().await;
    let before = app.connector().await.json();
    let bucket = json!({ "label": "Bucket", "required": true });
    let field = json!({ "label": "x", "required": true });
    for (params, code) in [
        (json!({ "bucket": bucket }), 422),
        (json!({ "bucket": bucket, "aws_access_key_id": field }), 422),
        (
            json!({ "bucket": bucket, "aws_secret_access_key": field }),
            422,
        ),
        (json!({ "bucket": bucket, "aws_role_arn": field }), 422),
        (
            json!({ "aws_access_key_id": field, "aws_secret_access_key": field }),
            422,
        ),
        (json!({}), 422),
        (json!([]), 422),
        (json!("x"), 422),
        (json!(null), 422),
    ] {
        let answer = app
            .api(
                Method::PUT,
                &path(),
                Some(&json!({ "direction": "read", "connect_ui_params": params })),
            )
            .await;
        let problem = answer.expect_problem(code, "invalid_fields");
        assert!(!answer.field_errors().is_empty(), "{params}: {problem}");
    }
    for direction in [json!("sideways"), json!(1), json!(null)] {
        let body =
            json!({ "direction": direction, "connect_ui_params": before["connect_ui_params"] });
        app.api(Method::PUT, &path(), Some(&body))
            .await
            .expect_problem(422, "invalid_fields");
    }
    assert_eq!(app.connector().await.json(), before);
}
