//! A `POST` with an `Idempotency-Key` has its effect once, whatever happens to its answer.

#![expect(clippy::expect_used, reason = "tests")]

use domain::{EnvironmentId, TenantId};
use e2e::answer::Answer;
use e2e::app::{
    App, Fields, aws_at_url, aws_settings_without_wait, find_sample, start_slow_sandbox,
};
use e2e::binary;
use e2e::client::{Client, FLOW, connection_path};
use e2e::manual_clock::ManualClock;
use futures::future::join_all;
use reqwest::Method;
use sandbox::Sandbox;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use service::{IdempotentRequest, TenantScope};
use std::path::Path;
use std::time::Duration;

const KEY: &str = "8e03978e-40d5-43dd-bc93-6894a57f9324";

/// Starts a server on each database.
async fn both_databases() -> [App; 2] {
    [
        App::start().await,
        App::builder().on_postgres().start().await,
    ]
}

fn session(tenant: &str) -> Value {
    json!({ "tenant": tenant, "flow": FLOW })
}

async fn post(client: &Client, path: &str, key: &str, body: &Value) -> Answer {
    let request = client.api_request(Method::POST, path);
    let request = request.header("idempotency-key", key).json(body);
    client.send(request).await
}

async fn post_session(client: &Client, key: &str, tenant: &str) -> Answer {
    post(client, "/connect-sessions", key, &session(tenant)).await
}

/// Returns how many connect links of the tenant are active.
async fn link_count(app: &App, tenant: &str) -> usize {
    let scope = TenantScope::new(
        EnvironmentId::parse("dev").expect("an ID"),
        TenantId::parse(tenant).expect("an ID"),
    );
    let links = app.service.store().active_links(&scope, 0, 1_000).await;
    links.expect("the links").len()
}

#[track_caller]
fn assert_replayed(again: &Answer, first: &Answer) {
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!((again.status, &again.text), (first.status, &first.text));
    assert_eq!(again.header("content-type"), first.header("content-type"));
    assert_ne!(again.header("x-request-id"), first.header("x-request-id"));
}

#[tokio::test]
async fn a_repeated_request_gets_the_same_answer_and_has_no_effect() {
    for app in both_databases().await {
        let first = post_session(&app, KEY, "acme").await.expect(201);
        assert_eq!(first.header("idempotency-replayed"), "");
        for key in [KEY.to_owned(), format!("\"{KEY}\"")] {
            assert_replayed(&post_session(&app, &key, "acme").await, &first);
        }
        assert_eq!(link_count(&app, "acme").await, 1);
        let token = first.json()["token"].as_str().expect("a token").to_owned();
        app.open(&token).await.expect(200);
        // With another key, or without one, it is another request.
        post_session(&app, "another", "acme").await.expect(201);
        app.create_session("acme").await;
        assert_eq!(link_count(&app, "acme").await, 3);
        let stored = app.database.bytes().await;
        for secret in [KEY, &token] {
            let is_stored = stored
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!is_stored, "{secret} is stored as it is");
        }
    }
}

#[tokio::test]
async fn a_rotation_is_started_once() {
    let app = App::start().await;
    let fields = app.sample_fields("full-access").json();
    app.put_connection("acme", &fields).await.expect(201);
    app.external_id("acme").await;
    let path = "/tenants/acme/external-id/rotate";
    let first = post(&app, path, KEY, &json!({})).await.expect(200);
    assert_replayed(&post(&app, path, KEY, &json!({})).await, &first);
    assert_eq!(app.external_id("acme").await, first.json()["external_id"]);
}

#[tokio::test]
async fn another_request_with_the_same_key_is_refused() {
    for app in both_databases().await {
        let first = post_session(&app, KEY, "acme").await.expect(201);
        let path = format!("/flows/{FLOW}/tenants/acme/connection/check");
        for (path, body) in [
            ("/connect-sessions", session("globex")),
            ("/connect-sessions?x=1", session("acme")),
            ("/connect-sessions", json!({})),
            ("/tenants/acme/external-id/rotate", session("acme")),
            (&path, session("acme")),
        ] {
            let refused = post(&app, path, KEY, &body).await;
            refused.expect_problem(422, "idempotency_key_reused");
        }
        assert_eq!(link_count(&app, "globex").await, 0);
        assert_replayed(&post_session(&app, KEY, "acme").await, &first);
    }
}

