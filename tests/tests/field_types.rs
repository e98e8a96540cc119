//! Every field type: the widget shows its default, validates it, saves it, and shows the saved value.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::app::App;
use e2e::client::connection_path;
use e2e::html::{element_text, input_value};
use reqwest::Method;
use serde_json::{Value, json};

/// Returns parameters with a field of each type. Every field except the password has a default.
fn params() -> Value {
    let options = json!([{ "name": "Első", "value": "a" }, { "name": "第二", "value": "b" }, { "name": "Third", "value": "c" }]);
    json!({
        "bucket": {}, "path_prefix": { "default": "incoming/" }, "aws_access_key_id": {}, "aws_secret_access_key": {},
        "line": { "label": "سطر", "description": "بالعربية", "default": "one", "adornment": { "start": "«", "end": "»" } },
        "hidden": { "label": "Hidden", "type": "password" },
        "count": { "label": "Count", "type": "number", "default": 2.5 },
        "agreed": { "label": "Agreed", "type": "boolean", "default": true },
        "lines": { "label": "Lines", "type": "multiline", "default": "one\ntwo" },
        "one": { "label": "One", "type": "select", "options": options, "default": "b" },
        "some": { "label": "Some", "type": "multiselect", "options": options, "default": ["a", "c"] },
    })
}

async fn set_params(app: &App) {
    let body = json!({ "direction": "both", "connect_ui_params": params() });
    app.api(Method::PUT, "/flows/demo/connector", Some(&body))
        .await
        .expect(200);
}

/// Returns the tag that contains `attribute`, after the first occurrence of `before`.
fn tag<'a>(html: &'a str, before: &str, attribute: &str) -> &'a str {
    let from = html.find(before).expect("the element before it");
    let from = from + html[from..].find(attribute).expect("the attribute");
    let start = html[..from].rfind('<').expect("a tag");
    &html[start..start + html[start..].find('>').expect("its end")]
}

#[tokio::test]
async fn shows_defaults_until_the_form_was_sent() {
    let app = App::start().await;
    set_params(&app).await;
    let token = app.create_session("acme").await;
    let page = app.open(&token).await.expect(200).text;
    assert_eq!(input_value(&page, "line").as_deref(), Some("one"));
    assert_eq!(input_value(&page, "count").as_deref(), Some("2.5"));
    assert_eq!(
        input_value(&page, "path_prefix").as_deref(),
        Some("incoming/")
    );
    assert_eq!(input_value(&page, "hidden").as_deref(), Some(""));
    assert_eq!(element_text(&page, "f-lines").as_deref(), Some("one\ntwo"));
    for (name, value, chosen) in [
        ("one", "a", false),
        ("one", "b", true),
        ("some", "a", true),
        ("some", "b", false),
        ("some", "c", true),
    ] {
        let tag = tag(
            &page,
            &format!("id=\"f-{name}\""),
            &format!("value=\"{value}\""),
        );
        let mark = if name == "one" { "selected" } else { "checked" };
        assert_eq!(tag.contains(mark), chosen, "{name} {value}: {tag}");
    }
    assert!(tag(&page, "for=\"f-agreed\"", "name=\"agreed\"").contains("checked"));
    for words in ["سطر", "بالعربية", "«", "»", "Első", "第二"] {
        assert!(page.contains(words), "{words}");
    }

    // All fields are emptied, and the form has another mistake: they stay empty.
    let emptied = [
        ("line", ""),
        ("count", ""),
        ("lines", ""),
        ("one", ""),
        ("bucket", ""),
        ("path_prefix", ""),
    ];
    let page = app.press(&token, "save", &emptied).await.expect(422).text;
    assert_eq!(input_value(&page, "line").as_deref(), Some(""));
    assert!(!tag(&page, "for=\"f-agreed\"", "name=\"agreed\"").contains("checked"));
    assert!(!tag(&page, "id=\"f-one\"", "value=\"b\"").contains("selected"));
    assert!(!tag(&page, "id=\"f-some\"", "value=\"a\"").contains("checked"));
}

