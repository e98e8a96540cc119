//! Response headers: what a page may load, who may frame it, that nobody caches it, and that the connect token does not
//! leak.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::answer::Answer;
use e2e::app::App;
use e2e::client::FLOW;
use serde_json::json;

const ORIGIN: &str = "https://app.acme.com";

/// Returns the value of a directive of the page's Content Security Policy.
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

/// Creates a link for a page of [`ORIGIN`]. Returns its token.
async fn create_framed_session(app: &App) -> String {
    let session = app
        .post_session(&json!({ "tenant": "acme", "flow": FLOW, "origin": ORIGIN }))
        .await
        .expect(201)
        .json();
    session["token"].as_str().expect("a token").to_owned()
}

#[tokio::test]
async fn allows_only_the_widgets_own_scripts() {
    let app = App::start().await;
    let token = create_framed_session(&app).await;
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
        "the nonce is too short or repeated: {nonce}"
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
        "the page has inline code, which the policy blocks"
    );
    assert!(
        !page.text.contains("src=\"http") && !page.text.contains("href=\"//"),
        "the page loads something from another origin"
    );
}

#[tokio::test]
async fn allows_only_the_sessions_origin_to_frame_the_widget() {
    let app = App::start().await;
    let token = create_framed_session(&app).await;
    let sample = app.sample_fields("full-access");
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
            "`X-Frame-Options` cannot name an origin, so it would block the vendor's page"
        );
    }
    let without_origin = app.create_session("acme").await;
    for page in [
        app.open(&without_origin).await,
        app.open("unknown").await,
        app.get("/connect").await,
        app.get("/admin").await,
    ] {
        assert_eq!(directive(&page, "frame-ancestors"), "'self'");
    }
}

#[tokio::test]
async fn prevents_caching_and_referrers() {
    let app = App::start().await;
    let token = create_framed_session(&app).await;
    let pages = [
        app.open(&token).await,
        app.open("unknown").await,
        app.get("/connect").await,
        app.press(&token, "save", &[]).await,
        app.press(&token, "nonsense", &[]).await,
        app.press_streaming(&token, "save", &app.sample_fields("full-access").form())
            .await,
        app.press_streaming(&token, "check", &[]).await,
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
        let is_admin_page = admins.iter().any(|admin| std::ptr::eq(admin, answer));
        // With `no-referrer`, browsers would send no `Origin` with the admin forms, and the CSRF check needs it.
        let policy = if is_admin_page {
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
            "a cookie is set although nobody signed in"
        );
    }
    // The page has the token only in its forms, and in no link.
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
async fn gives_every_request_a_unique_id() {
    let app = App::start().await;
    let mut ids = Vec::new();
    for _ in 0..20 {
        ids.push(app.get("/healthz").await.header("x-request-id").to_owned());
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 20);
}
