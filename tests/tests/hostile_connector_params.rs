//! Unusual connector settings are either refused with the place of the mistake, or saved and shown as plain text.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::admin::Admin;
use e2e::answer::Answer;
use e2e::app::App;
use e2e::html::{default_form_fields, element_text, unescape};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use reqwest::Method;
use serde_json::{Value, json};

const FLOW: &str = "/admin/dev/flows/demo";
const API: &str = "/flows/demo/connector";

/// Returns the JSON of parameters with all required fields, followed by `rest`.
fn params_with(rest: &str) -> String {
    let comma = if rest.is_empty() { "" } else { ", " };
    format!(r#"{{"bucket": {{}}, "aws_external_id": {{}}, "aws_role_arn": {{}}{comma}{rest}}}"#)
}

async fn put(app: &App, params: &str) -> Answer {
    let body = format!(r#"{{"direction": "both", "connect_ui_params": {params}}}"#);
    let request = app.api_request(Method::PUT, API);
    app.send(
        request
            .header("content-type", "application/json")
            .body(body),
    )
    .await
}

async fn press(admin: &Admin<'_>, action: &str, params: &str) -> Answer {
    let version = admin.field_value(FLOW, "version").await;
    let fields = [
        ("json", params),
        ("direction", "both"),
        ("version", &version),
        ("action", action),
    ];
    admin.post(FLOW, &fields).await
}

/// Asserts that sending the editor's form back unchanged changes nothing.
async fn assert_unchanged_form_changes_nothing(admin: &Admin<'_>, page: &Answer, what: &str) {
    // Browsers replace a NUL by U+FFFD.
    let json = |page: &Answer| {
        let text = element_text(&page.text, "json").expect("the JSON");
        text.replace('\0', "\u{fffd}")
    };
    let fields = default_form_fields(&page.text, "editor").expect("the form");
    let fields = fields.iter().map(|(n, v)| (n.as_str(), v.as_str()));
    let fields: Vec<_> = fields.chain([("action", "follow")]).collect();
    let answer = admin.post(FLOW, &fields).await;
    assert_eq!(answer.status, 200, "{what}");
    assert_eq!(json(&answer), json(page), "{what}");
}

/// Saves settings in the editor and over REST. Asserts that both agree, and that refused settings are not stored. Returns
/// whether they were accepted.
async fn save_both_ways(app: &App, admin: &Admin<'_>, params: &str) -> bool {
    let what: String = params.chars().take(200).collect();
    let before = app.connector().await.expect(200).text;
    let page = press(admin, "follow", params).await;
    assert_eq!(page.status, 200, "{what}: {}", page.visible_text());
    let has_problems = page.text.contains("class=\"problems\"");
    assert_unchanged_form_changes_nothing(admin, &page, &what).await;
    assert_eq!(app.connector().await.expect(200).text, before, "{what}");
    let saved = press(admin, "save", params).await;
    let is_accepted = match saved.status {
        // 303 if the settings were saved, 200 if they are the same as the current ones.
        303 | 200 => true,
        422 => {
            assert!(saved.text.contains("class=\"summary\""), "{what}");
            assert_eq!(app.connector().await.expect(200).text, before, "{what}");
            false
        }
        other => panic!("{what}: {other}"),
    };
    assert_eq!(has_problems, !is_accepted, "{what}");
    let answer = put(app, params).await;
    match answer.status {
        200 => assert!(is_accepted, "only the API accepts {what}"),
        400 | 413 => assert!(!is_accepted, "only the API refuses {what}: {}", answer.text),
        422 => {
            assert!(!is_accepted, "only the API refuses {what}: {}", answer.text);
            let errors = answer.json()["errors"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            assert!(!errors.is_empty(), "{what}: {}", answer.text);
            for error in errors {
                let field = error["field"].as_str().unwrap_or_default();
                assert!(field.starts_with("connect_ui_params"), "{what}: {error}");
            }
        }
        other => panic!("{what}: {other} {}", answer.text),
    }
    is_accepted
}

#[tokio::test]
async fn refuses_invalid_settings_with_the_place_of_the_mistake() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let deep =
        |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
    // 60 fields are allowed.
    let too_many = (0..61)
        .map(|n| format!(r#""f{n}": {{}}"#))
        .collect::<Vec<_>>()
        .join(", ");
    let options = |rest: &str| format!(r#""x": {{"type": "select", "options": [{rest}]}}"#);
    for params in [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "\"{}\"".to_owned(),
        "{".to_owned(),
        "{}".to_owned(),
        params_with(r#""x": null"#),
        params_with(r#""x": []"#),
        params_with(r#""x": "text""#),
        params_with(r#""x": ["Label", "Description"]"#),
        params_with(r#""x": {"adornment": ["a", "b"]}"#),
        params_with(&options(r#"["a", "b"]"#)),
        params_with(r#""x": 1e400"#),
        params_with(&format!(r#""x": {}"#, deep("[", "]"))),
        params_with(&format!(r#""x": {}"#, deep(r#"{"label":"#, "}"))),
        "[".repeat(20_000),
        params_with(r#""x": {}, "x": {}"#),
        params_with(r#""x": {"label": "a", "label": "b"}"#),
        params_with(r#""x": {"adornment": {"start": "a", "start": "b"}}"#),
        params_with(&options(r#"{"name": "a", "name": "b", "value": "c"}"#)),
        params_with(&options(r#"{"name": "a", "value": "b", "more": "c"}"#)),
        params_with(&options(
            r#"{"name": "a", "value": "b"}, {"name": "c", "value": "b"}"#,
        )),
        params_with(&options("")),
        params_with(&options("7")),
        params_with(r#""__proto__": {"__proto__": {}}"#),
        params_with(r#""": {}"#),
        params_with(r#""a b": {}"#),
        params_with("\"a\\u0000\": {}"),
        params_with("\"<script>alert(1)</script>\": {}"),
        params_with(&format!(r#""{}": {{}}"#, "n".repeat(5_000))),
        params_with(r#""x": {"label": "a\u0000b"}"#),
        params_with(r#""x": {"label": "a\ud800b"}"#),
        params_with(r#""x": {"label": "a\u202eb"}"#),
        params_with("\"x\": {\"label\": \"a\u{0}b\"}"),
        params_with("\"x\": {\"label\": \"a\u{2066}b\"}"),
        params_with("\"x\": {\"label\": \"a\nb\"}"),
        params_with(r#""x": {"label": {"toString": 1}}"#),
        params_with(r#""x": {"required": "yes"}"#),
        params_with(r#""x": {"type": ["text"]}"#),
        params_with(r#""x": {"type": "<img src=x onerror=alert(1)>"}"#),
        params_with(&format!(r#""x": {{"label": "{}"}}"#, "l".repeat(30_000))),
        params_with(&format!(
            r#""x": {{"description": "{}"}}"#,
            "😀".repeat(20_000)
        )),
        params_with(&too_many),
    ] {
        assert!(
            !save_both_ways(&app, &admin, &params).await,
            "{params:.200}"
        );
    }
}

#[tokio::test]
async fn refuses_settings_that_are_too_large() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let huge = params_with(&format!(r#""x": {{"label": "{}"}}"#, "x".repeat(2_000_000)));
    put(&app, &huge).await.expect_problem(413, "body_too_large");
    press(&admin, "save", &huge)
        .await
        .expect_problem(413, "body_too_large");
    let lines = format!("{}{}", params_with(""), "\n".repeat(100_000));
    press(&admin, "follow", &lines)
        .await
        .expect_page(200, "Flow demo");
}

#[tokio::test]
async fn shows_hostile_texts_as_text() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let token = app.create_session("acme").await;
    for words in [
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "</textarea><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onfocus='alert(1)' autofocus='",
        "<!-- --!> <!--><script>alert(1)</script>",
        "&lt;b&gt; &amp;amp; &#60;",
        "__proto__",
        "اسم \u{200f}الحاوية <b>",
        "日本語 🪣",
    ] {
        let params = json!({
            "bucket": { "label": words }, "aws_external_id": {}, "aws_role_arn": {}, "constructor": { "label": words },
            "text": { "label": words, "description": words, "default": words, "adornment": { "start": words.chars().take(40).collect::<String>() } },
            "area": { "label": words, "type": "multiline", "default": words },
            "pick": { "label": words, "type": "select", "options": [{ "name": words, "value": words }], "default": words },
            "some": { "label": words, "type": "multiselect", "options": [{ "name": words, "value": words }], "default": [words] },
        });
        assert!(
            save_both_ways(&app, &admin, &params.to_string()).await,
            "{words}"
        );
        let pages = [
            app.open(&token).await,
            admin.get(FLOW).await,
            admin.get(&format!("{FLOW}/preview")).await,
            admin.get(&format!("{FLOW}/history")).await,
            admin.get(&format!("{FLOW}/history/2")).await,
            press(
                &admin,
                "review",
                &params.to_string().replace("\"text\"", "\"text2\""),
            )
            .await,
        ];
        for page in &pages {
            assert_eq!(page.status, 200, "{words}");
            for raw in ["<script>alert", "<img src=x", "<!-- --!>"] {
                assert!(!page.text.contains(raw), "{words}: {raw}");
            }
        }
        let area = element_text(&pages[0].text, "f-area").expect("the field is there");
        assert_eq!(area.trim_start_matches('\n'), words);
        assert!(unescape(&pages[0].text).contains(words), "{words}");
    }
}

/// Generates settings that are valid or nearly valid, so that both sides of every rule are tested.
fn arbitrary_params() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[a-z]{0,6}",
        "[ -~]{0,12}",
        "\\PC{0,8}",
        ".{0,8}",
        Just("</textarea><script>".to_owned()),
        Just("\u{202e}".to_owned()),
    ];
    let plain = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        text.clone().prop_map(Value::from),
    ];
    let nested = plain.prop_recursive(3, 12, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((text.clone(), inner), 0..4)
                .prop_map(|all| Value::Object(all.into_iter().collect())),
        ]
    });
    let option = ("[a-c]{1,2}", "[a-c]{0,1}")
        .prop_map(|(name, value)| json!({ "name": name, "value": value }));
    let attribute = prop_oneof![
        3 => ("label|description|default".prop_map(String::from), "\\PC{1,8}".prop_map(Value::from)),
        3 => (Just("type".to_owned()), "text|number|boolean|select|multiselect|multiline|password|x".prop_map(Value::from)),
        2 => (Just("options".to_owned()), prop::collection::vec(option, 0..3).prop_map(Value::from)),
        1 => ("label|description|type|required|adornment|default|options|lable".prop_map(String::from), nested.clone()),
    ];
    let field = prop_oneof![
        6 => prop::collection::vec(attribute, 0..4).prop_map(|all| Value::Object(all.into_iter().collect())),
        1 => nested,
    ];
    let names = "bucket|path_prefix|region|aws_access_key_id|aws_secret_access_key|aws_external_id|aws_role_arn|[a-c]|__proto__|token|a b";
    prop::collection::vec((names, field), 0..5).prop_map(|all| {
        let mut params = json!({ "bucket": {}, "aws_external_id": {}, "aws_role_arn": {} });
        for (name, field) in all {
            params[name.as_str()] = field;
        }
        params
    })
}

#[tokio::test]
async fn editor_and_api_agree_on_arbitrary_settings() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let token = app.create_session("acme").await;
    // A fixed seed generates the same cases in each run, so failures can be reproduced.
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    let strategy = arbitrary_params();
    let mut accepted = 0;
    for _ in 0..300 {
        let case = strategy
            .new_tree(&mut runner)
            .expect("a case")
            .current()
            .to_string();
        if save_both_ways(&app, &admin, &case).await {
            accepted += 1;
            assert_eq!(app.open(&token).await.status, 200, "{case}");
            let page = admin.get(&format!("{FLOW}/preview")).await;
            assert!(
                page.status == 200 && !page.text.contains("</textarea><script>"),
                "{case}"
            );
        }
    }
    assert!(
        (20..280).contains(&accepted),
        "{accepted} of 300 were accepted"
    );
}