#[tokio::test]
async fn of_duplicates_at_the_same_time_one_has_an_effect() {
    for app in both_databases().await {
        let requests = (0..16).map(|_| post_session(&app, KEY, "acme"));
        let answers = join_all(requests).await;
        let last = post_session(&app, KEY, "acme").await.expect(201);
        let mut first = 0;
        for answer in answers {
            if answer.status == 409 {
                answer.expect_problem(409, "idempotency_in_progress");
                assert_eq!(answer.header("retry-after"), "1");
            } else {
                assert_eq!((answer.status, &answer.text), (201, &last.text));
                first += usize::from(answer.header("idempotency-replayed").is_empty());
            }
        }
        assert_eq!((first, link_count(&app, "acme").await), (1, 1));
    }
}

#[tokio::test]
async fn a_request_that_failed_can_be_sent_again_with_its_key() {
    for app in both_databases().await {
        let mut invalid = session("acme");
        invalid["ttl_seconds"] = json!(1);
        for _ in 0..2 {
            let refused = post(&app, "/connect-sessions", KEY, &invalid).await;
            refused.expect_problem(422, "invalid_fields");
        }
        let unknown = json!({ "tenant": "acme", "flow": "later" });
        let refused = post(&app, "/connect-sessions", KEY, &unknown).await;
        refused.expect_problem(404, "unknown_flow");
        // The key was released, so it can even be used for a corrected request.
        let first = post_session(&app, KEY, "acme").await.expect(201);
        assert_replayed(&post_session(&app, KEY, "acme").await, &first);
    }
}

#[tokio::test]
async fn a_key_belongs_to_its_environment_and_to_no_api_key() {
    for app in both_databases().await {
        let [dev, other] = ["dev", "other"].map(|id| EnvironmentId::parse(id).expect("an ID"));
        let created = app.service.create_environment(&other).await;
        created.expect("an environment");
        let mut connector = app.connector().await.expect(200).json();
        connector["version"] = Value::Null;
        let new_client = async |environment| {
            let created = app.service.create_api_key(environment, "second").await;
            app.with_api_key(created.expect("a key").0.expose_secret())
        };
        let (rotated, stranger) = (new_client(&dev).await, new_client(&other).await);
        let path = format!("/flows/{FLOW}/connector");
        let put = stranger.api(Method::PUT, &path, Some(&connector)).await;
        put.expect(200);
        let first = post_session(&app, KEY, "acme").await.expect(201);
        let theirs = post_session(&stranger, KEY, "acme").await.expect(201);
        assert_eq!(theirs.header("idempotency-replayed"), "");
        assert_ne!(theirs.json()["token"], first.json()["token"]);
        // A vendor replaces API keys, and a request that is repeated meanwhile is still the same.
        assert_replayed(&post_session(&rotated, KEY, "acme").await, &first);
        let unauthorized = app.with_api_key("unknown");
        let refused = post_session(&unauthorized, KEY, "acme").await;
        refused.expect_problem(401, "unauthorized");
    }
}

#[tokio::test]
async fn a_key_can_be_used_again_after_24_hours() {
    let clock = ManualClock::default();
    let app = App::builder().with_clock(clock.clock()).start().await;
    let first = post_session(&app, KEY, "acme").await.expect(201);
    clock.set_minutes(24 * 60 - 1);
    app.service.clean_up().await;
    // The link has ended by now. The answer is still the same.
    assert_replayed(&post_session(&app, KEY, "acme").await, &first);
    clock.set_minutes(24 * 60 + 1);
    let other = post_session(&app, KEY, "globex").await.expect(201);
    assert_eq!(other.header("idempotency-replayed"), "");
    clock.set_minutes(48 * 60 + 2);
    app.service.clean_up().await;
    let dev = EnvironmentId::parse("dev").expect("an ID");
    let count = app.service.store().count_idempotency_keys(&dev).await;
    assert_eq!(count.expect("a count"), 0);
}

