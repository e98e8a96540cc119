//! The audit log, in the API and on its page, contains every change and no secret.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::admin::Admin;
use e2e::app::{App, Fields};
use e2e::client::{FLOW, connection_path};
use e2e::manual_clock::ManualClock;
use reqwest::Method;
use serde_json::Value;

/// Returns the actions of a page of events.
fn actions(page: &Value) -> Vec<String> {
    let events = page["events"].as_array().expect("events").iter();
    let action = |event: &Value| event["action"].as_str().expect("an action").to_owned();
    events.map(action).collect()
}

/// Makes some changes of keys, links, origins and connections. Returns the form fields and the token of the first tenant.
async fn make_changes(app: &App, admin: &Admin<'_>) -> (Fields, String) {
    let sample = app.sample_fields("full-access");
    let token = app.create_session("acme").await;
    app.press(&token, "forward", &[("bucket", "b-b-b")])
        .await
        .expect(200);
    app.press(&token, "save", &sample.form())
        .await
        .expect_page(200, "Connected");
    app.check_connection("acme").await.expect(200);
    app.put_connection("globex", &sample.json())
        .await
        .expect(201);
    admin
        .post("/admin/dev/tenants/acme/links/end", &[])
        .await
        .expect(303);
    admin
        .post("/admin/dev/keys", &[("name", "ci")])
        .await
        .expect(200);
    let origins = [("origins", "https://app.acme.com")];
    admin
        .post("/admin/dev/settings/origins", &origins)
        .await
        .expect(303);
    app.delete_connection("globex").await.expect(204);
    (sample, token)
}

#[tokio::test]
async fn records_every_change() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        let (sample, token) = make_changes(&app, &admin).await;
        let all = app.api_get("/events").await.expect(200).json();
        assert_eq!(all["next"], Value::Null);
        assert_eq!(
            actions(&all),
            [
                "connection.removed",
                "origins.saved",
                "key.made",
                "link.ended",
                "connection.saved",
                "check.passed",
                "check.passed",
                "connection.saved",
                "check.passed",
                "link.forwarded",
                "link.made",
                "connector.saved",
            ]
        );
        let events = all["events"].as_array().expect("events");
        assert_eq!(events[0]["actor"]["kind"], "api_key");
        assert_eq!(events[0]["actor"]["name"], "S3_CONNECT_API_KEY");
        assert_eq!(events[1]["detail"]["origins"][0], "https://app.acme.com");
        assert_eq!(
            events[2]["actor"],
            serde_json::json!({ "kind": "admin", "name": "Anna" })
        );
        assert_eq!(
            (&events[7]["actor"]["kind"], &events[7]["tenant"]),
            (&"tenant".into(), &"acme".into())
        );
        assert_eq!(events[7]["detail"]["bucket"], sample.bucket.as_str());
        assert!(events[11].get("tenant").is_none() && events[11]["flow"] == FLOW);
        let text = all.to_string();
        for secret in [sample.secret.as_str(), &token, e2e::client::API_KEY] {
            assert!(!text.contains(secret), "no secret is in the log");
        }
    }
}

#[tokio::test]
async fn pages_and_filters_events() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        make_changes(&app, &admin).await;
        let all = app.api_get("/events").await.expect(200).json();
        for (query, expected) in [
            ("", actions(&all)),
            (
                "&tenant=globex",
                actions(&all)
                    .into_iter()
                    .enumerate()
                    .filter(|(n, _)| [0, 4, 5].contains(n))
                    .map(|(_, a)| a)
                    .collect(),
            ),
            ("&kind=check", vec!["check.passed".to_owned(); 3]),
            ("&kind=check&tenant=globex", vec!["check.passed".to_owned()]),
            ("&tenant=nobody", Vec::new()),
        ] {
            let (mut found, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = app
                    .api_get(&format!("/events?limit=2{query}{cursor}"))
                    .await
                    .expect(200)
                    .json();
                found.extend(actions(&page));
                match page["next"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            assert_eq!(found, expected, "{query}");
        }
        for (query, error) in [
            ("limit=0", "limit: bad_value"),
            ("limit=201", "limit: bad_value"),
            ("limit=x", "limit: bad_value"),
            ("cursor=x", "cursor: bad_value"),
            ("cursor=%00", "cursor: bad_value"),
            ("tenant=a%20b", "tenant: bad_value"),
            ("kind=everything", "kind: bad_value"),
            ("since=1", "since: unknown_field"),
            ("before=1", "before: unknown_field"),
        ] {
            let answer = app.api_get(&format!("/events?{query}")).await;
            answer.expect_problem(422, "invalid_fields");
            assert_eq!(answer.field_errors(), [error], "{query}");
        }

        let page = admin
            .get("/admin/dev/log")
            .await
            .expect_page(200, "Allowed origins: https://app.acme.com");
        for words in [
            "Connected my-company-data",
            "API key “ci” created",
            "the tenant",
            "API key “S3_CONNECT_API_KEY”",
            "Check passed",
        ] {
            assert!(
                page.visible_text().contains(words),
                "{words}: {}",
                page.visible_text()
            );
        }
        let page = admin
            .get("/admin/dev/log?tenant=globex&kind=connection")
            .await
            .expect_page(200, "Disconnected");
        assert!(
            !page.visible_text().contains("acme"),
            "{}",
            page.visible_text()
        );
        admin
            .get("/admin/dev/log?tenant=a%00")
            .await
            .expect_page(422, "contains");
        admin
            .get("/admin/dev/log?before=%00&kind=nothing")
            .await
            .expect_page(200, "Check passed");
    }
}

#[tokio::test]
async fn records_why_a_check_failed() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let sample = app.sample_fields("write-only");
    let answer = app
        .api(Method::PUT, &connection_path("acme"), Some(&sample.json()))
        .await;
    answer.expect_problem(422, "check_failed");
    let events = app.api_get("/events?kind=check").await.expect(200).json();
    assert_eq!(actions(&events), ["check.failed"]);
    let causes = events["events"][0]["detail"]["causes"]
        .as_array()
        .expect("causes");
    assert!(causes.contains(&"list_denied".into()), "{causes:?}");
    admin
        .get("/admin/dev/log")
        .await
        .expect_page(200, "Check failed: list_denied");
}

#[tokio::test]
async fn keeps_expired_links_for_30_days_and_events_of_links_for_400() {
    let clock = ManualClock::default();
    let app = App::builder().with_clock(clock.clock()).start().await;
    let token = app.create_session("acme").await;
    for (day, status, events) in [(30, 410, 1), (31, 404, 1), (400, 404, 1), (401, 404, 0)] {
        clock.set_minutes(day * 24 * 60);
        app.service.clean_up().await;
        app.open(&token).await.expect(status);
        let log = app.api(Method::GET, "/events?kind=link", None).await;
        let count = actions(&log.expect(200).json()).len();
        assert_eq!(count, events, "on day {day}");
    }
}
