//! The lists of the REST API: their pages and filters, and the deletion of empty flows and environments.

#![expect(clippy::expect_used, reason = "tests")]

use domain::EnvironmentId;
use e2e::app::App;
use e2e::client::{Client, FLOW};
use reqwest::Method;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use service::Actor;

/// Returns a field of every item, on all pages of a list.
async fn read_pages(client: &Client, list: &str, query: &str, field: &str) -> Vec<String> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/{list}?limit=2{query}{cursor}");
        let page = client.api_get(&path).await.expect(200).json();
        let items = page[list].as_array().expect("items");
        assert!(items.len() <= 2, "{page}");
        found.extend(
            items
                .iter()
                .map(|item| item[field].as_str().unwrap_or_default().to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={}", next.replace('+', "%2B")),
            None => return found,
        }
    }
}

/// Creates the flow `second`, connects `acme` and `b+c` on both flows and `Zeta` on one. `failing` has tried in vain, and
/// `new` has done nothing.
async fn fill(app: &App) {
    let connector = app.connector().await.expect(200).json();
    let second = json!({
        "direction": connector["direction"],
        "connect_ui_params": connector["connect_ui_params"],
    });
    app.api(Method::PUT, "/flows/second/connector", Some(&second))
        .await
        .expect(200);
    let fields = app.sample_fields("full-access").json();
    for (tenant, flow) in [
        ("acme", FLOW),
        ("acme", "second"),
        ("b+c", "second"),
        ("b+c", FLOW),
        ("Zeta", FLOW),
    ] {
        let path = format!("/flows/{flow}/tenants/{tenant}/connection");
        app.api(Method::PUT, &path, Some(&fields)).await.expect(201);
    }
    app.put_connection("failing", &app.sample_fields("write-only").json())
        .await
        .expect(422);
    app.external_id("new").await;
}

#[tokio::test]
async fn lists_hold_everything_once_on_their_pages() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        fill(&app).await;
        let tenants: [(&str, &[&str]); 11] = [
            ("", &["Zeta", "acme", "b+c", "failing", "new"]),
            ("&prefix=a", &["acme"]),
            ("&prefix=A", &[]),
            ("&state=passed", &["Zeta", "acme", "b+c"]),
            ("&state=failed", &[]),
            ("&state=attempted", &["failing"]),
            ("&state=not_connected", &["new"]),
            (
                "&state=not_connected&flow=second",
                &["Zeta", "failing", "new"],
            ),
            ("&flow=second", &["acme", "b+c"]),
            ("&bucket=my-company-data", &["Zeta", "acme", "b+c"]),
            ("&state=access_not_offered", &[]),
        ];
        for (query, expected) in tenants {
            let found = read_pages(&app, "tenants", query, "tenant").await;
            assert_eq!(found, expected, "{query}");
        }
        let connections: [(&str, &[&str]); 5] = [
            ("", &["Zeta", "acme", "acme", "b+c", "b+c"]),
            ("&flow=demo", &["Zeta", "acme", "b+c"]),
            ("&flow=second&state=passed", &["acme", "b+c"]),
            ("&state=undetermined", &[]),
            ("&flow=never_seen", &[]),
        ];
        for (query, expected) in connections {
            let found = read_pages(&app, "connections", query, "tenant").await;
            assert_eq!(found, expected, "{query}");
        }
        let flows = read_pages(&app, "connections", "&state=passed", "flow").await;
        assert_eq!(flows, ["demo", "demo", "second", "demo", "second"]);
        assert_eq!(
            read_pages(&app, "flows", "", "flow").await,
            ["demo", "second"]
        );
    }
}

/// Asserts that a value is a time, and removes it.
fn take_time(item: &mut Value, field: &str) {
    let time = item.as_object_mut().expect("an object").remove(field);
    let time = time.and_then(|time| time.as_str().map(str::to_owned));
    assert!(time.is_some_and(|time| time.ends_with('Z')), "{field}");
}

#[tokio::test]
async fn lists_show_the_last_check_and_no_secret() {
    let app = App::start().await;
    let sample = app.sample_fields("full-access");
    app.post_session(&json!({ "tenant": "acme", "flow": FLOW, "root_tenant": "root" }))
        .await
        .expect(201);
    app.put_connection("acme", &sample.json()).await.expect(201);
    // The tenant tries to change the connection.
    app.put_connection("acme", &app.sample_fields("write-only").json())
        .await
        .expect(422);

    let list = app.api_get("/tenants").await.expect(200);
    let one = app.api_get("/tenants/acme").await.expect(200);
    assert_eq!(list.json()["tenants"][0], one.json());
    let mut tenant = one.json();
    take_time(&mut tenant, "created_at");
    take_time(&mut tenant["connections"][0], "last_checked_at");
    take_time(&mut tenant["attempts"][0], "attempted_at");
    let connection = json!({
        "flow": "demo", "access": "keys", "bucket": "my-company-data", "state": "passed",
    });
    let attempt =
        json!({ "flow": "demo", "state": "failed", "step": "list", "cause": "list_denied" });
    let expected = json!({
        "tenant": "acme", "root_tenant": "root", "connections": [connection], "attempts": [attempt],
    });
    assert_eq!(tenant, expected);

    let connections = app.api_get("/connections").await.expect(200);
    let mut listed = connections.json()["connections"][0].clone();
    let connection = app.connection("acme").await.expect(200).json();
    for field in ["created_at", "updated_at", "last_checked_at"] {
        assert_eq!(listed[field], connection[field], "{field}");
        take_time(&mut listed, field);
    }
    let mut expected = json!({ "state": "passed" });
    for field in [
        "flow",
        "tenant",
        "access",
        "bucket",
        "path_prefix",
        "region",
        "account",
    ] {
        if !connection[field].is_null() {
            expected[field] = connection[field].clone();
        }
    }
    assert_eq!(listed, expected);

    let flows = app.api_get("/flows").await.expect(200);
    let mut flow = flows.json()["flows"][0].clone();
    take_time(&mut flow, "updated_at");
    let connector = app.connector().await.json();
    let expected = json!({
        "flow": "demo", "direction": connector["direction"], "version": connector["version"],
    });
    assert_eq!(flow, expected);
    for answer in [&list, &one, &connections, &flows] {
        assert!(!answer.text.contains(&sample.secret), "{}", answer.text);
        assert!(!answer.text.contains(&sample.key_id), "{}", answer.text);
    }
}

