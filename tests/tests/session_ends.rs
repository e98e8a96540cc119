//! How a tenant's way ends: with a link back to the vendor, a title that says how it went, and what broke if something did.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::app::App;
use e2e::client::FLOW;
use e2e::html::element_text;
use e2e::sandbox_user::{allow_list, allow_objects};
use serde_json::{Value, json};

const RETURN_URL: &str = "https://app.acme.com/settings?tab=s3&x=1";

/// Creates a session and returns its token.
async fn create_session(app: &App, tenant: &str, more: Value) -> String {
    let mut body = json!({ "tenant": tenant, "flow": FLOW });
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    let answer = app.post_session(&body).await.expect(201);
    answer.json()["token"].as_str().expect("a token").to_owned()
}

fn title(html: &str) -> String {
    let (_, rest) = html.split_once("<title>").expect("a title");
    rest.split('<').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn accepts_only_return_urls_that_tenants_can_be_sent_to() {
    let app = App::start().await;
    let errors = async |url: &str| {
        let body = json!({ "tenant": "acme", "flow": FLOW, "return_url": url });
        app.post_session(&body).await.field_errors()
    };
    for url in [RETURN_URL, "https://anything.example"] {
        assert!(errors(url).await.is_empty(), "{url}");
    }
    for (url, code) in [
        (
            "http://localhost:3000/",
            "return_url: return_url_not_allowed",
        ),
        ("http://app.acme.com/", "return_url: return_url_not_allowed"),
        ("javascript:alert(1)", "return_url: bad_return_url"),
        ("data:text/html,x", "return_url: bad_return_url"),
        ("//app.acme.com", "return_url: bad_return_url"),
        ("https://me:pw@app.acme.com/", "return_url: bad_return_url"),
    ] {
        assert_eq!(errors(url).await, [code], "{url}");
    }
    // During development, the allowed origins name the local server.
    let environment = domain::EnvironmentId::parse("dev").expect("an environment");
    app.service
        .put_allowed_origins(&environment, "http://localhost:3000", None)
        .await
        .expect("saved");
    assert!(errors("http://localhost:3000/done").await.is_empty());
    assert_eq!(
        errors("http://localhost:4000/").await,
        ["return_url: return_url_not_allowed"]
    );
}

#[tokio::test]
async fn leads_back_to_the_vendor_once_the_bucket_is_connected_on_sqlite() {
    leads_back_to_the_vendor(&App::start().await).await;
}

#[tokio::test]
async fn leads_back_to_the_vendor_once_the_bucket_is_connected_on_postgres() {
    leads_back_to_the_vendor(&App::builder().on_postgres().start().await).await;
}

async fn leads_back_to_the_vendor(app: &App) {
    let fields = app.sample_fields("full-access");
    let more = json!({ "return_url": RETURN_URL });
    let token = create_session(app, "acme", more).await;
    let link = "href=\"https://app.acme.com/settings?tab=s3&amp;x=1\"";
    let form = app.open(&token).await.expect(200);
    assert!(!form.text.contains(link), "nothing is done yet");
    let page = app
        .press(&token, "save", &fields.form())
        .await
        .expect_page(200, "Done");
    assert!(page.text.contains(link), "{}", page.text);
    assert!(page.text.contains("target=\"_top\""), "{}", page.text);
    let streamed = app.press_streaming(&token, "check", &[]).await;
    assert!(
        streamed.text.contains("tab=s3&amp;x=1"),
        "{}",
        streamed.text
    );
    let gone = app.press(&token, "disconnect-now", &[]).await;
    assert!(gone.text.contains(link), "{}", gone.text);
    // Whoever opens a forwarded link does not come from the vendor.
    let bucket = [("bucket", fields.bucket.as_str())];
    let page = app.press(&token, "forward", &bucket).await.expect(200);
    let (_, rest) = page.text.split_once("/connect?token=").expect("a link");
    let forwarded: String = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect();
    let done = app.press(&forwarded, "save", &fields.form()).await;
    let done = done.expect_page(200, "you can close this page");
    assert!(!done.text.contains("app.acme.com"), "{}", done.text);
}

#[tokio::test]
async fn an_expired_link_leads_back_to_the_vendor() {
    let app = App::start().await;
    let more = json!({ "return_url": RETURN_URL });
    let token = create_session(&app, "acme", more).await;
    app.database
        .run("UPDATE sessions SET expires_at = 1 WHERE tenant = 'acme'")
        .await;
    let page = app.open(&token).await.expect_page(410, "Go back");
    assert!(page.text.contains("tab=s3&amp;x=1"), "{}", page.text);
}

#[tokio::test]
async fn tells_tenants_without_a_way_back_that_they_are_done() {
    let app = App::start().await;
    let fields = app.sample_fields("full-access");
    let words = "You’re done and can close this page.";
    let token = create_session(&app, "acme", json!({})).await;
    app.press(&token, "save", &fields.form())
        .await
        .expect_page(200, words);
    // In a frame, the vendor's page goes on.
    let more = json!({ "origin": "https://app.acme.com" });
    let framed = create_session(&app, "framed", more).await;
    let page = app.press(&framed, "save", &fields.form()).await.expect(200);
    assert!(!page.visible_text().contains(words));
}

#[tokio::test]
async fn the_title_follows_the_state() {
    let app = App::start().await;
    let fields = app.create_user("titles", &[allow_objects()]);
    let token = create_session(&app, "acme", json!({})).await;
    let pages = [
        (app.open(&token).await, "Connect your S3 bucket"),
        (
            app.press(&token, "save", &[]).await,
            "3 things need a change",
        ),
        (
            app.press(&token, "save", &fields.form()).await,
            "1 of 6 checks failed.",
        ),
    ];
    for (page, expected) in pages {
        assert_eq!(title(&page.text), expected);
    }
    app.set_user_policy("titles", &[allow_objects(), allow_list()]);
    for (action, expected) in [
        ("again", "Connected. Everything works."),
        ("check", "Still connected. Everything works."),
        ("open", "Connected"),
        ("change", "Change the connection"),
        ("disconnect", "Disconnect this bucket?"),
        ("disconnect-now", "Disconnected"),
    ] {
        let page = app.press(&token, action, &fields.form()).await;
        assert_eq!(title(&page.text), expected, "{action}");
    }
}

#[tokio::test]
async fn a_connection_that_stops_working_leads_with_what_broke() {
    let app = App::start().await;
    let fields = app.create_user("breaks", &[allow_objects(), allow_list()]);
    app.put_connection("acme", &fields.json()).await.expect(201);
    app.set_user_policy("breaks", &[allow_objects()]);
    app.check_connection("acme").await.expect(200);
    let more = json!({ "return_url": RETURN_URL });
    let token = create_session(&app, "acme", more).await;
    let page = app
        .open(&token)
        .await
        .expect_page(200, "The connection doesn’t work: Can’t list files");
    let position = |part: &str| page.text.find(part).unwrap_or_else(|| panic!("no {part}"));
    assert!(position("id=\"step-list\"") < position("class=\"facts\""));
    assert_eq!(page.text.matches("class=\"primary\"").count(), 1);
    let text = page.visible_text();
    assert!(text.contains("Go back") && !text.contains("Done"), "{text}");
    // The whole policy is there, and fixes it.
    let policy = element_text(&page.text, "fix-all").expect("the whole policy");
    app.sandbox()
        .put_user_policy("breaks", &policy)
        .expect("the sandbox accepts it");
    app.press(&token, "check", &[])
        .await
        .expect_page(200, "Still connected. Everything works.");
}
