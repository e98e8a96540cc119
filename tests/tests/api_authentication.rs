//! Requests without a valid API key, with invalid ids, to unknown paths or with unsupported methods get a problem document
//! that says so.

use e2e::app::App;
use e2e::client::{API_KEY, FLOW, connection_path};
use reqwest::Method;
use serde_json::json;

fn routes() -> Vec<(Method, String)> {
    vec![
        (Method::POST, "/connect-sessions".to_owned()),
        (Method::GET, format!("/flows/{FLOW}/connector")),
        (Method::PUT, format!("/flows/{FLOW}/connector")),
        (Method::GET, "/events".to_owned()),
        (Method::GET, "/flows".to_owned()),
        (Method::DELETE, format!("/flows/{FLOW}")),
        (Method::DELETE, "/environments/dev".to_owned()),
        (Method::GET, "/tenants".to_owned()),
        (Method::GET, "/tenants/acme".to_owned()),
        (Method::DELETE, "/tenants/acme".to_owned()),
        (Method::GET, "/connections".to_owned()),
        (Method::GET, "/tenants/acme/external-id".to_owned()),
        (Method::GET, connection_path("acme")),
        (Method::PUT, "/tenants/acme/external-id".to_owned()),
        (Method::POST, "/tenants/acme/external-id/rotate".to_owned()),
        (
            Method::POST,
            "/tenants/acme/external-id/rotate/cancel".to_owned(),
        ),
        (Method::PUT, connection_path("acme")),
        (Method::DELETE, connection_path("acme")),
        (Method::POST, format!("{}/check", connection_path("acme"))),
        (
            Method::POST,
            format!("/flows/{FLOW}/tenants/acme/path-preview"),
        ),
    ]
}

#[tokio::test]
async fn requires_the_api_key_before_reading_the_body() {
    let app = App::start().await;
    let wrong = format!("Bearer {API_KEY}x");
    let upper_case = API_KEY.to_uppercase();
    let headers = [
        "",
        "Bearer",
        "Bearer ",
        "Basic dGVzdDp0ZXN0",
        "garbage",
        &wrong,
        &upper_case,
        &format!("Bearer {upper_case}"),
        "Bearer a b c",
        "Bearer é",
        API_KEY,
    ];
    for (method, path) in routes() {
        for body in ["", "{", "not json"] {
            let bare = app.request(method.clone(), &format!("/v1{path}"));
            app.send(bare.body(body))
                .await
                .expect_problem(401, "unauthorized");
        }
        for header in headers {
            let request = app
                .request(method.clone(), &format!("/v1{path}"))
                .header("authorization", header.as_bytes());
            app.send(request.json(&json!({})))
                .await
                .expect_problem(401, "unauthorized");
        }
        let long = app
            .request(method.clone(), &format!("/v1{path}"))
            .header("authorization", format!("Bearer {}", "x".repeat(10_000)));
        app.send(long).await.expect_problem(401, "unauthorized");
    }
    // The scheme's case does not matter.
    let path = format!("/v1/flows/{FLOW}/connector");
    app.send(
        app.request(Method::GET, &path)
            .header("authorization", format!("bearer {API_KEY}")),
    )
    .await
    .expect(200);
}

#[tokio::test]
async fn does_not_accept_connect_tokens_as_api_keys_or_the_reverse() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    for (method, path) in routes() {
        let request = app
            .request(method, &format!("/v1{path}"))
            .bearer_auth(&token);
        app.send(request.json(&json!({})))
            .await
            .expect_problem(401, "unauthorized");
    }
    app.open(API_KEY)
        .await
        .expect_page(404, "This link doesn’t work");
}

#[tokio::test]
async fn refuses_invalid_ids() {
    let app = App::start().await;
    for bad in [
        "a%20b",
        "..%2fb",
        "%00",
        "%c3%bc",
        "-a",
        "%2e%2e",
        &"x".repeat(129),
        &"x".repeat(7_000),
    ] {
        for path in [
            format!("/flows/{bad}/connector"),
            format!("/flows/{bad}/tenants/acme/connection"),
            format!("/flows/{FLOW}/tenants/{bad}/connection"),
            format!("/tenants/{bad}/external-id"),
        ] {
            let answer = app.api_get(&path).await;
            // The client itself resolves dot segments, so another path reaches the server.
            if bad.contains("%2e") {
                assert!(
                    (400..500).contains(&answer.status),
                    "{path}: {}",
                    answer.text
                );
            } else {
                let problem = answer.expect_problem(400, "bad_id");
                assert_eq!(
                    problem["errors"].as_array().map(Vec::len),
                    Some(1),
                    "{path}: {problem}"
                );
            }
        }
    }
    for path in ["/flows/%ff/connector", "/tenants/%ff%fe/external-id"] {
        app.api_get(path).await.expect_problem(400, "bad_path");
    }
    app.api_get("/flows/lost/connector")
        .await
        .expect_problem(404, "unknown_flow");
    app.api_get("/flows/lost/tenants/acme/connection")
        .await
        .expect_problem(404, "unknown_flow");
    app.check_connection("never_seen")
        .await
        .expect_problem(404, "no_connection");
}

#[tokio::test]
async fn refuses_unknown_paths_and_methods() {
    let app = App::start().await;
    for path in [
        "/nothing",
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/connect/x",
        "/admin/dev/nothing",
        "/.env",
        "/..%2f..%2fetc%2fpasswd",
        "/v1/flow",
        "/%ff",
    ] {
        app.get(path).await.expect_problem(404, "not_found");
        app.send(app.request(Method::POST, path).body("x"))
            .await
            .expect_problem(404, "not_found");
    }
    for (method, path) in [
        (Method::DELETE, "/connect"),
        (Method::PUT, "/connect"),
        (Method::POST, "/admin"),
        (Method::GET, "/admin/sign-in"),
        (Method::GET, "/v1/connect-sessions"),
        (Method::PATCH, "/v1/flows/demo/connector"),
        (Method::DELETE, "/v1/tenants/acme/external-id"),
        (Method::POST, "/v1/tenants"),
        (Method::DELETE, "/v1/connections"),
        (Method::GET, "/v1/flows/demo"),
        (Method::GET, "/v1/environments/dev"),
        (Method::OPTIONS, "/v1/connect-sessions"),
        (Method::TRACE, "/connect"),
        (Method::POST, "/healthz"),
    ] {
        let answer = app
            .send(app.request(method.clone(), path).bearer_auth(API_KEY))
            .await;
        answer.expect_problem(405, "method_not_allowed");
        assert!(!answer.header("allow").is_empty(), "{method} {path}");
    }
    let files = app.get("/pkg/nothing.js").await;
    assert_eq!(files.status, 404);
    assert_eq!(app.get("/pkg/..%2f..%2fs3-connect.db").await.status, 404);
    assert_eq!(app.get("/healthz").await.expect(200).text, "ok\n");
    assert_eq!(app.get("/readyz").await.expect(200).text, "ready\n");
}
