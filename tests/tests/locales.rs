//! Tenants read the widget in the session's locale, or else in the browser's, or else in English. Stored reports have no
//! locale.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::answer::Answer;
use e2e::app::App;
use e2e::client::{Client, FLOW};
use e2e::sandbox_user::allow_objects;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn create_session(client: &Client, tenant: &str, locale: Option<&str>) -> String {
    let body = json!({ "tenant": tenant, "flow": FLOW, "locale": locale });
    let answer = client.post_session(&body).await.expect(201);
    answer.json()["token"].as_str().expect("a token").to_owned()
}

async fn open(client: &Client, path: &str, accept_language: Option<&str>) -> Answer {
    let mut request = client.request(Method::GET, path);
    if let Some(accept_language) = accept_language {
        request = request.header("accept-language", accept_language);
    }
    client.send(request).await
}

#[tokio::test]
async fn refuses_a_locale_that_it_does_not_speak() {
    let app = App::start().await;
    for locale in ["pt-BR", "xx", "", "d e", "en\r\nx: y"] {
        let body = json!({ "tenant": "acme", "flow": FLOW, "locale": locale });
        let answer = app.post_session(&body).await.expect(422);
        assert!(
            answer.text.contains("one of en, de, fr, es, ja"),
            "{locale:?}"
        );
    }
}

#[tokio::test]
async fn prefers_the_sessions_locale_then_the_browsers_then_english() {
    let app = App::start().await;
    for (locale, accept_language, tag, title) in [
        (None, None, "en", "Connect your S3 bucket"),
        (
            None,
            Some("de-AT,de;q=0.9"),
            "de",
            "Verbinden Sie Ihren S3-Bucket",
        ),
        (
            Some("fr-CA"),
            Some("de"),
            "fr",
            "Connectez votre compartiment S3",
        ),
        (Some("es"), None, "es", "Conecte su bucket de S3"),
        (None, Some("en;q=0.1, ja"), "ja", "S3 バケットを接続する"),
        (None, Some("pt-BR"), "en", "Connect your S3 bucket"),
    ] {
        let token = create_session(&app, "acme", locale).await;
        let page = open(&app, &format!("/connect?token={token}"), accept_language)
            .await
            .expect_page(200, title);
        let root = format!("<html lang=\"{tag}\" dir=\"ltr\">");
        assert!(
            page.text.contains(&root),
            "{locale:?}: {}",
            &page.text[..200]
        );
        assert_eq!(page.header("content-language"), tag);
        assert_eq!(page.header("vary"), "accept-language");
    }
}

#[tokio::test]
async fn translates_error_pages() {
    let app = App::start().await;
    let german = Some("de");
    open(&app, "/connect", german)
        .await
        .expect_page(400, "Öffnen Sie den Link noch einmal");
    open(&app, "/connect?token=nobodys", german)
        .await
        .expect_page(404, "Dieser Link funktioniert nicht");
    // The API, which vendors read, is always in English.
    let problem = open(&app, "/v1/flows/demo/connector", german).await;
    assert_eq!(problem.json()["title"], "Unauthorized");
}

#[tokio::test]
async fn translates_a_stored_report_for_each_reader() {
    let app = App::start().await;
    let fields = app.create_user("unlisted", &[allow_objects()]);
    let german = create_session(&app, "acme", Some("de")).await;
    app.press(&german, "save", &fields.form()).await.expect_page(
        422,
        "Der Benutzer „unlisted“ darf die Dateien in my-company-data/incoming/ nicht auflisten.",
    );
    // The same attempt, opened with other locales.
    for (locale, words) in [
        (
            "fr",
            "L’utilisateur «\u{a0}unlisted\u{a0}» n’a pas le droit de lister les fichiers de my-company-data/incoming/.",
        ),
        (
            "ja",
            "ユーザー「unlisted」には my-company-data/incoming/ のファイルを一覧表示する権限がありません。",
        ),
        (
            "en",
            "The user “unlisted” is not allowed to list the files in my-company-data/incoming/.",
        ),
    ] {
        let token = create_session(&app, "acme", Some(locale)).await;
        app.open(&token).await.expect_page(200, words);
    }
    // The vendor's server gets English, whatever the session's locale is.
    let answer = app.put_connection("acme", &fields.json()).await;
    let report = &answer.expect_problem(422, "check_failed")["report"];
    let details: Vec<&Value> = report["steps"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| &step["detail"])
        .collect();
    assert!(
        details.contains(&&json!(
            "The user “unlisted” is not allowed to list the files in my-company-data/incoming/."
        )),
        "{report}"
    );
}

#[tokio::test]
async fn translates_field_errors() {
    let app = App::start().await;
    let token = create_session(&app, "acme", Some("es")).await;
    let fields = [("access", "keys"), ("bucket", "My_Data")];
    let page = app.press(&token, "save", &fields).await;
    page.clone()
        .expect_page(422, "Un nombre de bucket solo tiene minúsculas");
    page.clone()
        .expect_page(422, "Introduzca el ID de clave de acceso.");
    page.expect_page(422, "Hay que cambiar 3 cosas");
}

#[tokio::test]
async fn serves_the_javascripts_messages_in_every_locale() {
    let app = App::start().await;
    let mut names: Option<BTreeSet<String>> = None;
    for tag in ["en", "de", "fr", "es", "ja"] {
        let token = create_session(&app, "acme", Some(tag)).await;
        let page = app.open(&token).await.expect(200);
        let address = page
            .text
            .split("data-messages=\"")
            .nth(1)
            .expect("an address");
        let address = address.split('"').next().expect("an address");
        let messages = app.get(address).await.expect(200);
        assert!(messages.header("cache-control").contains("immutable"));
        let json = messages.json();
        let found = json
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect();
        assert_eq!(
            names.get_or_insert_with(|| BTreeSet::clone(&found)),
            &found,
            "{tag}"
        );
    }
    assert!(names.expect("messages").contains("bucket_character"));
    app.get("/messages/xx.json").await.expect(404);
}
