//! What follows from what a vendor set: what each direction asks of AWS, external IDs, path previews.

use e2e::answer::steps;
use e2e::app::App;
use e2e::client::FLOW;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn each_direction_asks_for_just_what_it_needs() {
    let app = App::start().await;
    let known = ["credentials: passed", "bucket: passed"];
    for (direction, user, status, asked) in [
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
        let answer = app.put_connection("acme", &app.sample(user).json()).await;
        assert_eq!(answer.status, status, "{direction} {user}: {}", answer.text);
        let found = steps(&answer.json()["report"]);
        let asked: Vec<&str> = known.iter().chain(asked).copied().collect();
        assert_eq!(found, asked, "{direction} {user}");
        if status == 201 {
            app.delete_connection("acme").await.expect(204);
        }
        app.no_connection("acme").await;
    }
}

#[tokio::test]
async fn an_external_id_is_minted_once_and_is_each_tenants_own() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let asked = futures::future::join_all((0..8).map(|_| app.external_id("acme"))).await;
        let acme = &asked[0];
        assert!(asked.iter().all(|id| id == acme), "{asked:?}");
        let token = app.create_session("acme").await;
        assert_eq!(app.open(&token).await.element("external-id"), *acme);
        assert_eq!(app.external_id("acme").await, *acme);
        assert_ne!(app.external_id("globex").await, *acme);
        assert!(acme.len() >= 20, "{acme} could be guessed");
    }
}

#[tokio::test]
async fn a_path_prefix_is_shown_as_it_will_be() {
    let app = App::start().await;
    let session = json!({ "tenant": "acme_2", "flow": FLOW, "root_tenant": "acme" });
    app.open_session(&session).await.expect(201);
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
        let shown = preview(json!({ "path_prefix": prefix, "at": at }))
            .await
            .expect(200)
            .json();
        assert_eq!(
            (&shown["resolved"], &shown["problems"]),
            (&json!(resolved), &json!([])),
            "{prefix}"
        );
    }
    let shown = preview(
        json!({ "path_prefix": "{job_id}/{tap}", "values": { "job_id": "j7", "tap": "hubspot" } }),
    )
    .await
    .expect(200)
    .json();
    assert_eq!(
        (&shown["resolved"], &shown["variables"]),
        (&json!("j7/hubspot/"), &json!(["job_id", "tap"]))
    );
    for (prefix, words) in [
        ("in/{tennant}/", "tenant"),
        ("in/{tenant", "position"),
        ("../x", "."),
        ("a//b", "slashes"),
        ("/a", "slash"),
    ] {
        let shown = preview(json!({ "path_prefix": prefix }))
            .await
            .expect(200)
            .json();
        let detail = shown["problems"][0]["detail"]
            .as_str()
            .unwrap_or_else(|| panic!("{prefix}: {shown}"));
        assert!(
            shown["resolved"].is_null() && detail.contains(words),
            "{prefix}: {shown}"
        );
    }
    let wrong =
        preview(json!({ "path_prefix": "a", "at": "yesterday", "values": { "colour": "x" } }))
            .await;
    wrong.problem(422, "invalid_fields");
    assert_eq!(
        wrong.errors(),
        ["at: bad_time", "values.colour: unknown_variable"]
    );
}
