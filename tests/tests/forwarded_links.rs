//! Forwarded links, which tenants send to their AWS administrators: what they allow, and what they do not.

use app::progress::Progress;
use e2e::admin::{Admin, FORM_TOKEN};
use e2e::answer::Answer;
use e2e::app::{App, Fields};
use e2e::client::FLOW;
use e2e::html::{input_value, unescape};
use e2e::manual_clock::ManualClock;
use e2e::sandbox_user::{allow_list, allow_objects};
use e2e::secret_search::assert_secret_absent;
use reqwest::Method;
use reqwest::multipart::Form;
use secrecy::SecretString;
use serde_json::json;
use service::{Credential, Error, TestOptions};

/// Returns the token of the forwarded link that an answer shows.
fn forwarded_token(answer: &Answer) -> String {
    let text = unescape(&answer.text.replace("\\\"", "\""));
    let (_, rest) = text
        .split_once("/connect?token=")
        .unwrap_or_else(|| panic!("no link in {text}"));
    rest.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect()
}

async fn forward_link(app: &App, token: &str, form: &[(&str, &str)]) -> String {
    forwarded_token(&app.press(token, "forward", form).await.expect(200))
}

/// The least that a link can be forwarded with.
const BUCKET: [(&str, &str); 1] = [("bucket", "my-company-data")];

