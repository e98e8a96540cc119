//! Each API key has a budget of calls, which every answer states. Guesses of keys lock nobody out.

#![expect(clippy::expect_used, reason = "tests")]

use domain::EnvironmentId;
use e2e::answer::Answer;
use e2e::app::App;
use e2e::client::{API_KEY, Client, FLOW, connection_path};
use futures::future::join_all;
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::json;
use service::ApiKey;

/// The budget of a key that can make one call per second.
const POLICY: &str = "\"default\";q=10;w=10";

async fn new_key(app: &App, name: &str) -> (Client, ApiKey) {
    let dev = EnvironmentId::parse("dev").expect("an ID");
    let created = app.service.create_api_key(&dev, name).await;
    let (key, stored) = created.expect("a key");
    (app.with_api_key(key.expose_secret()), stored)
}

/// Asserts that an answer states the budget, and returns how many calls remain.
#[track_caller]
fn remaining(answer: &Answer) -> u32 {
    assert_eq!(answer.header("ratelimit-policy"), POLICY);
    let limit = answer.header("ratelimit");
    let remaining = limit
        .strip_prefix("\"default\";r=")
        .and_then(|rest| rest.strip_suffix(";t=1"));
    let remaining = remaining.and_then(|number| number.parse().ok());
    remaining.unwrap_or_else(|| panic!("ratelimit: {limit}"))
}

/// Calls the API until it refuses. Returns the refusal.
async fn call_until_refused(client: &Client) -> Answer {
    // More calls than the budget has, because some seconds pass meanwhile.
    for _ in 0..1_000 {
        let answer = client.connector().await;
        if answer.status != 200 {
            return answer;
        }
    }
    panic!("no call was refused");
}

#[tokio::test]
async fn every_answer_states_the_budget_of_its_key() {
    let app = App::builder().with_api_rate(1).start().await;
    let (client, _) = new_key(&app, "backend").await;
    assert_eq!(remaining(&client.connector().await.expect(200)), 9);
    let (other, _) = new_key(&app, "other").await;
    for (method, path, status) in [
        (Method::GET, connection_path("acme"), 404),
        (Method::GET, "/flows/%00/connector".to_owned(), 400),
        (Method::POST, "/connect-sessions".to_owned(), 422),
        (Method::DELETE, connection_path("acme"), 404),
        (
            Method::GET,
            format!("{}/credentials/container", connection_path("acme")),
            422,
        ),
    ] {
        let answer = other.api(method, &path, None).await.expect(status);
        assert!(remaining(&answer) < 10, "{path}");
    }
}

#[tokio::test]
async fn refuses_calls_beyond_the_budget_of_one_key_only() {
    let app = App::builder().with_api_rate(1).start().await;
    let (busy, _) = new_key(&app, "busy").await;
    let (other, _) = new_key(&app, "other").await;
    let refused = call_until_refused(&busy).await;
    let problem = refused.expect_problem(429, "rate_limited");
    assert_eq!(
        problem["detail"],
        "This API key makes more calls than it is allowed to. Try again in 1 s."
    );
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(remaining(&refused), 0);
    assert_eq!(remaining(&other.connector().await.expect(200)), 9);
    // A call that was refused did nothing, whatever it was.
    let created = loop {
        let answer = busy
            .post_session(&json!({ "tenant": "acme", "flow": FLOW }))
            .await;
        if answer.status == 429 {
            break answer;
        }
    };
    created.expect_problem(429, "rate_limited");
}

#[tokio::test]
async fn calls_without_a_valid_key_have_no_budget() {
    let app = App::builder().with_api_rate(1).start().await;
    let (revoked, stored) = new_key(&app, "revoked").await;
    let dev = EnvironmentId::parse("dev").expect("an ID");
    let revoke = app.service.revoke_api_key(&dev, &stored.id);
    revoke.await.expect("it is revoked");
    let path = format!("/v1/flows/{FLOW}/connector");
    for answer in [
        app.get(&path).await,
        app.with_api_key("unknown").connector().await,
        revoked.connector().await,
    ] {
        answer.expect_problem(401, "unauthorized");
        assert_eq!(answer.header("ratelimit"), "");
        assert_eq!(answer.header("ratelimit-policy"), "");
    }
    let refused = call_until_refused(&app).await;
    refused.expect_problem(429, "rate_limited");
}

#[tokio::test]
async fn the_limit_can_be_off() {
    let app = App::start().await;
    for _ in 0..20 {
        let answer = app.connector().await.expect(200);
        assert_eq!(answer.header("ratelimit"), "");
        assert_eq!(answer.header("ratelimit-policy"), "");
    }
}

#[tokio::test]
async fn a_flood_of_guesses_locks_no_key_out() {
    let app = App::builder().with_api_rate(1_000).start().await;
    let guesses: Vec<_> = (0..400)
        .map(|number| app.with_api_key(&format!("guess-{number}-{API_KEY}")))
        .collect();
    let flood = join_all(guesses.iter().map(Client::connector));
    let good = async {
        for number in 0..20 {
            app.connector().await.expect(200);
            // This server has never seen the key.
            let (client, _) = new_key(&app, &format!("new-{number}")).await;
            client.connector().await.expect(200);
        }
    };
    let (answers, ()) = tokio::join!(flood, good);
    for answer in answers {
        answer.expect_problem(401, "unauthorized");
    }
}
