//! What a tenant reads is in a language of theirs: the session's, or the browser's, or English. What is kept is
//! in none.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::answer::Answer;
use e2e::app::App;
use e2e::client::{Client, FLOW};
use e2e::user::all_but_list;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn session(client: &Client, tenant: &str, locale: Option<&str>) -> String {
    let asked = json!({ "tenant": tenant, "flow": FLOW, "locale": locale });
    let answer = client.open_session(&asked).await.expect(201);
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
async fn the_session_comes_before_the_browser_and_both_before_english() {
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
        (Some("pt-BR"), None, "en", "Connect your S3 bucket"),
        (
            Some("pt-BR"),
            Some("de"),
            "de",
            "Verbinden Sie Ihren S3-Bucket",
        ),
    ] {
        let token = session(&app, "acme", locale).await;
        let page = open(&app, &format!("/connect?token={token}"), accept_language)
            .await
            .page(200, title);
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
async fn pages_that_only_say_no_do_so_in_the_readers_language() {
    let app = App::start().await;
    let german = Some("de");
    open(&app, "/connect", german)
        .await
        .page(400, "Öffnen Sie den Link noch einmal");
    open(&app, "/connect?token=nobodys", german)
        .await
        .page(404, "Dieser Link funktioniert nicht");
    // What vendors read stays English.
    let problem = open(&app, "/v1/flows/demo/connector", german).await;
    assert_eq!(problem.json()["title"], "Unauthorized");
}

#[tokio::test]
async fn a_report_is_read_in_another_language_than_it_was_made_in() {
    let app = App::start().await;
    let fields = app.user("unlisted", &[all_but_list()]);
    let german = session(&app, "acme", Some("de")).await;
    app.press(&german, "save", &fields.form()).await.page(
        422,
        "Der Benutzer „unlisted“ darf die Dateien in my-company-data/incoming/ nicht auflisten.",
    );
    // The same attempt, opened again by others.
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
            "The user “unlisted” may not list the files in my-company-data/incoming/.",
        ),
    ] {
        let token = session(&app, "acme", Some(locale)).await;
        app.open(&token).await.page(200, words);
    }
    // And the vendor's server reads English, whatever the session was.
    let answer = app.put_connection("acme", &fields.json()).await;
    let report = &answer.problem(422, "check_failed")["report"];
    let said: Vec<&Value> = report["steps"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| &step["detail"])
        .collect();
    assert!(
        said.contains(&&json!(
            "The user “unlisted” may not list the files in my-company-data/incoming/."
        )),
        "{report}"
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_field_is_said_in_the_language_of_the_page() {
    let app = App::start().await;
    let token = session(&app, "acme", Some("es")).await;
    let fields = [("access", "keys"), ("bucket", "My_Data")];
    let page = app.press(&token, "save", &fields).await;
    page.clone()
        .page(422, "Un nombre de bucket solo tiene minúsculas");
    page.clone()
        .page(422, "Introduzca el ID de clave de acceso.");
    page.page(422, "Hay que cambiar 3 cosas");
}

#[tokio::test]
async fn the_scripts_words_are_there_for_every_language() {
    let app = App::start().await;
    let mut names: Option<BTreeSet<String>> = None;
    for tag in ["en", "de", "fr", "es", "ja"] {
        let token = session(&app, "acme", Some(tag)).await;
        let page = app.open(&token).await.expect(200);
        let address = page.text.split("data-words=\"").nth(1).expect("an address");
        let address = address.split('"').next().expect("an address");
        let words = app.get(address).await.expect(200);
        assert!(words.header("cache-control").contains("immutable"));
        let json = words.json();
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
    assert!(names.expect("words").contains("bucket_character"));
    app.get("/words/xx.json").await.expect(404);
}
