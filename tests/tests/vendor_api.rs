//! The vendor's REST API: the checks of each direction, external IDs, and previews of path prefixes.

use e2e::answer::step_results;
use e2e::app::App;
use e2e::client::FLOW;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn checks_only_what_each_direction_needs() {
    let app = App::start().await;
    let always = ["credentials: passed", "bucket: passed"];
    for (direction, user, status, expected) in [
        (
            "read",
            "read-only",
            201,
            &["list: passed", "get: passed"][..],
        ),
        (
            "write",
            "write-only",
            201,
            &["put: passed", "cleanup: passed"],
        ),
        (
            "both",
            "full-access",
            201,
            &[
                "list: passed",
                "get: passed",
                "put: passed",
                "cleanup: passed",
            ],
        ),
        (
            "read",
            "write-only",
            422,
            &["list: failed (list_denied)", "get: skipped"],
        ),
        (
            "write",
            "read-only",
            422,
            &["put: failed (put_denied)", "cleanup: skipped"],
        ),
    ] {
        app.set_direction(direction).await;
        let answer = app
            .put_connection("acme", &app.sample_fields(user).json())
            .await;
        assert_eq!(answer.status, status, "{direction} {user}: {}", answer.text);
        let found = step_results(&answer.json()["report"]);
        let expected: Vec<&str> = always.iter().chain(expected).copied().collect();
        assert_eq!(found, expected, "{direction} {user}");
        if status == 201 {
            app.delete_connection("acme").await.expect(204);
        }
        app.assert_not_connected("acme").await;
    }
}

#[tokio::test]
async fn generates_one_external_id_for_each_tenant() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let ids = futures::future::join_all((0..8).map(|_| app.external_id("acme"))).await;
        let acme = &ids[0];
        assert!(ids.iter().all(|id| id == acme), "{ids:?}");
        let token = app.create_session("acme").await;
        assert_eq!(app.open(&token).await.element_text("external-id"), *acme);
        assert_eq!(app.external_id("acme").await, *acme);
        assert_ne!(app.external_id("globex").await, *acme);
        assert!(acme.len() >= 20, "{acme} could be guessed");
    }
}

#[tokio::test]
async fn previews_a_resolved_path_prefix() {
    let app = App::start().await;
    let session = json!({ "tenant": "acme_2", "flow": FLOW, "root_tenant": "acme" });
    app.post_session(&session).await.expect(201);
    let preview = async |body: Value| {
        app.api(
            Method::POST,
            &format!("/flows/{FLOW}/tenants/acme_2/path-preview"),
            Some(&body),
        )
        .await
    };
    let at = "2026-11-22T23:30:00-02:00";
    for (prefix, resolved) in [
        ("in/{tenant}/{date}", "in/acme_2/202611/"),
        ("{root_tenant_id}/{full_date}/", "acme/20261123/"),
        ("{env_id}/{flow_id}", "dev/demo/"),
        ("{{literal}}/", "{literal}/"),
        ("", ""),
    ] {
        let result = preview(json!({ "path_prefix": prefix, "at": at }))
            .await
            .expect(200)
            .json();
        assert_eq!(
            (&result["resolved"], &result["problems"]),
            (&json!(resolved), &json!([])),
            "{prefix}"
        );
    }
    let result = preview(
        json!({ "path_prefix": "{job_id}/{tap}", "values": { "job_id": "j7", "tap": "hubspot" } }),
    )
    .await
    .expect(200)
    .json();
    assert_eq!(
        (&result["resolved"], &result["variables"]),
        (&json!("j7/hubspot/"), &json!(["job_id", "tap"]))
    );
    for (prefix, words) in [
        ("in/{tennant}/", "tenant"),
        ("in/{tenant", "position"),
        ("../x", "."),
        ("a//b", "slashes"),
        ("/a", "slash"),
    ] {
        let result = preview(json!({ "path_prefix": prefix }))
            .await
            .expect(200)
            .json();
        let detail = result["problems"][0]["detail"]
            .as_str()
            .unwrap_or_else(|| panic!("{prefix}: {result}"));
        assert!(
            result["resolved"].is_null() && detail.contains(words),
            "{prefix}: {result}"
        );
    }
    let invalid =
        preview(json!({ "path_prefix": "a", "at": "yesterday", "values": { "colour": "x" } }))
            .await;
    invalid.expect_problem(422, "invalid_fields");
    assert_eq!(
        invalid.field_errors(),
        ["at: bad_time", "values.colour: unknown_variable"]
    );
    // In UTC, this is in the year 10000.
    let beyond = preview(json!({ "path_prefix": "a", "at": "9999-12-31T23:59:59-01:00" })).await;
    beyond.expect_problem(422, "invalid_fields");
    assert_eq!(beyond.field_errors(), ["at: bad_time"]);
}
