//! The link for whoever runs the AWS account: what it opens, and all that it does not.

use app::progress::Progress;
use e2e::answer::Answer;
use e2e::app::{App, Fields};
use e2e::client::FLOW;
use e2e::html::{unescape, value_of};
use e2e::search::absent;
use e2e::user::{all_but_list, list};
use secrecy::SecretString;
use serde_json::json;
use service::{Asker, Clock, Error, Test};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use time::{Duration, OffsetDateTime};

/// The token of the link that an answer shows.
fn handed(answer: &Answer) -> String {
    let text = unescape(&answer.text.replace("\\\"", "\""));
    let (_, rest) = text
        .split_once("/connect?token=")
        .unwrap_or_else(|| panic!("no link in {text}"));
    rest.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect()
}

async fn forward_link(app: &App, token: &str, form: &[(&str, &str)]) -> String {
    handed(&app.press(token, "forward", form).await.expect(200))
}

/// Everything that could be pressed, as a page and in pieces.
const ALL: [&str; 8] = [
    "save",
    "again",
    "check",
    "change",
    "disconnect",
    "disconnect-now",
    "forward",
    "nonsense",
];

#[tokio::test]
async fn an_administrator_finishes_what_the_tenant_began() {
    let app = App::start().await;
    let fields = app.user("begun", &[all_but_list()]);
    let token = app.create_session("acme").await;
    let own = app.open(&token).await.element("external-id");
    app.press(&token, "save", &fields.form()).await.expect(422);
    let page = app
        .press(&token, "forward", &fields.form())
        .await
        .page(200, "Send this link to your AWS administrator.");
    assert_eq!(
        value_of(&page.text, "bucket").as_ref(),
        Some(&fields.bucket),
        "the draft stays"
    );
    let link = handed(&page);
    assert_ne!(link, token);

    let admins = app
        .open(&link)
        .await
        .page(200, "You were asked to set up access to a bucket.");
    assert_eq!(
        value_of(&admins.text, "bucket").as_ref(),
        Some(&fields.bucket)
    );
    assert_eq!(
        value_of(&admins.text, "aws_access_key_id"),
        Some(fields.key_id.clone())
    );
    assert_eq!(admins.element("external-id"), own);
    assert!(
        admins.words().contains("may not list the files"),
        "the last report comes along"
    );
    assert!(
        admins.text.contains("id=\"trust-policy\"") && admins.words().contains("s3:ListBucket")
    );
    assert!(
        !admins.text.contains("value=\"forward\""),
        "no further links"
    );

    app.allow("begun", &[all_but_list(), list()]);
    let done = app
        .press(&link, "again", &fields.form())
        .await
        .page(200, "Connected. Everything works.");
    assert!(
        !done.text.contains("disconnect") && !done.text.contains("value=\"change\""),
        "{}",
        done.text
    );
    app.open(&token).await.page(200, "Connected");

    // From then on the link says that it is connected, and where.
    let seen = app.open(&link).await.page(200, "The bucket is connected");
    assert!(seen.words().contains(&fields.bucket) && seen.words().contains("111122223333"));
    for hidden in [
        &fields.key_id,
        "incoming/",
        "us-east-1",
        &own,
        &fields.secret[36..],
    ] {
        assert!(!seen.text.contains(hidden), "{hidden}: {}", seen.text);
    }
    absent("the secret", &fields.secret, "an answer", &app.heard());
}

#[tokio::test]
async fn it_cannot_touch_what_is_connected() {
    let app = App::start().await;
    let fields = app.sample("full-access");
    let token = app.create_session("acme").await;
    let link = forward_link(&app, &token, &[]).await;
    app.put_connection("acme", &fields.json()).await.expect(201);
    let before = app.connection("acme").await;
    let other = app.sample("incoming-only");
    for action in ALL {
        for in_pieces in [false, true] {
            let answer = if in_pieces {
                app.press_in_pieces(&link, action, &other.form()).await
            } else {
                app.press(&link, action, &other.form()).await
            };
            match action {
                "save" | "again" if in_pieces => {
                    assert!(
                        answer.words().contains("The bucket is connected"),
                        "{action}"
                    );
                }
                "save" | "again" => drop(answer.page(409, "The bucket is connected")),
                _ => drop(answer.page(403, "This link cannot do that")),
            }
        }
    }
    let after = app.connection("acme").await;
    assert_eq!(
        (after.header("etag"), after.json()),
        (before.header("etag"), before.json())
    );
    // Nor is it an API key.
    let request = app.request(reqwest::Method::GET, &format!("/v1/flows/{FLOW}/connector"));
    app.send(request.bearer_auth(&link))
        .await
        .problem(401, "unauthorized");
}

