//! A field that the vendor makes a password of, or takes away: what stands in it is read by nobody any more.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::admin::Admin;
use e2e::app::App;
use e2e::client::FLOW;
use e2e::search::absent;
use reqwest::Method;
use serde_json::{Value, json};

const PIN: &str = "PinOfTheTenant-93845712";

async fn put_field(app: &App, pin: Option<Value>) {
    let mut connector = app.connector().await.json();
    let params = connector["connect_ui_params"].as_object_mut();
    let params = params.expect("an object");
    params.insert("zone".to_owned(), json!({ "label": "Zone" }));
    match pin {
        Some(pin) => drop(params.insert("pin".to_owned(), pin)),
        None => drop(params.remove("pin")),
    }
    let path = format!("/flows/{FLOW}/connector");
    app.api(Method::PUT, &path, Some(&connector))
        .await
        .expect(200);
}

/// Wherever it could be read: everything that is answered, in one text.
async fn readers(app: &App, admin: &Admin<'_>, acme: &str, failed: &str) -> String {
    let mut all = String::new();
    for answer in [
        app.connection("acme").await,
        app.check_connection("acme").await,
        app.press(acme, "change", &[]).await,
        app.press(acme, "check", &[]).await,
        app.open(acme).await,
        app.open(failed).await,
        app.press_in_pieces(acme, "check", &[]).await,
        admin
            .get(&format!("/admin/dev/tenants/acme/flows/{FLOW}"))
            .await,
    ] {
        all.push_str(&answer.expect(200).text);
    }
    all
}

#[tokio::test]
async fn what_became_a_secret_is_read_by_nobody() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let text = json!({ "label": "PIN" });
        put_field(&app, Some(text.clone())).await;
        let (acme, failed) = (
            app.create_session("acme").await,
            app.create_session("failed").await,
        );
        for (token, sample, status) in [(&acme, "full-access", 200), (&failed, "read-only", 422)] {
            let fields = app.sample(sample);
            let mut form = fields.form();
            form.extend([("pin", PIN), ("zone", "north-by-northwest")]);
            app.press(token, "save", &form).await.expect(status);
        }
        let admin = Admin::sign_in(&app).await;
        let read = async || readers(&app, &admin, &acme, &failed).await;
        let times = |all: &str, what: &str| all.matches(what).count();
        let before = read().await;
        let seen = times(&before, PIN);
        assert!(seen >= 4, "API, admin, change and attempt: {seen}");

        for now in [Some(json!({ "label": "PIN", "type": "password" })), None] {
            put_field(&app, now.clone()).await;
            let all = read().await;
            absent("the PIN", PIN, "an answer", all.as_bytes());
            assert_eq!(
                times(&all, "north-by-northwest"),
                times(&before, "north-by-northwest"),
                "the other field stays: {now:?}"
            );
        }
        // Nothing was lost.
        put_field(&app, Some(text)).await;
        assert_eq!(times(&read().await, PIN), seen);
    }
}