/// All actions of the widget, and one that does not exist.
const ACTIONS: [&str; 8] = [
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
async fn lets_an_administrator_finish_the_tenants_draft() {
    let app = App::start().await;
    let fields = app.create_user("administrator", &[allow_objects()]);
    let token = app.create_session("acme").await;
    let own = app.open(&token).await.element_text("external-id");
    app.press(&token, "save", &fields.form()).await.expect(422);
    let page = app
        .press(&token, "forward", &fields.form())
        .await
        .expect_page(200, "Send this message to your AWS administrator.");
    assert_eq!(
        input_value(&page.text, "bucket").as_ref(),
        Some(&fields.bucket),
        "the draft is no longer on the page"
    );
    let link = forwarded_token(&page);
    assert_ne!(link, token);

    let admins = app
        .open(&link)
        .await
        .expect_page(200, "You were asked to set up access to a bucket.");
    assert_eq!(
        input_value(&admins.text, "bucket").as_ref(),
        Some(&fields.bucket)
    );
    assert_eq!(
        input_value(&admins.text, "aws_access_key_id"),
        Some(fields.key_id.clone())
    );
    assert_eq!(admins.element_text("external-id"), own);
    assert!(
        admins
            .visible_text()
            .contains("is not allowed to list the files"),
        "the link does not show the last report"
    );
    assert!(
        admins.text.contains("id=\"trust-policy\"")
            && admins.visible_text().contains("s3:ListBucket")
    );
    assert!(
        !admins.text.contains("value=\"forward\""),
        "the link can be forwarded again"
    );

    // A page that was open during an update sends an action that no longer exists.
    let kept = app
        .press(&link, "nonsense", &fields.form())
        .await
        .expect_page(400, "This page was updated");
    assert_eq!(
        input_value(&kept.text, "bucket").as_ref(),
        Some(&fields.bucket)
    );

    app.set_user_policy("administrator", &[allow_objects(), allow_list()]);
    let done = app
        .press(&link, "again", &fields.form())
        .await
        .expect_page(200, "Connected. Everything works.");
    assert!(
        !done.text.contains("disconnect") && !done.text.contains("value=\"change\""),
        "{}",
        done.text
    );
    app.open(&token).await.expect_page(200, "Connected");

    // From then on, the link only shows that the bucket is connected, with its name and account.
    let connected = app
        .open(&link)
        .await
        .expect_page(200, "The bucket is connected");
    let text = connected.visible_text();
    assert!(text.contains(&fields.bucket) && text.contains("111122223333"));
    for hidden in [
        &fields.key_id,
        "incoming/",
        "us-east-1",
        &own,
        &fields.secret[36..],
    ] {
        assert!(
            !connected.text.contains(hidden),
            "{hidden}: {}",
            connected.text
        );
    }
    assert_secret_absent(
        "the secret",
        &fields.secret,
        "an answer",
        &app.received_bytes(),
    );
}

#[tokio::test]
async fn cannot_change_an_existing_connection() {
    let app = App::start().await;
    let fields = app.sample_fields("full-access");
    let token = app.create_session("acme").await;
    let link = forward_link(&app, &token, &BUCKET).await;
    app.put_connection("acme", &fields.json()).await.expect(201);
    let before = app.connection("acme").await;
    let other = app.sample_fields("incoming-only");
    for action in ACTIONS {
        for is_streaming in [false, true] {
            let answer = if is_streaming {
                app.press_streaming(&link, action, &other.form()).await
            } else {
                app.press(&link, action, &other.form()).await
            };
            match action {
                "save" | "again" if is_streaming => {
                    assert!(
                        answer.visible_text().contains("The bucket is connected"),
                        "{action}"
                    );
                }
                "save" | "again" => drop(answer.expect_page(409, "The bucket is connected")),
                // An action that does not exist only shows the present state.
                "nonsense" => drop(answer.expect_page(200, "The bucket is connected")),
                _ => drop(answer.expect_page(403, "This link can’t do that")),
            }
        }
    }
    let after = app.connection("acme").await;
    assert_eq!(
        (after.header("etag"), after.json()),
        (before.header("etag"), before.json())
    );
    // A forwarded link's token is no API key either.
    let request = app.request(Method::GET, &format!("/v1/flows/{FLOW}/connector"));
    app.send(request.bearer_auth(&link))
        .await
        .expect_problem(401, "unauthorized");
}

#[tokio::test]
async fn cannot_create_links_or_reach_other_tenants() {
    let app = App::start().await;
    let victim = app.sample_fields("full-access");
    app.put_connection("victim", &victim.json())
        .await
        .expect(201);
    let before = app.connection("victim").await.json();
    let victim_external_id = app.external_id("victim").await;
    let token = app.create_session("mallory").await;
    let link = forward_link(&app, &token, &BUCKET).await;
    let victim_fields = [
        ("tenant", "victim"),
        ("flow", FLOW),
        ("environment", "dev"),
        ("kind", "tenant"),
        ("aws_external_id", victim_external_id.as_str()),
    ];
    for action in ACTIONS {
        for answer in [
            app.press(&link, action, &victim_fields).await,
            app.press_streaming(&link, action, &victim_fields).await,
        ] {
            assert!(
                !answer.text.contains("/connect?token="),
                "{action}: {}",
                answer.text
            );
            for hidden in [&victim.bucket, &victim.key_id, &victim_external_id] {
                assert!(
                    !answer.text.contains(hidden.as_str()),
                    "{action}, {hidden}: {}",
                    answer.text
                );
            }
        }
    }
    assert_eq!(app.connection("victim").await.json(), before);
    // The link connects mallory and nobody else.
    let own = app.sample_fields("incoming-only");
    app.press(&link, "save", &own.form())
        .await
        .expect_page(200, "Connected. Everything works.");
    assert_eq!(app.connection("mallory").await.json()["bucket"], own.bucket);
    assert_eq!(app.connection("victim").await.json(), before);
}

#[tokio::test]
async fn expires_after_seven_days_and_ends_with_a_disconnect() {
    let clock = ManualClock::default();
    let app = App::builder().with_clock(clock.clock()).start().await;
    let token = app.create_session("acme").await;
    let first = forward_link(&app, &token, &BUCKET).await;
    let second = forward_link(&app, &token, &BUCKET).await;
    assert_ne!(first, second);
    clock.set_minutes(7 * 24 * 60 - 1);
    app.open(&token)
        .await
        .expect_page(410, "This link has expired");
    for link in [&first, &second] {
        app.open(link)
            .await
            .expect_page(200, "You were asked to set up access");
    }
    clock.set_minutes(7 * 24 * 60);
    let expired = app
        .open(&first)
        .await
        .expect_page(410, "Ask whoever sent it to you for a new one.");
    assert!(expired.visible_text().contains("This link has expired"));

    let token = app.create_session("acme").await;
    let link = forward_link(&app, &token, &BUCKET).await;
    let fields = app.sample_fields("full-access");
    app.press(&link, "save", &fields.form()).await.expect(200);
    app.press(&token, "disconnect-now", &[])
        .await
        .expect_page(200, "Disconnected");
    for action in ["open", "save", "again"] {
        app.press(&link, action, &fields.form())
            .await
            .expect_page(410, "ends when the bucket is disconnected");
    }
    app.assert_not_connected("acme").await;
    // The tenant's own link still works, and can be forwarded again.
    let new_link = forward_link(&app, &token, &BUCKET).await;
    app.open(&new_link)
        .await
        .expect_page(200, "You were asked to set up access");
}

/// Each link is a row and an audit event, so their number has to be limited.
#[tokio::test]
async fn limits_forwarded_links_to_ten_per_hour() {
    let clock = ManualClock::default();
    let app = App::builder().with_clock(clock.clock()).start().await;
    let fields = app.sample_fields("full-access");
    let session = json!({ "tenant": "acme", "flow": FLOW, "ttl_seconds": 86_400 });
    let session = app.post_session(&session).await.expect(201).json();
    let token = session["token"].as_str().expect("a token").to_owned();
    let mut links = Vec::new();
    for minute in 0..10 {
        clock.set_minutes(minute);
        links.push(forward_link(&app, &token, &BUCKET).await);
    }
    let page = app
        .press(&token, "forward", &fields.form())
        .await
        .expect_page(429, "Ten links were created here within the last hour.");
    assert!(!page.text.contains("/connect?token="), "{}", page.text);
    assert_eq!(
        input_value(&page.text, "bucket").as_ref(),
        Some(&fields.bucket),
        "what was typed is no longer on the page"
    );
    let answer = app.press_streaming(&token, "forward", &fields.form()).await;
    let [Progress::End { id, html, .. }] = &answer.progress()[..] else {
        panic!("{}", answer.text)
    };
    assert_eq!(id, "forwarded-link");
    assert!(html.contains("Send one of those"), "{html}");
    for link in &links {
        app.open(link)
            .await
            .expect_page(200, "You were asked to set up access");
    }
    let forwarded = async || {
        let events = app.api_get("/events?tenant=acme&kind=link").await;
        events.expect(200).text.matches("link.forwarded").count()
    };
    assert_eq!(forwarded().await, 10, "a refusal is an audit event");

    // The first link is an hour old now. Another one is allowed, and replaces the oldest of the ten.
    clock.set_minutes(60);
    links.push(forward_link(&app, &token, &BUCKET).await);
    app.press(&token, "forward", &BUCKET).await.expect(429);
    app.open(&links[0])
        .await
        .expect_page(410, "This link has expired");
    for link in &links[1..] {
        app.open(link)
            .await
            .expect_page(200, "You were asked to set up access");
    }
    // Other tenants have a limit of their own.
    let other = app.create_session("other").await;
    forward_link(&app, &other, &BUCKET).await;
}

#[tokio::test]
async fn is_never_framed_and_cannot_be_created_once_connected() {
    let app = App::start().await;
    let session = json!({ "tenant": "acme", "flow": FLOW, "origin": "https://app.acme.com" });
    let session = app.post_session(&session).await.expect(201).json();
    let token = session["token"].as_str().expect("a token").to_owned();
    let link = forward_link(&app, &token, &BUCKET).await;
    let page = app.open(&link).await.expect(200);
    let policy = page.header("content-security-policy").to_owned();
    assert!(
        policy.trim_end().ends_with("frame-ancestors 'self'"),
        "{policy}"
    );
    // Once a bucket is connected, there is nothing to forward.
    let fields = app.sample_fields("full-access");
    app.put_connection("acme", &fields.json()).await.expect(201);
    app.press(&token, "forward", &fields.form())
        .await
        .expect_page(409, "The bucket is connected");
    let answer = app.press_streaming(&token, "forward", &[]).await;
    assert!(!answer.text.contains("/connect?token="), "{}", answer.text);
    let change = app
        .press(&token, "change", &[])
        .await
        .expect_page(200, "Change the connection");
    assert!(!change.text.contains("value=\"forward\""));
}

/// Forwarding a draft neither stores nor shows secrets, no matter into which field they were typed.
#[tokio::test]
async fn forwards_no_secrets() {
    const PIN: &str = "PinOfTheTenant-93845712";
    let app = App::start().await;
    let mut connector = app.connector().await.json();
    connector["connect_ui_params"]["pin"] = json!({ "label": "PIN", "type": "password" });
    let path = format!("/flows/{FLOW}/connector");
    app.api(Method::PUT, &path, Some(&connector))
        .await
        .expect(200);
    let fields = app.sample_fields("full-access");
    let Fields { secret, bucket, .. } = &fields;
    let mut links = Vec::new();
    for access in ["keys", "role"] {
        let token = app.create_session(access).await;
        for misplaced in [
            "aws_access_key_id",
            "aws_role_arn",
            "bucket",
            "forward.sender",
        ] {
            let mut form = vec![
                ("access", access),
                ("bucket", bucket),
                ("aws_secret_access_key", secret),
                ("pin", PIN),
            ];
            form.retain(|(name, _)| *name != misplaced);
            form.push((misplaced, secret));
            // Without a bucket, there is nothing to forward.
            if misplaced == "bucket" {
                app.press(&token, "forward", &form).await.expect(422);
                app.press_streaming(&token, "forward", &form).await;
                continue;
            }
            links.push(forward_link(&app, &token, &form).await);
            let answer = app.press_streaming(&token, "forward", &form).await;
            links.push(forwarded_token(&answer));
        }
    }
    for link in &links {
        app.open(link)
            .await
            .expect_page(200, "You were asked to set up access");
    }
    let stored = app.database.bytes().await;
    for (what, secret) in [("the secret", secret.as_str()), ("the PIN", PIN)] {
        assert_secret_absent(what, secret, "an answer", &app.received_bytes());
        assert_secret_absent(what, secret, "the database", &stored);
    }
    assert_secret_absent("the link's token", &links[0], "the database", &stored);
}

/// The administrator has to know which bucket it is about, and who asks for what.
#[tokio::test]
async fn needs_the_bucket_and_says_who_asks() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let token = app.create_session("acme").await;
    for bucket in ["", "My_Bucket"] {
        let form = [("bucket", bucket), ("aws_role_arn", "x")];
        let page = app
            .press(&token, "forward", &form)
            .await
            .expect_page(422, "One thing needs a change");
        assert!(!page.text.contains("/connect?token="), "{}", page.text);
        let streamed = app.press_streaming(&token, "forward", &form).await;
        assert!(matches!(
            &streamed.progress()[..],
            [Progress::FieldErrors { errors, .. }] if errors.len() == 1 && errors[0].0 == "bucket"
        ));
    }
    for (name, vendor, expected) in [
        ("", "", "You were asked to set up access to a bucket."),
        (
            " Ann\n Lee",
            "",
            "Ann Lee asks you to set up access to a bucket.",
        ),
        (
            "",
            "Initech",
            "You were asked to give Initech access to a bucket.",
        ),
        (
            "<b>Ann</b>",
            "Initech",
            "<b>Ann</b> asks you to give Initech access to a bucket.",
        ),
    ] {
        let theme = Form::new()
            .text(FORM_TOKEN, admin.form_token.clone())
            .text("name", vendor);
        let request = app.request(Method::POST, "/admin/dev/looks");
        let request = admin.authenticate(request.multipart(theme));
        app.send(request).await.expect(200);
        let form = [BUCKET[0], ("forward.sender", name)];
        let page = app.press(&token, "forward", &form).await.expect(200);
        let link = forwarded_token(&page);
        let message = page.element_text("forwarded-message");
        for part in [&app.url, &link, "my-company-data", vendor] {
            assert!(message.contains(part), "{part}: {message}");
        }
        let opened = app.open(&link).await.expect(200);
        assert!(
            unescape(&opened.text).contains(expected),
            "{expected}: {}",
            opened.visible_text()
        );
        assert!(!opened.text.contains("<b>Ann"), "the name is not escaped");
    }
}

