//! Addresses that nobody was given lead nowhere. None of them is a fault of the server's.

use e2e::admin::Admin;
use e2e::app::App;
use reqwest::Method;

#[tokio::test]
async fn a_name_that_no_file_can_have_is_not_found() {
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
async fn whatever_stands_in_an_address_is_no_fault_of_ours() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let admin = Admin::sign_in(&app).await;
        app.create_session("acme").await;
        let long = "x".repeat(60_000);
        for odd in [
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
                format!("/logo/{odd}/x"),
                format!("/logo/dev/{odd}"),
                format!("/words/{odd}"),
                format!("/words/{odd}.json"),
                format!("/connect/{odd}"),
                format!("/connect?token={odd}"),
                format!("/{odd}"),
                format!("/v1/{odd}"),
                format!("/v1/flows/{odd}/connector"),
                format!("/v1/flows/demo/tenants/{odd}/connection"),
                format!("/v1/flows/demo/tenants/acme/setup?bucket={odd}"),
                format!("/v1/flows/demo/tenants/acme/setup?path_prefix={odd}"),
                format!("/v1/flows/demo/tenants/acme/setup?kms_key_arn={odd}"),
                format!("/v1/tenants/{odd}/external-id"),
                format!("/v1/events?tenant={odd}"),
                format!("/v1/events?before={odd}"),
                format!("/v1/events?limit={odd}"),
                format!("/admin/{odd}/flows"),
                format!("/admin/dev/flows/{odd}"),
                format!("/admin/dev/flows/demo/history?before={odd}"),
                format!("/admin/dev/flows/demo/history/{odd}"),
                format!("/admin/dev/flows/demo/preview?version={odd}"),
                format!("/admin/dev/tenants?q={odd}"),
                format!("/admin/dev/tenants?after={odd}"),
                format!("/admin/dev/tenants?order=name&after={odd}"),
                format!("/admin/dev/tenants?by=bucket&q={odd}"),
                format!("/admin/dev/tenants?flow={odd}"),
                format!("/admin/dev/tenants/{odd}"),
                format!("/admin/dev/tenants/acme/flows/{odd}"),
                format!("/admin/dev/keys/{odd}/revoke"),
                format!("/admin/dev/links?tenant={odd}"),
                format!("/admin/dev/log?tenant={odd}"),
                format!("/admin/dev/log?before={odd}"),
                format!("/admin/dev/log?kind={odd}"),
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
        for typed in ["\0", "a\0b", "%00"] {
            for (path, field) in [
                ("/admin/environments", "environment"),
                ("/admin/dev/flows", "flow"),
                ("/admin/dev/keys", "name"),
                ("/admin/dev/links", "tenant"),
                ("/admin/dev/settings/origins", "origins"),
                ("/admin/dev/settings/template", "template_url"),
                ("/admin/dev/flows/demo", "json"),
            ] {
                let answer = admin.post(path, &[(field, typed)]).await;
                assert!(
                    answer.status < 500,
                    "{path}: {} {:.300}",
                    answer.status,
                    answer.text
                );
            }
            let signed_in = [("key", typed), ("name", typed), ("next", typed)];
            app.send(app.form("/admin/sign-in", &signed_in))
                .await
                .expect(401);
        }
    }
}
