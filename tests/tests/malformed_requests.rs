//! Malformed JSON, forms and links are refused with a code and a message of their own, and never cause a server error.

use e2e::answer::Answer;
use e2e::app::App;
use e2e::client::{FLOW, connection_path};
use e2e::html::input_value;
use reqwest::Method;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use time::{Duration, OffsetDateTime};

#[tokio::test]
async fn refuses_bodies_that_are_not_json_of_the_right_shape() {
    let app = App::start().await;
    let connector = format!("/flows/{FLOW}/connector");
    let preview = format!("/flows/{FLOW}/tenants/acme/path-preview");
    let session = "/connect-sessions".to_owned();
    for (method, path) in [
        (Method::PUT, connection_path("acme")),
        (Method::PUT, connector),
        (Method::POST, preview),
        (Method::POST, session),
    ] {
        let huge = format!("{{\"bucket\": \"{}\"}}", "x".repeat(200_000));
        let deep = "[".repeat(100_000);
        for (body, status, code) in [
            (&b"{"[..], 400, "bad_json"),
            (b"{} {}", 400, ""),
            (b"not json", 400, "bad_json"),
            (b"\xff\xfe{}", 400, "bad_utf8"),
            (b"{\"a\": \"\xc3\x28\"}", 400, "bad_utf8"),
            (b"\0", 400, "bad_json"),
            (b"[]", 422, "invalid_fields"),
            (b"\"text\"", 422, "invalid_fields"),
            (b"{\"no_such_field\": 1}", 422, "invalid_fields"),
            (huge.as_bytes(), 413, "body_too_large"),
            (deep.as_bytes(), 400, ""),
        ] {
            let request = app
                .api_request(method.clone(), &path)
                .header("content-type", "application/json")
                .body(body.to_vec());
            let answer = app.send(request).await;
            let excerpt = String::from_utf8_lossy(&body[..body.len().min(40)]);
            if code.is_empty() {
                assert!(
                    (400..500).contains(&answer.status),
                    "{path} {excerpt}: {}",
                    answer.text
                );
            } else {
                assert_eq!(
                    (answer.status, answer.json()["code"].as_str()),
                    (status, Some(code)),
                    "{path} {excerpt}: {}",
                    answer.text
                );
                answer.expect_problem(status, code);
            }
        }
        let other = app
            .api_request(method, &path)
            .header("content-type", "text/plain")
            .body("{}");
        app.send(other).await.expect_problem(415, "not_json");
    }
}

#[tokio::test]
async fn refuses_links_with_invalid_fields() {
    let app = App::start().await;
    for (change, error) in [
        (json!({ "tenant": "" }), "tenant: bad_value"),
        (json!({ "tenant": "a/b" }), "tenant: bad_value"),
        (json!({ "tenant": 7 }), "tenant: bad_value"),
        (json!({ "tenant": "x".repeat(10_000) }), "tenant: bad_value"),
        (json!({ "flow": "a b" }), "flow: bad_value"),
        (
            json!({ "origin": "https://a.com; script-src *" }),
            "origin: bad_origin",
        ),
        (
            json!({ "origin": "https://a.com/path" }),
            "origin: bad_origin",
        ),
        (json!({ "ttl_seconds": 1 }), "ttl_seconds: bad_ttl"),
        (json!({ "ttl_seconds": i64::MAX }), "ttl_seconds: bad_ttl"),
        (json!({ "ttl_seconds": "60" }), "ttl_seconds: bad_value"),
        (json!({ "locale": "en\r\nx: y" }), "locale: bad_locale"),
        (json!({ "colour": "red" }), "colour: bad_value"),
    ] {
        let mut body = json!({ "tenant": "acme", "flow": FLOW });
        body.as_object_mut()
            .expect("an object")
            .extend(change.as_object().cloned().unwrap_or_default());
        let answer = app.post_session(&body).await;
        answer.expect_problem(422, "invalid_fields");
        assert_eq!(
            answer.field_errors(),
            [error],
            "{change:.60}: {}",
            answer.text
        );
    }
    app.post_session(&json!({ "tenant": "acme", "flow": "lost" }))
        .await
        .expect_problem(404, "unknown_flow");
}

