//! If the vendor changes a field's type to password or removes the field, nobody can read its stored value any more.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::admin::Admin;
use e2e::app::App;
use e2e::client::FLOW;
use e2e::secret_search::assert_secret_absent;
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

/// Returns the answers of everything that could show the field, in one text.
async fn read_everywhere(app: &App, admin: &Admin<'_>, acme: &str, failed: &str) -> String {
    let mut all = String::new();
    for answer in [
        app.connection("acme").await,
        app.check_connection("acme").await,
        app.press(acme, "change", &[]).await,
        app.press(acme, "check", &[]).await,
        app.open(acme).await,
        app.open(failed).await,
        app.press_streaming(acme, "check", &[]).await,
        admin
            .get(&format!("/admin/dev/tenants/acme/flows/{FLOW}"))
            .await,
    ] {
        all.push_str(&answer.expect(200).text);
    }
    all
}

#[tokio::test]
async fn hides_the_value_of_a_field_that_became_a_password() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let text = json!({ "label": "PIN" });
        put_field(&app, Some(text.clone())).await;
        let (acme, failed) = (
            app.create_session("acme").await,
            app.create_session("failed").await,
        );
        for (token, sample, status) in [(&acme, "full-access", 200), (&failed, "read-only", 422)] {
            let fields = app.sample_fields(sample);
            let mut form = fields.form();
            form.extend([("pin", PIN), ("zone", "north-by-northwest")]);
            app.press(token, "save", &form).await.expect(status);
        }
        let admin = Admin::sign_in(&app).await;
        let read = async || read_everywhere(&app, &admin, &acme, &failed).await;
        let count = |all: &str, what: &str| all.matches(what).count();
        let before = read().await;
        let pin_count = count(&before, PIN);
        assert!(
            pin_count >= 4,
            "the API, the admin page, the change form and the attempt show it: {pin_count}"
        );

        for now in [Some(json!({ "label": "PIN", "type": "password" })), None] {
            put_field(&app, now.clone()).await;
            let all = read().await;
            assert_secret_absent("the PIN", PIN, "an answer", all.as_bytes());
            assert_eq!(
                count(&all, "north-by-northwest"),
                count(&before, "north-by-northwest"),
                "the other field is still readable: {now:?}"
            );
        }
        // The value is still stored, and readable again if the field gets its old type back.
        put_field(&app, Some(text)).await;
        assert_eq!(count(&read().await, PIN), pin_count);
    }
}
