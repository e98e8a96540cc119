//! Paths and queries that do not exist or are malformed get a client error, never a server error.

use e2e::admin::Admin;
use e2e::app::App;
use reqwest::Method;

#[tokio::test]
async fn answers_browsers_with_a_page_in_their_language() {
    let app = App::start().await;
    let browse = async |path: &str, accept: &str| {
        let request = app
            .request(Method::GET, path)
            .header("accept", accept)
            .header("accept-language", "de");
        app.send(request).await
    };
    let html = "text/html,application/xhtml+xml,*/*;q=0.8";
    for path in ["/nowhere", "/connect/more", "/logo/dev/0123456789abcdef"] {
        let page = browse(path, html).await;
        let page = page.expect_page(404, "Seite nicht gefunden");
        assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        let policy = page.header("content-security-policy");
        assert!(policy.contains("script-src 'none'"), "{policy}");
        // Programs get a problem document.
        for accept in ["*/*", "application/json", "image/avif,image/*"] {
            browse(path, accept).await.expect_problem(404, "not_found");
        }
    }
    // The API answers everybody with JSON, and the admin pages have an English page of their own.
    browse("/v1/nowhere", html)
        .await
        .expect_problem(404, "not_found");
    browse("/admin/dev/no/such/page", html)
        .await
        .expect_page(404, "Page not found");
}

#[tokio::test]
async fn answers_404_for_impossible_file_names() {
    let app = App::start().await;
    for name in [
        &"x".repeat(255),
        &"x".repeat(256),
        &"x".repeat(4_096),
        &"x".repeat(30_000),
        &"x/".repeat(15_000),
        &"%C3%A9".repeat(200),
        "%00",
        "a%00b",
        "%2f",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "..%5c..%5c",
        "%ff",
        "s3-connect.css/x",
        "?x",
        "",
    ] {
        for method in [Method::GET, Method::HEAD] {
            let answer = app.send(app.request(method, &format!("/pkg/{name}"))).await;
            assert_eq!(answer.status, 404, "{name:.40}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn never_answers_a_malformed_address_with_a_server_error() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        app.create_session("acme").await;
        let long = "x".repeat(60_000);
        for malformed in [
            "%00",
            "a%00b",
            "%ff",
            "%2f",
            "..%2f",
            "%F0%9F%92%A9",
            "-1",
            "9223372036854775808",
            &long,
        ] {
            for path in [
                format!("/logo/{malformed}/x"),
                format!("/logo/dev/{malformed}"),
                format!("/messages/{malformed}"),
                format!("/messages/{malformed}.json"),
                format!("/connect/{malformed}"),
                format!("/connect?token={malformed}"),
                format!("/{malformed}"),
                format!("/v1/{malformed}"),
                format!("/v1/flows/{malformed}/connector"),
                format!("/v1/flows/demo/tenants/{malformed}/connection"),
                format!("/v1/flows/demo/tenants/acme/setup?bucket={malformed}"),
                format!("/v1/flows/demo/tenants/acme/setup?path_prefix={malformed}"),
                format!("/v1/flows/demo/tenants/acme/setup?kms_key_arn={malformed}"),
                format!("/v1/tenants/{malformed}/external-id"),
                format!("/v1/events?tenant={malformed}"),
                format!("/v1/events?cursor={malformed}"),
                format!("/v1/tenants/{malformed}"),
                format!("/v1/tenants?prefix={malformed}"),
                format!("/v1/tenants?cursor={malformed}"),
                format!("/v1/connections?flow={malformed}"),
                format!("/v1/connections?cursor={malformed}"),
                format!("/v1/connections?cursor=acme~{malformed}"),
                format!("/v1/flows?cursor={malformed}"),
                format!("/v1/events?limit={malformed}"),
                format!("/admin/{malformed}/flows"),
                format!("/admin/dev/flows/{malformed}"),
                format!("/admin/dev/flows/demo/history?before={malformed}"),
                format!("/admin/dev/flows/demo/history/{malformed}"),
                format!("/admin/dev/flows/demo/preview?version={malformed}"),
                format!("/admin/dev/tenants?q={malformed}"),
                format!("/admin/dev/tenants?after={malformed}"),
                format!("/admin/dev/tenants?order=name&after={malformed}"),
                format!("/admin/dev/tenants?by=bucket&q={malformed}"),
                format!("/admin/dev/tenants?flow={malformed}"),
                format!("/admin/dev/tenants/{malformed}"),
                format!("/admin/dev/tenants/acme/flows/{malformed}"),
                format!("/admin/dev/keys/{malformed}/revoke"),
                format!("/admin/dev/links?tenant={malformed}"),
                format!("/admin/dev/log?tenant={malformed}"),
                format!("/admin/dev/log?before={malformed}"),
                format!("/admin/dev/log?kind={malformed}"),
            ] {
                let request = app.request(Method::GET, &path);
                let request = request
                    .bearer_auth(&app.api_key)
                    .header("cookie", &admin.cookie);
                let answer = app.send(request).await;
                assert!(
                    answer.status < 500,
                    "{path:.80}: {} {:.300}",
                    answer.status,
                    answer.text
                );
            }
        }
        for value in ["\0", "a\0b", "%00"] {
            for (path, field) in [
                ("/admin/environments", "environment"),
                ("/admin/dev/flows", "flow"),
                ("/admin/dev/keys", "name"),
                ("/admin/dev/links", "tenant"),
                ("/admin/dev/settings/origins", "origins"),
                ("/admin/dev/settings/template", "template_url"),
                ("/admin/dev/flows/demo", "json"),
            ] {
                let answer = admin.post(path, &[(field, value)]).await;
                assert!(
                    answer.status < 500,
                    "{path}: {} {:.300}",
                    answer.status,
                    answer.text
                );
            }
            let fields = [("key", value), ("name", value), ("next", value)];
            app.send(app.form("/admin/sign-in", &fields))
                .await
                .expect(401);
        }
    }
}