#[tokio::test]
async fn the_key_of_a_server_that_died_is_free_again_after_three_minutes() {
    let clock = ManualClock::default();
    let app = App::builder().with_clock(clock.clock()).start().await;
    let body = session("acme").to_string();
    let dev = EnvironmentId::parse("dev").expect("an ID");
    // What a server does before it carries out the request.
    let parts = ["POST", "/connect-sessions", "", &body].map(str::as_bytes);
    let request = IdempotentRequest::new(dev, None, &SecretString::from(KEY), &parts);
    let started = app.service.start_idempotent(&request).await;
    started.expect("a reservation");
    for minutes in [0, 2] {
        clock.set_minutes(minutes);
        let refused = post_session(&app, KEY, "acme").await;
        refused.expect_problem(409, "idempotency_in_progress");
        let other = post_session(&app, KEY, "globex").await;
        other.expect_problem(422, "idempotency_key_reused");
    }
    clock.set_minutes(3);
    post_session(&app, KEY, "acme").await.expect(201);
}

/// Starts a server on which acme is connected to a store that answers slowly. The store ends when it is dropped.
async fn start_slow_app(folder: &Path) -> (App, Sandbox) {
    let sandbox = start_slow_sandbox(folder, Duration::from_millis(300)).await;
    let keys = binary::key_pair(sandbox.vendor());
    let aws = aws_at_url(&sandbox.url(), keys, aws_settings_without_wait());
    let app = App::builder().with_aws(aws).start().await;
    let fields = Fields::from_sample(find_sample(&sandbox, "full-access")).json();
    app.put_connection("acme", &fields).await.expect(201);
    (app, sandbox)
}

/// Returns how many checks of acme are on the log.
async fn check_count(app: &App) -> usize {
    let events = app.api_get("/events?tenant=acme&kind=check").await;
    let events = events.expect(200).json()["events"].clone();
    events.as_array().map_or(0, Vec::len)
}

/// Waits until a request has its key.
async fn wait_for_key(app: &App) {
    let dev = EnvironmentId::parse("dev").expect("an ID");
    let count = async || {
        let count = app.service.store().count_idempotency_keys(&dev).await;
        count.expect("a count")
    };
    while count().await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn an_answer_is_stored_even_if_the_database_fails_at_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, _sandbox) = start_slow_app(folder.path()).await;
    let path = format!("{}/check", connection_path("acme"));
    let before = check_count(&app).await;
    let nothing = json!({});
    let outage = async {
        wait_for_key(&app).await;
        app.database
            .run("ALTER TABLE idempotency_keys RENAME TO gone")
            .await;
        while check_count(&app).await == before {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // By now, the first try to store the answer has failed.
        tokio::time::sleep(Duration::from_millis(300)).await;
        app.database
            .run("ALTER TABLE gone RENAME TO idempotency_keys")
            .await;
    };
    let (first, ()) = tokio::join!(post(&app, &path, KEY, &nothing), outage);
    let first = first.expect(200);
    assert_replayed(&post(&app, &path, KEY, &nothing).await, &first);
    assert_eq!(check_count(&app).await, before + 1);
}

#[tokio::test]
async fn a_request_ends_and_its_answer_is_stored_even_if_the_client_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, _sandbox) = start_slow_app(folder.path()).await;
    let path = format!("{}/check", connection_path("acme"));
    let before = check_count(&app).await;

    let nothing = json!({});
    let leaving = post(&app, &path, KEY, &nothing);
    tokio::select! {
        answer = leaving => panic!("it ended too early: {}", answer.text),
        () = wait_for_key(&app) => {}
    }
    // The client has closed its connection. It asks again until it gets the answer.
    let mut answer = post(&app, &path, KEY, &json!({})).await;
    answer.expect_problem(409, "idempotency_in_progress");
    for _ in 0..200 {
        if answer.status != 409 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        answer = post(&app, &path, KEY, &json!({})).await;
    }
    let answer = answer.expect(200);
    assert_eq!(answer.header("idempotency-replayed"), "true");
    assert_eq!(answer.json()["report"]["outcome"], "passed");
    assert_eq!(check_count(&app).await, before + 1);
}

