//! Settings nobody would think of: each is refused with a place, or saved and shown as what it is: text.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::admin::Admin;
use e2e::answer::Answer;
use e2e::app::App;
use e2e::html::{text_of, unescape, untouched};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use reqwest::Method;
use serde_json::{Value, json};

const FLOW: &str = "/admin/dev/flows/demo";
const API: &str = "/flows/demo/connector";

/// `{…}` with what a connector needs, and this beside it.
fn with(rest: &str) -> String {
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
    let version = admin.value(FLOW, "version").await;
    let fields = [
        ("json", params),
        ("direction", "both"),
        ("version", &version),
        ("action", action),
    ];
    admin.post(FLOW, &fields).await
}

/// The page is sent back as it came, with every control on it, which changes nothing.
async fn nothing_touched(admin: &Admin<'_>, page: &Answer, what: &str) {
    // No browser shows a NUL.
    let json = |page: &Answer| {
        let text = text_of(&page.text, "json").expect("the JSON");
        text.replace('\0', "\u{fffd}")
    };
    let fields = untouched(&page.text, "editor").expect("the form");
    let fields = fields.iter().map(|(n, v)| (n.as_str(), v.as_str()));
    let fields: Vec<_> = fields.chain([("action", "follow")]).collect();
    let again = admin.post(FLOW, &fields).await;
    assert_eq!(again.status, 200, "{what}");
    assert_eq!(json(&again), json(page), "{what}");
}

/// Whatever it is, both doors say the same; and what was refused is not there.
async fn judged(app: &App, admin: &Admin<'_>, params: &str) -> bool {
    let what: String = params.chars().take(200).collect();
    let before = app.connector().await.expect(200).text;
    let page = press(admin, "follow", params).await;
    assert_eq!(page.status, 200, "{what}: {}", page.words());
    let said = page.text.contains("class=\"problems\"");
    nothing_touched(admin, &page, &what).await;
    assert_eq!(app.connector().await.expect(200).text, before, "{what}");
    let saved = press(admin, "save", params).await;
    let taken = match saved.status {
        // Saved, or nothing is different from what is there.
        303 | 200 => true,
        422 => {
            assert!(saved.text.contains("class=\"summary\""), "{what}");
            assert_eq!(app.connector().await.expect(200).text, before, "{what}");
            false
        }
        other => panic!("{what}: {other}"),
    };
    assert_eq!(said, !taken, "{what}");
    let answer = put(app, params).await;
    match answer.status {
        200 => assert!(taken, "only the API takes {what}"),
        400 | 413 => assert!(!taken, "only the API refuses {what}: {}", answer.text),
        422 => {
            assert!(!taken, "only the API refuses {what}: {}", answer.text);
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
    taken
}

#[tokio::test]
async fn what_is_no_good_is_refused_with_its_place() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let deep =
        |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
    let many = (0..61)
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
        with(r#""x": null"#),
        with(r#""x": []"#),
        with(r#""x": "text""#),
        with(r#""x": ["Label", "Description"]"#),
        with(r#""x": {"adornment": ["a", "b"]}"#),
        with(&options(r#"["a", "b"]"#)),
        with(r#""x": 1e400"#),
        with(&format!(r#""x": {}"#, deep("[", "]"))),
        with(&format!(r#""x": {}"#, deep(r#"{"label":"#, "}"))),
        "[".repeat(20_000),
        with(r#""x": {}, "x": {}"#),
        with(r#""x": {"label": "a", "label": "b"}"#),
        with(r#""x": {"adornment": {"start": "a", "start": "b"}}"#),
        with(&options(r#"{"name": "a", "name": "b", "value": "c"}"#)),
        with(&options(r#"{"name": "a", "value": "b", "more": "c"}"#)),
        with(&options(
            r#"{"name": "a", "value": "b"}, {"name": "c", "value": "b"}"#,
        )),
        with(&options("")),
        with(&options("7")),
        with(r#""__proto__": {"__proto__": {}}"#),
        with(r#""": {}"#),
        with(r#""a b": {}"#),
        with("\"a\\u0000\": {}"),
        with("\"<script>alert(1)</script>\": {}"),
        with(&format!(r#""{}": {{}}"#, "n".repeat(5_000))),
        with(r#""x": {"label": "a\u0000b"}"#),
        with(r#""x": {"label": "a\ud800b"}"#),
        with(r#""x": {"label": "a\u202eb"}"#),
        with("\"x\": {\"label\": \"a\u{0}b\"}"),
        with("\"x\": {\"label\": \"a\u{2066}b\"}"),
        with("\"x\": {\"label\": \"a\nb\"}"),
        with(r#""x": {"label": {"toString": 1}}"#),
        with(r#""x": {"required": "yes"}"#),
        with(r#""x": {"type": ["text"]}"#),
        with(r#""x": {"type": "<img src=x onerror=alert(1)>"}"#),
        with(&format!(r#""x": {{"label": "{}"}}"#, "l".repeat(30_000))),
        with(&format!(
            r#""x": {{"description": "{}"}}"#,
            "😀".repeat(20_000)
        )),
        with(&many),
    ] {
        assert!(!judged(&app, &admin, &params).await, "{params:.200}");
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let huge = with(&format!(r#""x": {{"label": "{}"}}"#, "x".repeat(2_000_000)));
    put(&app, &huge).await.problem(413, "body_too_large");
    press(&admin, "save", &huge)
        .await
        .problem(413, "body_too_large");
    let lines = format!("{}{}", with(""), "\n".repeat(100_000));
    press(&admin, "follow", &lines).await.page(200, "Flow demo");
}

#[tokio::test]
async fn hostile_words_are_words() {
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
        assert!(judged(&app, &admin, &params.to_string()).await, "{words}");
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
        let area = text_of(&pages[0].text, "f-area").expect("the field is there");
        assert_eq!(area.trim_start_matches('\n'), words);
        assert!(unescape(&pages[0].text).contains(words), "{words}");
    }
}

/// Something like settings: mostly near what is right, so that both sides of every rule are met.
fn anything() -> impl Strategy<Value = Value> {
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
async fn whatever_comes_both_doors_agree_and_every_page_stands() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let token = app.create_session("acme").await;
    // The same cases each time: a failure can be looked at again.
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    let strategy = anything();
    let mut good = 0;
    for _ in 0..300 {
        let case = strategy
            .new_tree(&mut runner)
            .expect("a case")
            .current()
            .to_string();
        if judged(&app, &admin, &case).await {
            good += 1;
            assert_eq!(app.open(&token).await.status, 200, "{case}");
            let page = admin.get(&format!("{FLOW}/preview")).await;
            assert!(
                page.status == 200 && !page.text.contains("</textarea><script>"),
                "{case}"
            );
        }
    }
    assert!((20..280).contains(&good), "{good} of 300 were taken");
}