#[tokio::test]
async fn it_makes_no_further_links_and_reaches_no_other_tenant() {
    let app = App::start().await;
    let victim = app.sample("full-access");
    app.put_connection("victim", &victim.json())
        .await
        .expect(201);
    let before = app.connection("victim").await.json();
    let of_victim = app.external_id("victim").await;
    let token = app.create_session("mallory").await;
    let link = forward_link(&app, &token, &[]).await;
    let named = [
        ("tenant", "victim"),
        ("flow", FLOW),
        ("environment", "dev"),
        ("kind", "tenant"),
        ("aws_external_id", of_victim.as_str()),
    ];
    for action in ALL {
        for answer in [
            app.press(&link, action, &named).await,
            app.press_in_pieces(&link, action, &named).await,
        ] {
            assert!(
                !answer.text.contains("/connect?token="),
                "{action}: {}",
                answer.text
            );
            for hidden in [&victim.bucket, &victim.key_id, &of_victim] {
                assert!(
                    !answer.text.contains(hidden.as_str()),
                    "{action}, {hidden}: {}",
                    answer.text
                );
            }
        }
    }
    assert_eq!(app.connection("victim").await.json(), before);
    // It connects mallory and nobody else.
    let own = app.sample("incoming-only");
    app.press(&link, "save", &own.form())
        .await
        .page(200, "Connected. Everything works.");
    assert_eq!(app.connection("mallory").await.json()["bucket"], own.bucket);
    assert_eq!(app.connection("victim").await.json(), before);
}

#[tokio::test]
async fn it_lives_for_seven_days_beside_others_and_ends_with_a_disconnect() {
    let minutes = Arc::new(AtomicI64::new(0));
    let of_clock = Arc::clone(&minutes);
    let start = OffsetDateTime::now_utc();
    let clock = Clock::new(move || start + Duration::minutes(of_clock.load(Ordering::Relaxed)));
    let app = App::setup().with_clock(clock).start().await;
    let token = app.create_session("acme").await;
    let first = forward_link(&app, &token, &[]).await;
    let second = forward_link(&app, &token, &[]).await;
    assert_ne!(first, second);
    minutes.store(7 * 24 * 60 - 1, Ordering::Relaxed);
    app.open(&token).await.page(410, "This link has expired");
    for link in [&first, &second] {
        app.open(link)
            .await
            .page(200, "You were asked to set up access");
    }
    minutes.store(7 * 24 * 60, Ordering::Relaxed);
    let expired = app
        .open(&first)
        .await
        .page(410, "Ask whoever sent it to you for a new one.");
    assert!(expired.words().contains("This link has expired"));

    let token = app.create_session("acme").await;
    let link = forward_link(&app, &token, &[]).await;
    let fields = app.sample("full-access");
    app.press(&link, "save", &fields.form()).await.expect(200);
    app.press(&token, "disconnect-now", &[])
        .await
        .page(200, "Disconnected");
    for action in ["open", "save", "again"] {
        app.press(&link, action, &fields.form())
            .await
            .page(410, "ends when the bucket is disconnected");
    }
    app.no_connection("acme").await;
    // The tenant's own link goes on, and hands on anew.
    let anew = forward_link(&app, &token, &[]).await;
    app.open(&anew)
        .await
        .page(200, "You were asked to set up access");
}

/// Each is a row, and a line in the log.
#[tokio::test]
async fn ten_at_once_and_ten_within_an_hour() {
    let minutes = Arc::new(AtomicI64::new(0));
    let of_clock = Arc::clone(&minutes);
    let start = OffsetDateTime::now_utc();
    let clock = Clock::new(move || start + Duration::minutes(of_clock.load(Ordering::Relaxed)));
    let app = App::setup().with_clock(clock).start().await;
    let fields = app.sample("full-access");
    let session = json!({ "tenant": "acme", "flow": FLOW, "ttl_seconds": 86_400 });
    let session = app.open_session(&session).await.expect(201).json();
    let token = session["token"].as_str().expect("a token").to_owned();
    let mut links = Vec::new();
    for minute in 0..10 {
        minutes.store(minute, Ordering::Relaxed);
        links.push(forward_link(&app, &token, &[]).await);
    }
    let page = app
        .press(&token, "forward", &fields.form())
        .await
        .page(429, "Ten links were made here within the last hour.");
    assert!(!page.text.contains("/connect?token="), "{}", page.text);
    assert_eq!(
        value_of(&page.text, "bucket").as_ref(),
        Some(&fields.bucket),
        "what was typed stays"
    );
    let pieces = app.press_in_pieces(&token, "forward", &fields.form()).await;
    let [Progress::End { id, html }] = &pieces.pieces()[..] else {
        panic!("{}", pieces.text)
    };
    assert_eq!(id, "forwarded-link");
    assert!(html.contains("Send one of those"), "{html}");
    for link in &links {
        app.open(link)
            .await
            .page(200, "You were asked to set up access");
    }
    let forwarded = async || {
        let events = app.api_get("/events?tenant=acme&kind=link").await;
        events.expect(200).text.matches("link.forwarded").count()
    };
    assert_eq!(forwarded().await, 10, "a refusal is not written down");

    // The first is an hour old: there may be another, and the first ends.
    minutes.store(60, Ordering::Relaxed);
    links.push(forward_link(&app, &token, &[]).await);
    app.press(&token, "forward", &[]).await.expect(429);
    app.open(&links[0]).await.page(410, "This link has expired");
    for link in &links[1..] {
        app.open(link)
            .await
            .page(200, "You were asked to set up access");
    }
    // Others are not concerned.
    let other = app.create_session("other").await;
    forward_link(&app, &other, &[]).await;
}