#[tokio::test]
async fn an_answer_that_was_tampered_with_is_not_given_and_nothing_is_done_again() {
    for app in both_databases().await {
        post_session(&app, KEY, "acme").await.expect(201);
        post_session(&app, "other", "acme").await.expect(201);
        app.database
            .run(
                "UPDATE idempotency_keys SET sealed_answer = \
                 (SELECT sealed_answer FROM idempotency_keys ORDER BY hash LIMIT 1)",
            )
            .await;
        let answers = [
            post_session(&app, KEY, "acme").await,
            post_session(&app, "other", "acme").await,
        ];
        let failed = answers.iter().filter(|answer| answer.status == 500);
        assert_eq!(failed.count(), 1);
        assert_eq!(link_count(&app, "acme").await, 2);
    }
}

#[tokio::test]
async fn an_environment_has_a_limited_number_of_keys() {
    for app in both_databases().await {
        let clock_is_far_ahead = 99_999_999_999_999_i64;
        let fill = |count: u32, expires_at: i64| {
            format!(
                "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) \
                 INSERT INTO idempotency_keys (environment, hash, fingerprint, reservation, expires_at) \
                 SELECT 'dev', CAST(n + {expires_at} AS TEXT), '', '', {expires_at} FROM numbers"
            )
        };
        // Expired keys are not counted, even if they have not been deleted yet.
        app.database.run(&fill(60_000, 1)).await;
        let rest = fill(100_000 - 1, clock_is_far_ahead);
        app.database.run(&rest).await;
        let first = post_session(&app, KEY, "acme").await.expect(201);
        for _ in 0..3 {
            let refused = post_session(&app, "one too many", "acme").await;
            refused.expect_problem(400, "bad_idempotency_key");
            let refused = post_session(&app, "one-too-many", "acme").await;
            refused.expect_problem(429, "too_many_idempotency_keys");
            assert_eq!(refused.header("retry-after"), "60");
        }
        assert_replayed(&post_session(&app, KEY, "acme").await, &first);
        assert_eq!(link_count(&app, "acme").await, 1);
        app.create_session("acme").await;
    }
}

#[tokio::test]
async fn refuses_what_is_no_key_and_ignores_the_header_where_it_has_no_use() {
    let app = App::start().await;
    let preview = format!("/flows/{FLOW}/tenants/acme/path-preview");
    let credentials = format!("{}/credentials", connection_path("acme"));
    for path in ["/connect-sessions", &preview, &credentials] {
        for key in ["", "two words", "\"open", &"k".repeat(256)] {
            let refused = post(&app, path, key, &session("acme")).await;
            refused.expect_problem(400, "bad_idempotency_key");
        }
        let twice = app
            .api_request(Method::POST, path)
            .header("idempotency-key", "a")
            .header("idempotency-key", "b");
        let refused = app.send(twice.json(&session("acme"))).await;
        refused.expect_problem(400, "bad_idempotency_key");
    }
    for prefix in ["a", "b"] {
        let body = json!({ "path_prefix": prefix });
        let answer = post(&app, &preview, KEY, &body).await.expect(200);
        assert_eq!(answer.header("idempotency-replayed"), "");
    }
    let connector = app.connector().await.expect(200).json();
    for _ in 0..2 {
        let put = app
            .api_request(Method::PUT, &format!("/flows/{FLOW}/connector"))
            .header("idempotency-key", "two words");
        app.send(put.json(&connector)).await.expect(200);
    }
    post_session(&app, KEY, "acme").await.expect(201);
}

/// Of a tenant that was deleted, no answer is given again, whether its request named the tenant in the path or in the body.
#[tokio::test]
async fn a_deleted_tenant_has_no_answers() {
    for app in both_databases().await {
        let rotate = "/tenants/acme/external-id/rotate";
        let other = "e2c1a0f0-6f9d-4c9c-8c0c-1d2f4f1f2a3b";
        let link = post_session(&app, KEY, "acme").await.expect(201);
        let rotated = post(&app, rotate, other, &json!({})).await.expect(200);
        let deleted = app.api_request(Method::DELETE, "/tenants/acme");
        app.send(deleted).await.expect(204);

        let again = post_session(&app, KEY, "acme").await.expect(201);
        assert_ne!(again.json()["token"], link.json()["token"]);
        let again = post(&app, rotate, other, &json!({})).await.expect(200);
        assert_ne!(again.json()["external_id"], rotated.json()["external_id"]);
    }
}
