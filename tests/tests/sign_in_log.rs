//! Sign-ins, and attempts with a wrong key, are in the log of the server.

use e2e::admin::{ADMIN_NAME, Admin};
use e2e::app::App;
use e2e::client::ADMIN_KEY;

const LOG: &str = "/admin/log";

#[tokio::test]
async fn records_who_signed_in_and_who_tried() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        // A key may be typed into the field for the name.
        let typed = [("key", "wrong-key-1"), ("name", ADMIN_KEY)];
        app.send(app.form("/admin/sign-in", &typed))
            .await
            .expect(401);
        let admin = Admin::sign_in(&app).await;
        let page = admin
            .get(LOG)
            .await
            .expect_page(200, "Sign-in with a wrong admin key, from 127.0.0.1");
        let text = page.visible_text();
        for words in [
            "Signed in, from 127.0.0.1".to_owned(),
            format!("{ADMIN_NAME} (admin)"),
            "somebody who is not signed in".to_owned(),
        ] {
            assert!(text.contains(&words), "{words}: {text}");
        }
        for secret in [ADMIN_KEY, "wrong-key-1"] {
            assert!(!page.text.contains(secret), "{secret}");
        }
        // The log of an environment leads there, and nobody else can read it.
        let environment_log = admin.get("/admin/dev/log").await.expect(200);
        assert!(environment_log.text.contains(&format!("href=\"{LOG}\"")));
        let page = app.get(LOG).await;
        let page = page.expect_page(200, "Sign in with the admin key");
        assert!(!page.visible_text().contains(ADMIN_NAME));
    }
}

#[tokio::test]
async fn pages_of_the_log_hold_every_event_once() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let address = "203.0.113.9".parse().expect("an address");
    for _ in 0..60 {
        let service = app.service.with_actor(service::Actor::Admin("Bea".into()));
        service.record_sign_in(address).await.expect("recorded");
    }
    let (mut found, mut path) = (0, Some(LOG.to_owned()));
    while let Some(current) = path {
        let page = admin.get(&current).await.expect(200);
        found += page.visible_text().matches("Bea (admin)").count();
        let next = page.text.split("href=\"").skip(1).filter_map(|rest| {
            let (href, _) = rest.split_once('"')?;
            href.starts_with("/admin/log?before=")
                .then(|| href.to_owned())
        });
        path = next.last();
    }
    assert_eq!(found, 60);
    admin.get("/admin/log?before=%00").await.expect(200);
}

#[tokio::test]
async fn bounds_the_refused_sign_ins_that_it_records() {
    let app = App::start().await;
    let address = "203.0.113.9".parse().expect("an address");
    for _ in 0..200 {
        app.service.record_refused_sign_in(address).await;
    }
    let recorded = app.service.store().server_events(None, 1_000).await;
    let recorded = recorded.expect("events").len();
    assert!((60..70).contains(&recorded), "{recorded}");
}