#[tokio::test]
async fn it_is_framed_by_nobody_and_only_the_tenant_makes_one() {
    let app = App::start().await;
    let session = json!({ "tenant": "acme", "flow": FLOW, "origin": "https://app.acme.com" });
    let session = app.open_session(&session).await.expect(201).json();
    let token = session["token"].as_str().expect("a token").to_owned();
    let link = forward_link(&app, &token, &[]).await;
    let page = app.open(&link).await.expect(200);
    let policy = page.header("content-security-policy").to_owned();
    assert!(
        policy.trim_end().ends_with("frame-ancestors 'self'"),
        "{policy}"
    );
    // Where a bucket is connected there is nothing to hand on.
    let fields = app.sample("full-access");
    app.put_connection("acme", &fields.json()).await.expect(201);
    app.press(&token, "forward", &fields.form())
        .await
        .page(409, "The bucket is connected");
    let pieces = app.press_in_pieces(&token, "forward", &[]).await;
    assert!(!pieces.text.contains("/connect?token="), "{}", pieces.text);
    let change = app
        .press(&token, "change", &[])
        .await
        .page(200, "Change the connection");
    assert!(!change.text.contains("value=\"forward\""));
}

/// Secrets are neither kept nor shown, wherever they were typed.
#[tokio::test]
async fn no_secret_is_handed_on() {
    const PIN: &str = "PinOfTheTenant-93845712";
    let app = App::start().await;
    let mut connector = app.connector().await.json();
    connector["connect_ui_params"]["pin"] = json!({ "label": "PIN", "type": "password" });
    let path = format!("/flows/{FLOW}/connector");
    app.api(reqwest::Method::PUT, &path, Some(&connector))
        .await
        .expect(200);
    let fields = app.sample("full-access");
    let Fields { secret, bucket, .. } = &fields;
    let mut links = Vec::new();
    for access in ["keys", "role"] {
        let token = app.create_session(access).await;
        for misplaced in ["aws_access_key_id", "aws_role_arn", "bucket"] {
            let mut form = vec![
                ("access", access),
                ("bucket", bucket),
                ("aws_secret_access_key", secret),
                ("pin", PIN),
            ];
            form.retain(|(name, _)| *name != misplaced);
            form.push((misplaced, secret));
            links.push(forward_link(&app, &token, &form).await);
            let pieces = app.press_in_pieces(&token, "forward", &form).await;
            links.push(handed(&pieces));
        }
    }
    for link in &links {
        app.open(link)
            .await
            .page(200, "You were asked to set up access");
    }
    let stored = app.database.bytes().await;
    for (what, secret) in [("the secret", secret.as_str()), ("the PIN", PIN)] {
        absent(what, secret, "an answer", &app.heard());
        absent(what, secret, "the database", &stored);
    }
    absent("the link's token", &links[0], "the database", &stored);
}

/// Ended while AWS was asked.
#[tokio::test]
async fn a_link_that_ended_saves_nothing_any_more() {
    let app = App::start().await;
    let fields = app.sample("full-access");
    let token = app.create_session("acme").await;
    let link = SecretString::from(forward_link(&app, &token, &fields.form()).await);
    let session = app.service.open_session(&link).await.expect("it is good");
    let (scope, flow) = (&session.scope, &session.flow);
    let now = app.service.now();
    app.service
        .store()
        .end_forwarded_links(scope, flow, 0, now)
        .await
        .expect("ended");

    let raw = fields.raw();
    let test = Test {
        asker: Some(Asker::Link(link)),
        ..Test::default()
    };
    let saved = app
        .service
        .test_and_save(scope, flow, &raw, test, |_| {})
        .await;
    assert!(
        matches!(saved, Err(Error::ExpiredForwardedLink(_))),
        "{saved:?}"
    );
    app.no_connection("acme").await;
}
