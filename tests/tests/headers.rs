//! What every answer says besides its content: what a page may load, who may frame it, that nobody keeps it, and
//! that the connect token goes nowhere.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::answer::Answer;
use e2e::app::App;
use e2e::client::FLOW;
use serde_json::json;

const ORIGIN: &str = "https://app.acme.com";

/// The directives of a policy by their names.
fn directive<'a>(page: &'a Answer, name: &str) -> &'a str {
    let policy = page.header("content-security-policy");
    let found = policy
        .split(';')
        .map(str::trim)
        .find_map(|directive| directive.strip_prefix(name));
    found
        .unwrap_or_else(|| panic!("no {name} in {policy}"))
        .trim()
}

async fn framed(app: &App) -> String {
    let session = app
        .open_session(&json!({ "tenant": "acme", "flow": FLOW, "origin": ORIGIN }))
        .await
        .expect(201)
        .json();
    session["token"].as_str().expect("a token").to_owned()
}

#[tokio::test]
async fn the_widget_runs_its_own_scripts_and_no_other() {
    let app = App::start().await;
    let token = framed(&app).await;
    let (page, again) = (
        app.open(&token).await.expect(200),
        app.open(&token).await.expect(200),
    );
    let scripts = directive(&page, "script-src");
    let nonce = scripts
        .split('\'')
        .find_map(|word| word.strip_prefix("nonce-"))
        .expect("a nonce");
    assert!(
        nonce.len() >= 16 && !again.header("content-security-policy").contains(nonce),
        "a nonce is good once: {nonce}"
    );
    assert!(
        !scripts.contains("unsafe-inline")
            && !scripts.contains("'unsafe-eval'")
            && !scripts.contains('*'),
        "{scripts}"
    );
    assert_eq!(directive(&page, "default-src"), "'none'");
    assert_eq!(directive(&page, "base-uri"), "'none'");
    assert_eq!(directive(&page, "form-action"), "'self'");
    for tag in page.text.split("<script").skip(1) {
        let tag = &tag[..tag.find('>').expect("an end")];
        assert!(
            tag.contains(&format!("nonce=\"{nonce}\"")),
            "a script without the nonce: {tag}"
        );
    }
    assert!(
        !page.text.contains(" onclick=") && !page.text.contains(" style=\""),
        "inline code would not run"
    );
    assert!(
        !page.text.contains("src=\"http") && !page.text.contains("href=\"//"),
        "nothing comes from elsewhere"
    );
}

#[tokio::test]
async fn only_the_sessions_origin_may_frame_the_widget() {
    let app = App::start().await;
    let token = framed(&app).await;
    let sample = app.sample("full-access");
    for page in [
        app.open(&token).await.expect(200),
        app.press(&token, "save", &[]).await.expect(422),
        app.press(&token, "save", &sample.form()).await.expect(200),
        app.press(&token, "disconnect-now", &[]).await.expect(200),
    ] {
        assert_eq!(
            directive(&page, "frame-ancestors"),
            format!("'self' {ORIGIN}")
        );
        assert_eq!(
            page.header("x-frame-options"),
            "",
            "it knows no origins and would keep the vendor's page out"
        );
    }
    let without = app.create_session("acme").await;
    for page in [
        app.open(&without).await,
        app.open("unknown").await,
        app.get("/connect").await,
        app.get("/admin").await,
    ] {
        assert_eq!(directive(&page, "frame-ancestors"), "'self'");
    }
}

#[tokio::test]
async fn nobody_keeps_a_page_or_learns_its_address() {
    let app = App::start().await;
    let token = framed(&app).await;
    let pages = [
        app.open(&token).await,
        app.open("unknown").await,
        app.get("/connect").await,
        app.press(&token, "save", &[]).await,
        app.press(&token, "nonsense", &[]).await,
        app.press_in_pieces(&token, "save", &app.sample("full-access").form())
            .await,
        app.press_in_pieces(&token, "check", &[]).await,
    ];
    let admins = [
        app.get("/admin").await,
        app.send(app.form("/admin/sign-in", &[("key", "wrong")]))
            .await,
        app.send(app.form("/admin/dev/flows/demo", &[])).await,
    ];
    for page in pages.iter().chain(&admins) {
        assert_eq!(
            page.header("cache-control"),
            "no-store",
            "{} {}",
            page.status,
            page.text
        );
    }
    let others = [
        app.connector().await,
        app.connection("acme").await,
        app.get("/nothing").await,
        app.get("/healthz").await,
        app.get("/").await,
        app.send(app.request(reqwest::Method::DELETE, "/connect"))
            .await,
    ];
    for answer in pages.iter().chain(&others).chain(&admins) {
        let of_admin = admins.iter().any(|admin| std::ptr::eq(admin, answer));
        // Without a referrer, a browser sends no origin with an admin's forms.
        let policy = if of_admin {
            "same-origin"
        } else {
            "no-referrer"
        };
        assert_eq!(answer.header("referrer-policy"), policy);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(!answer.header("permissions-policy").is_empty());
        assert_eq!(answer.header("x-request-id").len(), 16);
        for (name, value) in &answer.headers {
            let value = value.to_str().unwrap_or_default();
            assert!(!value.contains(&token), "the token is in {name}: {value}");
        }
        assert_eq!(
            answer.header("set-cookie"),
            "",
            "no cookie before somebody signs in"
        );
    }
    // On the page it is in the forms alone: no link leads anywhere with it.
    let page = &pages[0].text;
    assert!(!page.contains(&format!("token={token}")), "{page}");
    assert_eq!(
        page.matches(&token).count(),
        page.matches(&format!("name=\"token\" value=\"{token}\""))
            .count(),
        "{page}"
    );
}

#[tokio::test]
async fn every_request_has_its_own_id() {
    let app = App::start().await;
    let mut ids = Vec::new();
    for _ in 0..20 {
        ids.push(app.get("/healthz").await.header("x-request-id").to_owned());
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 20);
}
