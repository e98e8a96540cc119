//! Whatever comes in, JSON, form or link, the answer is a refusal with its own code and words: never a server
//! error, never silence.

use e2e::answer::Answer;
use e2e::app::App;
use e2e::client::{FLOW, of};
use reqwest::Method;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use time::{Duration, OffsetDateTime};

#[tokio::test]
async fn bodies_that_are_no_json_of_the_right_shape() {
    let app = App::start().await;
    let connector = format!("/flows/{FLOW}/connector");
    let preview = format!("/flows/{FLOW}/tenants/acme/path-preview");
    let session = "/connect-sessions".to_owned();
    for (method, path) in [
        (Method::PUT, of("acme")),
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
            let shown = String::from_utf8_lossy(&body[..body.len().min(40)]);
            if code.is_empty() {
                assert!(
                    (400..500).contains(&answer.status),
                    "{path} {shown}: {}",
                    answer.text
                );
            } else {
                assert_eq!(
                    (answer.status, answer.json()["code"].as_str()),
                    (status, Some(code)),
                    "{path} {shown}: {}",
                    answer.text
                );
                answer.problem(status, code);
            }
        }
        let other = app
            .api_request(method, &path)
            .header("content-type", "text/plain")
            .body("{}");
        app.send(other).await.problem(415, "not_json");
    }
}

#[tokio::test]
async fn what_a_link_cannot_be() {
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
        let answer = app.open_session(&body).await;
        answer.problem(422, "invalid_fields");
        assert_eq!(answer.errors(), [error], "{change:.60}: {}", answer.text);
    }
    app.open_session(&json!({ "tenant": "acme", "flow": "lost" }))
        .await
        .problem(404, "unknown_flow");
}

#[tokio::test]
async fn links_that_are_over_or_were_never_given_out() {
    let offset = Arc::new(AtomicI64::new(0));
    let seen = Arc::clone(&offset);
    let clock = service::Clock::new(move || {
        OffsetDateTime::now_utc() + Duration::seconds(seen.load(Ordering::Relaxed))
    });
    let app = App::setup().with_clock(clock).start().await;
    let token = app.create_session("acme").await;
    app.open(&token).await.page(200, "Connect your S3 bucket");
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
        app.open(wrong).await.page(404, "This link does not work");
    }
    for path in ["/connect", "/connect?token=", "/connect?other=1"] {
        app.get(path).await.page(400, "Open the link again");
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
            .page(404, "This link does not work");
        app.press_in_pieces(&forged, action, &[])
            .await
            .page(404, "This link does not work");
    }
    app.send(app.form("/connect", &[("action", "save")]))
        .await
        .page(400, "Open the link again");
    offset.store(3_599, Ordering::Relaxed);
    app.open(&token).await.page(200, "Connect your S3 bucket");
    offset.store(3_601, Ordering::Relaxed);
    app.open(&token).await.page(410, "This link has expired");
    app.press(&token, "save", &app.sample("full-access").form())
        .await
        .page(410, "This link has expired");
    app.press_in_pieces(&token, "disconnect-now", &[])
        .await
        .page(410, "This link has expired");
    app.no_connection("acme").await;
}

#[tokio::test]
async fn forms_of_any_bytes() {
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
        answer.page(422, "need");
    }
    raw([begun.as_bytes(), b"bucket=\xff\x00\xfe"].concat())
        .await
        .page(422, "need");
    raw(format!("{begun}bucket={}", "x".repeat(200_000)).into_bytes())
        .await
        .page(413, "too much text");
    raw(Vec::new()).await.page(400, "Open the link again");
    // What was typed is text on the page, whatever it is.
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
async fn a_field_that_is_missing_or_of_another_type_is_named() {
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
        let answer = app.open_session(&body).await;
        answer.problem(422, "invalid_fields");
        assert_eq!(answer.errors(), [error]);
        assert_eq!(answer.json()["errors"][0]["detail"], detail);
    }
}