#[tokio::test]
async fn looking_at_a_tenant_creates_none() {
    let app = App::start().await;
    let answer = app.api_get("/tenants/acme").await;
    answer.expect_problem(404, "unknown_tenant");
    app.api(Method::DELETE, "/tenants/acme", None)
        .await
        .expect_problem(404, "unknown_tenant");
    let list = app.api_get("/tenants").await.expect(200).json();
    assert_eq!(list, json!({ "tenants": [], "next": null }));
}

#[tokio::test]
async fn names_every_wrong_field_of_a_list() {
    let app = App::start().await;
    for (path, errors) in [
        ("/tenants?limit=0", &["limit: bad_value"][..]),
        ("/connections?limit=201", &["limit: bad_value"]),
        ("/flows?limit=x", &["limit: bad_value"]),
        ("/events?limit=1.5", &["limit: bad_value"]),
        ("/tenants?cursor=a%20b", &["cursor: bad_value"]),
        ("/connections?cursor=acme", &["cursor: bad_value"]),
        ("/connections?cursor=acme~a/b", &["cursor: bad_value"]),
        ("/flows?cursor=%00", &["cursor: bad_value"]),
        ("/connections?state=works", &["state: bad_value"]),
        ("/tenants?state=works", &["state: bad_value"]),
        ("/tenants?prefix=.a", &["prefix: bad_value"]),
        ("/tenants?account=12", &["account: bad_value"]),
        ("/tenants?bucket=A", &["bucket: bad_value"]),
        ("/flows?flow=demo", &["flow: unknown_field"]),
        ("/tenants?limit=1&limit=2", &["limit: duplicate_field"]),
        (
            "/connections?flow=a%20b&state=x&cursor=x&limit=x",
            &[
                "flow: bad_value",
                "state: bad_value",
                "cursor: bad_value",
                "limit: bad_value",
            ],
        ),
    ] {
        let answer = app.api_get(path).await;
        answer.expect_problem(422, "invalid_fields");
        assert_eq!(answer.field_errors(), errors, "{path}");
    }
}

#[tokio::test]
async fn deletes_empty_flows_and_environments_and_no_others() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let id = EnvironmentId::parse("prod").expect("id");
        let by = app.service.with_actor(Actor::Admin("Anna".to_owned()));
        by.create_environment(&id).await.expect("an environment");
        let (key, _) = by.create_api_key(&id, "ci").await.expect("a key");
        let in_prod = app.with_api_key(key.expose_secret());
        let connector = app.connector().await.expect(200).json();
        let body = json!({
            "direction": connector["direction"],
            "connect_ui_params": connector["connect_ui_params"],
        });
        let put = in_prod.api(Method::PUT, "/flows/demo/connector", Some(&body));
        put.await.expect(200);
        let fields = app.sample_fields("full-access").json();
        in_prod.put_connection("acme", &fields).await.expect(201);
        let delete = async |path: &str| in_prod.api(Method::DELETE, path, None).await;

        delete("/flows/demo").await.expect_problem(409, "not_empty");
        delete("/environments/prod")
            .await
            .expect_problem(409, "not_empty");
        // Whether another environment exists or not makes no difference.
        for other in ["/environments/dev", "/environments/never_seen"] {
            delete(other)
                .await
                .expect_problem(404, "unknown_environment");
        }
        // A deleted tenant is no longer connected.
        delete("/tenants/acme").await.expect(204);
        delete("/flows/demo").await.expect(204);
        delete("/flows/demo")
            .await
            .expect_problem(404, "unknown_flow");
        delete("/flows/a%20b").await.expect_problem(400, "bad_id");
        delete("/environments/prod").await.expect(204);
        delete("/environments/prod")
            .await
            .expect_problem(401, "unauthorized");
        // The server would create its own environment again at its next start.
        app.api(Method::DELETE, "/environments/dev", None)
            .await
            .expect_problem(409, "not_empty");
        assert_eq!(read_pages(&app, "flows", "", "flow").await, ["demo"]);
    }
}
