//! API keys: creating one, which shows it once, using it, and revoking it for good.

#![expect(clippy::expect_used, reason = "tests")]

use domain::EnvironmentId;
use e2e::admin::Admin;
use e2e::app::App;
use e2e::client::{API_KEY, FLOW};
use e2e::html;
use service::Clock;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use time::OffsetDateTime;

const KEYS: &str = "/admin/dev/keys";

/// Returns the key on the page that shows it once.
fn new_key(page: &str) -> String {
    let notice = page
        .split("class=\"notice secret\"")
        .nth(1)
        .expect("the notice");
    let value = notice.split(" value=\"").nth(1).expect("the key");
    html::unescape(value.split('"').next().unwrap_or_default())
}

/// Returns the paths that revoke the keys on the page, the newest key first.
fn revoke_paths(page: &str) -> Vec<String> {
    let links = page.split("href=\"/admin/dev/keys/").skip(1);
    let ids = links.filter_map(|link| link.split_once("/revoke\""));
    ids.map(|(id, _)| format!("{KEYS}/{id}/revoke")).collect()
}

#[tokio::test]
async fn shows_a_new_key_once_and_accepts_it_until_it_is_revoked() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        let page = admin.get(KEYS).await.expect_page(200, "S3_CONNECT_API_KEY");
        assert!(!page.text.contains(API_KEY) && revoke_paths(&page.text).len() == 1);
        for (name, words) in [
            ("", "Give the key a name"),
            (" ", "Give the key a name"),
            ("a\nb", "one line"),
            (&"x".repeat(81), "at most 80"),
            ("S3_CONNECT_API_KEY", "already"),
        ] {
            admin
                .post(KEYS, &[("name", name)])
                .await
                .expect_page(422, words);
        }
        let page = admin.post(KEYS, &[("name", "<b>billing</b>")]).await;
        let page = page.expect_page(200, "The key <b>billing</b> was created");
        let key = new_key(&page.text);
        assert!(key.len() > 40 && !page.text.contains("<b>billing"), "{key}");
        let page = admin.get(KEYS).await.expect_page(200, "by Anna (admin)");
        assert!(!page.text.contains(&key), "the key is shown again");
        let billing = app.with_api_key(&key);
        billing.connector().await.expect(200);

        let revoke = revoke_paths(&page.text).remove(0);
        // Opening the confirmation page does not revoke the key.
        let confirmation = admin.get(&revoke).await.expect_page(200, "Revoke the key");
        let text = confirmation.visible_text();
        assert!(!text.contains("the only one"), "{text}");
        billing.connector().await.expect(200);
        let revoked = admin.post(&revoke, &[]).await.expect(303);
        admin
            .get(revoked.header("location"))
            .await
            .expect_page(200, "The key is revoked.");
        let refused = billing.connector().await;
        assert_eq!(
            refused.expect_problem(401, "unauthorized")["detail"],
            "This API key was revoked."
        );
        app.connector().await.expect(200);
        for again in [admin.get(&revoke).await, admin.post(&revoke, &[]).await] {
            again.expect_problem(404, "no_key");
        }
        admin
            .get(&format!("{KEYS}/nobody/revoke"))
            .await
            .expect_problem(404, "no_key");
        admin
            .post(&format!("{KEYS}/%00/revoke"), &[])
            .await
            .expect_problem(404, "no_key");
        // The name can be used again, and the page still lists the revoked key.
        admin
            .post(KEYS, &[("name", "<b>billing</b>")])
            .await
            .expect(200);
        let page = admin.get(KEYS).await.expect_page(200, "Revoked keys");
        assert!(
            page.visible_text().contains("· revoked "),
            "{}",
            page.visible_text()
        );
    }
}

#[tokio::test]
async fn hides_keys_of_other_environments() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    admin
        .post("/admin/environments", &[("environment", "prod")])
        .await
        .expect(303);
    let page = admin.get(KEYS).await.expect(200);
    let revoke = revoke_paths(&page.text)
        .remove(0)
        .replace("/dev/", "/prod/");
    admin.get(&revoke).await.expect_problem(404, "no_key");
    admin.post(&revoke, &[]).await.expect_problem(404, "no_key");
    app.connector().await.expect(200);
    let page = admin
        .post("/admin/prod/keys", &[("name", "ci")])
        .await
        .expect(200);
    let prod = app.with_api_key(&new_key(&page.text));
    prod.connector().await.expect_problem(404, "unknown_flow");
    prod.external_id("acme").await;
    let dev = EnvironmentId::parse("dev").expect("dev");
    let search = service::TenantSearch::default();
    let page = app
        .service
        .find_tenants(&dev, &search)
        .await
        .expect("tenants");
    assert!(page.items.is_empty(), "{page:?}");
}

#[tokio::test]
async fn keeps_the_last_key_revoked_after_a_restart() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        let page = admin.get(KEYS).await.expect(200);
        let revoke = revoke_paths(&page.text).remove(0);
        admin
            .get(&revoke)
            .await
            .expect_page(200, "This is the only active key");
        admin.post(&revoke, &[]).await.expect(303);
        admin
            .get(KEYS)
            .await
            .expect_page(200, "There is no active key");
        app.connector().await.expect_problem(401, "unauthorized");

        // A restart, first with the key still in the settings, then without it.
        let mut secrets = server::settings::Secrets {
            master_key: None,
            admin_key: None,
            api_key: Some(secrecy::SecretString::from(API_KEY)),
        };
        for _ in 0..2 {
            let prepared = server::first_start::prepare(&app.service, &secrets).await;
            assert!(
                prepared.expect("it starts").api.is_none(),
                "a restart created another key"
            );
            app.connector().await.expect_problem(401, "unauthorized");
            secrets.api_key = None;
        }
        let page = admin
            .get(KEYS)
            .await
            .expect_page(200, "There is no active key");
        assert_eq!(revoke_paths(&page.text).len(), 0);
        let page = admin.post(KEYS, &[("name", "next")]).await.expect(200);
        app.with_api_key(&new_key(&page.text))
            .connector()
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn records_the_last_use_of_a_key_once_a_minute() {
    let seconds = Arc::new(AtomicI64::new(1_800_000_000));
    let clock = {
        let seconds = Arc::clone(&seconds);
        Clock::new(move || {
            let now = seconds.load(Ordering::Relaxed);
            OffsetDateTime::from_unix_timestamp(now).expect("a time")
        })
    };
    let app = App::builder().with_clock(clock).start().await;
    let dev = EnvironmentId::parse("dev").expect("dev");
    let last_used = async || app.service.api_keys(&dev).await.expect("keys")[0].last_used_at;
    assert_eq!(last_used().await, None);
    let mut written = Vec::new();
    for later in [0, 10, 59, 60, 119, 125] {
        seconds.store(1_800_000_000 + later, Ordering::Relaxed);
        app.api_get(&format!("/flows/{FLOW}/connector"))
            .await
            .expect(200);
        // The server writes it after the answer, in a task of its own.
        tokio::time::sleep(Duration::from_millis(150)).await;
        written.push(last_used().await.map(|at| at / 1_000 - 1_800_000_000));
    }
    let expected = [0, 0, 0, 60, 60, 125].map(Some);
    assert_eq!(written, expected);
}
