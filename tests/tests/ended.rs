//! A link that is ended, or a key that is revoked, while AWS is asked: nothing is written any more.

#![expect(clippy::expect_used, reason = "tests")]

use domain::{EnvironmentId, FlowId, TenantId};
use e2e::answer::Answer;
use e2e::app::{App, Fields, aws_through, sample, start_sandbox};
use e2e::client::{Client, FLOW};
use e2e::gate::Gate;
use secrecy::ExposeSecret;
use service::{Service, TenantScope};

fn acme() -> TenantScope {
    TenantScope::new(
        EnvironmentId::parse("dev").expect("id"),
        TenantId::parse("acme").expect("id"),
    )
}

/// Whether the check is going to pass or not.
const SAMPLES: [&str; 2] = ["full-access", "read-only"];

/// Asks with one of the sandbox's keys, and ends what it was asked by while AWS is thinking.
async fn ended_meanwhile(
    name: &str,
    ask: impl AsyncFnOnce(&Client, &str, &Fields) -> Answer,
    end: impl AsyncFnOnce(&Service),
) -> Answer {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let gate = Gate::to(sandbox.addr()).await;
    let aws = aws_through(&gate.url, &sandbox);
    let app = App::setup().with_mute_aws(aws).start().await;
    let fields = Fields::of(sample(&sandbox, name));
    let (key, _) = app
        .service
        .make_api_key(&acme().environment, "backend")
        .await
        .expect("a key");
    let caller = app.with_api_key(key.expose_secret());
    let token = caller.create_session("acme").await;
    let ending = async {
        gate.asked().await;
        end(&app.service).await;
        gate.set_open(true);
    };
    let (answer, ()) = tokio::join!(ask(&caller, &token, &fields), ending);
    app.no_connection("acme").await;
    let flow = FlowId::parse(FLOW).expect("id");
    let attempt = app.service.store().latest_attempt(&acme(), &flow).await;
    assert_eq!(attempt.expect("the store answers"), None, "{name}");
    answer
}

/// The vendor's “End them all”.
async fn end_them_all(service: &Service) {
    let ended = service.end_links(&acme()).await.expect("ended");
    assert_eq!(ended, 1);
}

#[tokio::test]
async fn a_link_that_was_ended_saves_nothing_any_more() {
    for name in SAMPLES {
        let press = async |client: &Client, token: &str, fields: &Fields| {
            client.press(token, "save", &fields.form()).await
        };
        ended_meanwhile(name, press, end_them_all)
            .await
            .page(410, "This link has expired");
        let press = async |client: &Client, token: &str, fields: &Fields| {
            client.press_in_pieces(token, "save", &fields.form()).await
        };
        let pieces = ended_meanwhile(name, press, end_them_all).await;
        for words in ["This link has expired", "open a new one"] {
            assert!(pieces.words().contains(words), "{words}: {}", pieces.text);
        }
    }
}

#[tokio::test]
async fn a_key_that_was_revoked_saves_nothing_any_more() {
    for name in SAMPLES {
        let put = async |client: &Client, _: &str, fields: &Fields| {
            client.put_connection("acme", &fields.json()).await
        };
        let revoke = async |service: &Service| {
            let environment = acme().environment;
            let keys = service.api_keys(&environment).await.expect("keys");
            let key = keys.iter().find(|key| key.name == "backend");
            service
                .revoke_api_key(&environment, &key.expect("the key").id)
                .await
                .expect("revoked");
        };
        ended_meanwhile(name, put, revoke)
            .await
            .problem(401, "unauthorized");
    }
}