#[tokio::test]
async fn refuses_expired_and_unknown_links() {
    let offset = Arc::new(AtomicI64::new(0));
    let clock_offset = Arc::clone(&offset);
    let clock = service::Clock::new(move || {
        OffsetDateTime::now_utc() + Duration::seconds(clock_offset.load(Ordering::Relaxed))
    });
    let app = App::builder().with_clock(clock).start().await;
    let token = app.create_session("acme").await;
    app.open(&token)
        .await
        .expect_page(200, "Connect your S3 bucket");
    let mut forged = token.clone();
    forged.replace_range(..1, if token.starts_with('A') { "B" } else { "A" });
    for wrong in [
        forged.as_str(),
        "x",
        "%00",
        "%ff%fe",
        "..%2f..",
        &"x".repeat(7_000),
    ] {
        app.open(wrong)
            .await
            .expect_page(404, "This link doesn’t work");
    }
    for path in ["/connect", "/connect?token=", "/connect?other=1"] {
        app.get(path).await.expect_page(400, "Open the link again");
    }
    for action in [
        "save",
        "check",
        "change",
        "disconnect",
        "disconnect-now",
        "open",
    ] {
        app.press(&forged, action, &[])
            .await
            .expect_page(404, "This link doesn’t work");
        app.press_streaming(&forged, action, &[])
            .await
            .expect_page(404, "This link doesn’t work");
    }
    app.send(app.form("/connect", &[("action", "save")]))
        .await
        .expect_page(400, "Open the link again");
    // A link lives for an hour.
    offset.store(3_599, Ordering::Relaxed);
    app.open(&token)
        .await
        .expect_page(200, "Connect your S3 bucket");
    offset.store(3_601, Ordering::Relaxed);
    app.open(&token)
        .await
        .expect_page(410, "This link has expired");
    app.press(&token, "save", &app.sample_fields("full-access").form())
        .await
        .expect_page(410, "This link has expired");
    app.press_streaming(&token, "disconnect-now", &[])
        .await
        .expect_page(410, "This link has expired");
    app.assert_not_connected("acme").await;
}

#[tokio::test]
async fn accepts_forms_of_any_bytes_as_text() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    let raw = async |body: Vec<u8>| {
        let request = app
            .request(Method::POST, "/connect")
            .header("content-type", "application/x-www-form-urlencoded");
        app.send(request.body(body)).await
    };
    let begun = format!("token={token}&action=save&");
    for rest in [
        "bucket=%00",
        "bucket=%ff%fe",
        "bucket=%zz&&&==",
        "bucket=a&bucket=b",
        "access=%F0%9F%92%A9",
        "=x",
        &format!("bucket={}", "x".repeat(10_000)),
    ] {
        let answer: Answer = raw(format!("{begun}{rest}").into_bytes()).await;
        answer.expect_page(422, "need");
    }
    raw([begun.as_bytes(), b"bucket=\xff\x00\xfe"].concat())
        .await
        .expect_page(422, "need");
    raw(format!("{begun}bucket={}", "x".repeat(200_000)).into_bytes())
        .await
        .expect_page(413, "too much text");
    raw(Vec::new())
        .await
        .expect_page(400, "Open the link again");
    // The page shows what was typed as text, even if it looks like HTML.
    let page = app
        .press(
            &token,
            "save",
            &[("bucket", "\"><script>alert(1)</script>")],
        )
        .await
        .expect(422);
    assert!(!page.text.contains("<script>alert"), "{}", page.text);
}

#[tokio::test]
async fn names_missing_fields_and_fields_of_the_wrong_type() {
    let app = App::start().await;
    for (body, error, detail) in [
        (
            json!({ "tenant": "acme" }),
            "flow: required",
            "This is needed.",
        ),
        (
            json!({ "tenant": "acme", "flow": "demo", "ttl_seconds": "60" }),
            "ttl_seconds: bad_value",
            "Expected a whole number.",
        ),
    ] {
        let answer = app.post_session(&body).await;
        answer.expect_problem(422, "invalid_fields");
        assert_eq!(answer.field_errors(), [error]);
        assert_eq!(answer.json()["errors"][0]["detail"], detail);
    }
}

/// A page that was open during an update sends an action that no longer exists. Its script then posts the form once more,
/// without any action.
#[tokio::test]
async fn keeps_what_was_typed_for_an_action_that_does_not_exist() {
    let app = App::start().await;
    let fields = app.sample_fields("full-access");
    let token = app.create_session("acme").await;
    let assert_kept = async |action: &str, title: &str| {
        for page in [
            app.press(&token, action, &fields.form()).await,
            app.press_streaming(&token, action, &fields.form()).await,
        ] {
            let page = page.expect_page(400, "This page was updated");
            assert!(
                page.visible_text().contains(title),
                "{title}: {}",
                page.text
            );
            let typed = [
                "bucket",
                "path_prefix",
                "aws_access_key_id",
                "aws_secret_access_key",
            ];
            let values = typed.map(|name| input_value(&page.text, name).unwrap_or_default());
            let expected = [&fields.bucket, &fields.path_prefix, &fields.key_id, ""];
            assert_eq!(values, expected, "{action}");
        }
    };
    for action in ["hand-off", ""] {
        assert_kept(action, "Connect your S3 bucket").await;
        app.press(&token, action, &[])
            .await
            .expect_page(200, "Connect your S3 bucket");
    }
    app.assert_not_connected("acme").await;

    app.put_connection("acme", &fields.json()).await.expect(201);
    for action in ["hand-off", ""] {
        assert_kept(action, "Change the connection").await;
        app.press(&token, action, &[])
            .await
            .expect_page(200, "Connected");
    }
}
