//! The script with which a vendor's page shows the widget, and the headers that pages in a frame need.

use e2e::app::App;
use e2e::client::FLOW;
use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, IF_NONE_MATCH};
use serde_json::json;

const ORIGIN: &str = "https://app.acme.com";

#[tokio::test]
async fn serves_the_script_to_every_site_in_two_kibibytes() {
    let app = App::start().await;
    let script = app.get("/embed.js").await.expect(200);
    assert!(script.text.contains("export function connect("));
    assert!(!script.text.contains("\n//"), "comments are served");
    for (name, value) in [
        ("content-type", "text/javascript; charset=utf-8"),
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(script.header(name), value);
    }
    assert!(
        script
            .header("cache-control")
            .starts_with("public, max-age=")
    );

    let compressed = app
        .request(Method::GET, "/embed.js")
        .header(ACCEPT_ENCODING, "br")
        .send()
        .await
        .expect("an answer");
    assert_eq!(compressed.headers()["content-encoding"], "br");
    let length = compressed.bytes().await.expect("a body").len();
    assert!((1..=2048).contains(&length), "{length} bytes");

    let etag = script.header("etag");
    for (tag, status) in [
        (etag.to_owned(), 304),
        (format!("W/{etag}"), 304),
        ("\"old\"".to_owned(), 200),
    ] {
        let request = app
            .request(Method::GET, "/embed.js")
            .header(IF_NONE_MATCH, tag);
        app.send(request).await.expect(status);
    }
}

#[tokio::test]
async fn makes_the_accent_of_a_page_legible() {
    let app = App::start().await;
    let accent = app.get("/accent/0B5CD6.css").await.expect(200);
    assert_eq!(accent.header("content-type"), "text/css; charset=utf-8");
    assert!(
        accent
            .header("cache-control")
            .starts_with("public, max-age=")
    );
    // More specific than the theme of the environment, which comes later in the page.
    let start = "html:root[data-embed]{--accent:light-dark(#0b5cd6,#";
    assert!(accent.text.starts_with(start), "{}", accent.text);

    let too_light = app.get("/accent/ffcc00.css").await.expect(200).text;
    assert!(
        !too_light.contains("light-dark(#ffcc00,"),
        "yellow on white: {too_light}"
    );
    assert!(
        too_light.contains(",#ffcc00);"),
        "yellow on black: {too_light}"
    );

    for bad in [
        "red.css",
        "0b5cd6",
        "0b5cd6ff.css",
        "000000}.css",
        "%2300.css",
        "..css",
    ] {
        let refused = app.get(&format!("/accent/{bad}")).await.expect(404);
        assert_eq!(refused.json()["code"], "not_found", "{bad}");
    }
}

#[tokio::test]
async fn only_pages_for_a_frame_report_to_the_page_around_them() {
    let app = App::start().await;
    let create = async |origin: Option<&str>| {
        let session = json!({ "tenant": "acme", "flow": FLOW, "origin": origin });
        let session = app.post_session(&session).await.expect(201).json();
        session["token"].as_str().expect("a token").to_owned()
    };
    // The empty form comes from a template. It must not be that of another origin.
    for origin in [
        Some(ORIGIN),
        None,
        Some("https://other.acme.com"),
        Some(ORIGIN),
    ] {
        let page = app.open(&create(origin).await).await.expect(200);
        let embedder = origin.map(|origin| format!("data-embedder=\"{origin}\""));
        match &embedder {
            Some(embedder) => assert!(page.text.contains(embedder), "{}", page.text),
            None => assert!(!page.text.contains("data-embedder="), "{}", page.text),
        }
        let is_framed = origin.is_some();
        assert_eq!(page.text.contains("new MessageChannel"), is_framed);
        assert_eq!(page.text.contains("id=\"leave\""), is_framed);
        let header = |name| page.header(name).to_owned();
        let expected = if is_framed {
            ["require-corp", "cross-origin"]
        } else {
            ["", ""]
        };
        assert_eq!(
            [
                header("cross-origin-embedder-policy"),
                header("cross-origin-resource-policy")
            ],
            expected
        );
    }
}