/// The page of whoever forwarded the link asks for it in intervals.
#[tokio::test]
async fn tells_the_sender_once_the_bucket_is_connected() {
    let app = App::start().await;
    let fields = app.sample_fields("full-access");
    let token = app.create_session("acme").await;
    let link = forward_link(&app, &token, &BUCKET).await;
    let before = app.press_streaming(&token, "watch", &[]).await.expect(200);
    assert_eq!(before.text, "");
    app.press(&link, "save", &fields.form()).await.expect(200);
    let after = app.press_streaming(&token, "watch", &[]).await.expect(200);
    let [Progress::End { id, html, .. }] = &after.progress()[..] else {
        panic!("{}", after.text)
    };
    assert_eq!(id, "stage");
    assert!(html.contains("Connected. Everything works."), "{html}");
    app.press(&link, "watch", &[])
        .await
        .expect_page(403, "This link can’t do that");
}

/// The link is ended while its check is running.
#[tokio::test]
async fn saves_nothing_with_a_forwarded_link_that_was_ended_meanwhile() {
    let app = App::start().await;
    let fields = app.sample_fields("full-access");
    let token = app.create_session("acme").await;
    let link = SecretString::from(forward_link(&app, &token, &fields.form()).await);
    let session = app.service.find_session(&link).await.expect("it is good");
    let (scope, flow) = (&session.scope, &session.flow);
    let now = app.service.now();
    app.service
        .store()
        .end_forwarded_links(scope, flow, 0, now)
        .await
        .expect("ended");

    let raw = fields.raw_draft();
    let test = TestOptions {
        credential: Some(Credential::Link {
            token: link,
            kind: session.kind,
        }),
        ..TestOptions::default()
    };
    let draft = app.service.load_flow_draft(scope, flow, raw).await;
    let draft = draft.expect("valid fields");
    let saved = app.service.test_and_save(draft, test, |_| {}).await;
    assert!(
        matches!(saved, Err(Error::ExpiredForwardedLink(_))),
        "{saved:?}"
    );
    app.assert_not_connected("acme").await;
}