#[tokio::test]
async fn validates_each_type_in_the_form_and_over_rest() {
    let app = App::start().await;
    set_params(&app).await;
    let token = app.create_session("acme").await;
    let sample = app.sample_fields("full-access");
    for (field, value, code) in [
        ("count", json!("twelve"), "wrong_type"),
        ("count", json!("NaN"), "wrong_type"),
        ("count", json!("1e999"), "wrong_type"),
        ("one", json!("z"), "unknown_option"),
        ("some", json!("z"), "unknown_option"),
        ("agreed", json!("perhaps"), "wrong_type"),
        ("line", json!("a\u{7}b"), "control_character"),
        ("lines", json!("a\u{7}b"), "control_character"),
        ("line", json!("x".repeat(5_000)), "too_long"),
    ] {
        let mut body = sample.json();
        body[field] = value.clone();
        let problem = app
            .put_connection("acme", &body)
            .await
            .expect_problem(422, "invalid_fields");
        assert_eq!(problem["errors"][0]["field"], field, "{value}: {problem}");
        assert_eq!(problem["errors"][0]["code"], code, "{value}: {problem}");
        let text = value.as_str().expect("text");
        let page = app
            .press(
                &token,
                "save",
                &[("bucket", "my-company-data"), (field, text)],
            )
            .await
            .expect(422);
        assert!(
            page.text.contains(&format!("href=\"#f-{field}\"")),
            "{field}: {}",
            page.visible_text()
        );
    }
    app.assert_not_connected("acme").await;
}

#[tokio::test]
async fn saves_and_returns_each_type() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        set_params(&app).await;
        let token = app.create_session("acme").await;
        let sample = app.sample_fields("full-access").json();
        let known = |name: &str| sample[name].as_str().expect("text").to_owned();
        let (bucket, id, secret) = (
            known("bucket"),
            known("aws_access_key_id"),
            known("aws_secret_access_key"),
        );
        let form = [
            ("bucket", bucket.as_str()),
            ("path_prefix", "incoming/"),
            ("aws_access_key_id", &id),
            ("aws_secret_access_key", &secret),
            ("line", " قيمة "),
            ("hidden", "hush-hush"),
            ("count", " 12 "),
            ("lines", "one\r\ntwo"),
            ("one", "c"),
            ("some", "a"),
            ("some", "b"),
        ];
        app.press(&token, "save", &form)
            .await
            .expect_page(200, "Everything works.");
        let saved = app.connection("acme").await.expect(200);
        let fields = &saved.json();
        let value = |name: &str| {
            fields
                .pointer(&format!("/fields/{name}"))
                .or(fields.get(name))
                .cloned()
        };
        assert_eq!(value("line"), Some(json!("قيمة")), "{fields}");
        assert_eq!(value("count"), Some(json!(12)));
        assert_eq!(
            value("agreed"),
            Some(json!(false)),
            "an unchecked box saves false, not the default"
        );
        assert_eq!(value("one"), Some(json!("c")));
        assert_eq!(value("some"), Some(json!(["a", "b"])));
        assert!(!saved.text.contains("hush-hush"), "{}", saved.text);
        // The form to change the connection shows the saved values, not the defaults.
        let page = app.press(&token, "change", &[]).await.expect(200).text;
        assert_eq!(input_value(&page, "count").as_deref(), Some("12"));
        assert!(!tag(&page, "for=\"f-agreed\"", "name=\"agreed\"").contains("checked"));
        assert!(tag(&page, "id=\"f-one\"", "value=\"c\"").contains("selected"));
        assert_eq!(input_value(&page, "hidden").as_deref(), Some(""));
        // The same over REST.
        let mut body = sample.clone();
        for (name, value) in [
            ("count", json!(3)),
            ("agreed", json!(true)),
            ("some", json!(["c"])),
            ("one", json!("a")),
        ] {
            body[name] = value;
        }
        let answer = app
            .api(Method::PUT, &connection_path("bolt"), Some(&body))
            .await
            .expect(201)
            .text;
        for words in [
            "\"count\":3",
            "\"agreed\":true",
            "\"some\":[\"c\"]",
            "\"one\":\"a\"",
        ] {
            assert!(
                answer.replace(": ", ":").contains(words),
                "{words}: {answer}"
            );
        }
    }
}
