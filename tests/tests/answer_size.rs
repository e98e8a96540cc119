//! The size of an answer is limited by the size of its request, no matter how many mistakes the request has. Otherwise a
//! small request could cost the server and the network far more than its sender.

use e2e::admin::{Admin, FORM_TOKEN};
use e2e::answer::Answer;
use e2e::app::App;
use e2e::client::{FLOW, connection_path};
use reqwest::Method;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A size just below the limit of a body, in bytes.
const LARGE: usize = 126_000;

/// Asserts that the answer has at most `page` bytes plus `times` bytes for each of the `sent` bytes of the request.
#[track_caller]
fn assert_size(what: &str, answer: &Answer, page: usize, sent: usize, times: usize) {
    let size = answer.text.len();
    let limit = page + times * sent;
    assert!(
        answer.status < 500,
        "{what}: {} {:.300}",
        answer.status,
        answer.text
    );
    assert!(
        size <= limit,
        "{what}: {size} bytes for {sent}, more than {limit}: {:.300}",
        answer.text
    );
}

/// Joins up to `max` items, or as many as fit into [`LARGE`] bytes. `item` gets the number of each item.
fn join_many(max: usize, separator: &str, item: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for n in 0..max {
        let next = item(n);
        if text.len() + separator.len() + next.len() > LARGE {
            break;
        }
        if n > 0 {
            text.push_str(separator);
        }
        text.push_str(&next);
    }
    text
}

/// Returns large bodies of a form that has a field `known`. Each has a description, and the number of bytes that the
/// answer may have for each byte of the body.
fn large_forms(known: &str) -> Vec<(String, String, usize)> {
    let escaped =
        |text: &str| -> String { url::form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    let bodies = [
        (
            "empty fields",
            join_many(usize::MAX, "&", |_| "a".to_owned()),
            1,
        ),
        (
            "as many fields as are accepted",
            join_many(3_900, "&", |n| format!("unknown-field-{n}=x")),
            2,
        ),
        (
            "fields of one name",
            join_many(3_900, "&", |_| format!("{known}=value")),
            2,
        ),
        ("a long name", "n".repeat(LARGE), 2),
        ("a long value", format!("{known}={}", "x".repeat(LARGE)), 2),
        (
            "a value of few bytes each",
            format!("{known}={}", escaped(&"é".repeat(LARGE / 7))),
            2,
        ),
        // HTML escapes one of these characters as up to six.
        ("quotes", format!("{known}={}", "\"".repeat(LARGE)), 8),
        ("brackets", format!("{known}={}", "<".repeat(LARGE)), 8),
        (
            "a nest",
            format!(
                "{known}={}{}",
                "%7B%22a%22%3A".repeat(100),
                "%7D".repeat(100)
            ),
            2,
        ),
    ];
    bodies
        .map(|(what, body, times)| (format!("{known}: {what}"), body, times))
        .into()
}

#[tokio::test]
async fn limits_answers_to_forms_of_the_widget() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    let send = async |start: &str, body: &str, is_streaming: bool| {
        let request = app
            .request(Method::POST, "/connect")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("{start}&{body}"));
        let accept = if is_streaming {
            app::islands::NDJSON
        } else {
            "text/html"
        };
        app.send(request.header("accept", accept)).await
    };
    for action in ["save", "setup", "forward", "check", "download:keys:policy"] {
        for is_streaming in [false, true] {
            let start = format!("token={token}&action={action}");
            let page = send(&start, "bucket=A", is_streaming).await.text.len();
            for field in ["bucket", "path_prefix", "aws_role_arn", "aws_access_key_id"] {
                for (what, body, times) in large_forms(field) {
                    let answer = send(&start, &body, is_streaming).await;
                    let what = format!("{action} {what} {is_streaming}");
                    // A page for a large form may have a line for each mistake, in addition to what it repeats.
                    assert_size(&what, &answer, page + 12_000, body.len(), times);
                }
            }
        }
    }
}

#[tokio::test]
async fn limits_answers_to_forms_of_the_admin_pages() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    app.create_session("acme").await;
    let flow = "/admin/dev/flows/demo";
    let token = &admin.form_token;
    for (path, field) in [
        ("/admin/environments", "environment"),
        ("/admin/dev/flows", "flow"),
        (flow, "json"),
        (flow, "own"),
        ("/admin/dev/flows/demo/preview", "json"),
        ("/admin/dev/keys", "name"),
        ("/admin/dev/links", "tenant"),
        ("/admin/dev/settings/origins", "origins"),
        ("/admin/dev/settings/template", "template_url"),
    ] {
        let send = async |body: &str| {
            let request = app
                .request(Method::POST, path)
                .header("content-type", "application/x-www-form-urlencoded")
                .header("cookie", &admin.cookie)
                .body(format!("{FORM_TOKEN}={token}&action=follow&{body}"));
            app.send(request).await
        };
        let page = send("x=1").await.text.len();
        for (what, body, times) in large_forms(field) {
            let what = format!("{path} {what}");
            // Some of these forms are answered with a redirect if they are small, and with a page of about 14 KB, with
            // its styles and script, if they are refused.
            assert_size(&what, &send(&body).await, page + 16_000, body.len(), times);
        }
    }
    let sign_in = async |body: String| {
        let request = app
            .request(Method::POST, "/admin/sign-in")
            .header("content-type", "application/x-www-form-urlencoded");
        app.send(request.body(body)).await
    };
    for (what, body, times) in large_forms("name").into_iter().chain(large_forms("next")) {
        let sent = body.len();
        assert_size(&what, &sign_in(body).await, 12_000, sent, times);
    }
    let parts = (0..2_000).fold(reqwest::multipart::Form::new(), |form, n| {
        form.text(format!("f{n}"), "x")
    });
    let request = app
        .request(Method::POST, "/admin/dev/looks")
        .multipart(parts);
    let answer = app.send(request.header("cookie", &admin.cookie)).await;
    assert!((400..500).contains(&answer.status), "{}", answer.text);
}

#[tokio::test]
async fn limits_the_mistakes_named_in_a_flows_settings() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let flow = "/admin/dev/flows/demo";
    let required = r#""bucket": {}, "aws_external_id": {}, "aws_role_arn": {}"#;
    let params_with = |rest: String| format!("{{{required}, {rest}}}");
    let choice = |n: usize| {
        let options = vec![r#"{"name":"","value":""}"#; 95].join(",");
        format!(r#""x{n}": {{"type": "select", "options": [{options}]}}"#)
    };
    let settings = [
        (
            "unknown attributes",
            params_with(format!(
                r#""x": {{{}}}"#,
                join_many(9_900, ",", |n| format!(r#""b{n}":0"#))
            )),
        ),
        ("empty options", params_with(join_many(55, ",", choice))),
        (
            "bad names",
            params_with(join_many(9_900, ",", |n| format!(r#""a b{n}": {{}}"#))),
        ),
        (
            "bad fields",
            params_with(join_many(9_900, ",", |n| format!(r#""f{n}": 0"#))),
        ),
        (
            "a long name",
            params_with(format!(r#""{}": {{}}"#, "n".repeat(100_000))),
        ),
        (
            "a long type",
            params_with(format!(r#""x": {{"type": "{}"}}"#, "t".repeat(100_000))),
        ),
        (
            "a long attribute",
            params_with(format!(r#""x": {{"{}": 1}}"#, "a".repeat(100_000))),
        ),
        (
            "a name twice",
            params_with(format!(r#""{0}": {{}}, "{0}": {{}}"#, "n".repeat(50_000))),
        ),
        (
            "zeros",
            params_with(format!(
                r#""x": [{}]"#,
                join_many(usize::MAX, ",", |_| "0".to_owned())
            )),
        ),
    ];
    let page = admin.get(flow).await.expect(200).text.len();
    for (what, params) in settings {
        let body = format!(r#"{{"direction": "both", "connect_ui_params": {params}}}"#);
        let request = app
            .api_request(Method::PUT, &format!("/flows/{FLOW}/connector"))
            .header("content-type", "application/json")
            .body(body.clone());
        let answer = app.send(request).await;
        assert!(
            (400..500).contains(&answer.status),
            "{what}: {}",
            answer.status
        );
        assert_size(what, &answer, 12_000, 0, 0);
        let version = admin.field_value(flow, "version").await;
        let fields = [
            ("json", params.as_str()),
            ("direction", "both"),
            ("version", &version),
            ("action", "save"),
        ];
        let answer = admin.post(flow, &fields).await;
        assert!(
            (400..500).contains(&answer.status),
            "{what}: {}",
            answer.status
        );
        // The page has the settings once, and a row for each of up to 60 fields whose name is not too long.
        assert_size(what, &answer, page + 50_000, params.len(), 8);
    }
}

#[tokio::test]
async fn limits_answers_to_bodies_of_the_api() {
    let app = App::start().await;
    let members = |most: usize| join_many(most, ",", |n| format!(r#""b{n}":0"#));
    let bodies = [
        ("members", format!("{{{}}}", members(9_900))),
        ("more members than are accepted", format!("{{{}}}", members(usize::MAX))),
        ("a list", format!("[{}]", join_many(usize::MAX, ",", |_| "0".to_owned()))),
        ("a list in a field", format!(r#"{{"bucket": [{}]}}"#, join_many(9_900, ",", |_| r#""x""#.to_owned()))),
        ("a long name", format!(r#"{{"{}": 1}}"#, "n".repeat(LARGE))),
        ("a long value", format!(r#"{{"bucket": "{}"}}"#, "x".repeat(LARGE))),
        ("a long prefix", format!(r#"{{"path_prefix": "{}"}}"#, "x".repeat(LARGE))),
        ("a long variable", format!(r#"{{"path_prefix": "{{{}}}"}}"#, "x".repeat(LARGE))),
        ("a long tenant", format!(r#"{{"tenant": "{}", "flow": "demo"}}"#, "/".repeat(LARGE))),
        ("a long origin", format!(r#"{{"tenant": "a", "flow": "demo", "origin": "{}"}}"#, "x".repeat(LARGE))),
        ("a long external ID", format!(r#"{{"external_id": "{}"}}"#, "x".repeat(LARGE))),
        ("unknown values", format!(r#"{{"path_prefix": "a", "values": {{{}}}}}"#, join_many(9_900, ",", |n| format!(r#""b{n}":"""#)))),
        (
            "a value named many times",
            json!({ "path_prefix": "{tenant}".repeat(500), "values": { "tenant": "x".repeat(100_000) } }).to_string(),
        ),
        ("control characters", format!(r#"{{"\u0001{}": 1}}"#, "\\u0001".repeat(20_000))),
    ];
    let of_acme = format!("/flows/{FLOW}/tenants/acme");
    for (method, path) in [
        (Method::PUT, connection_path("acme")),
        (Method::PUT, format!("/flows/{FLOW}/connector")),
        (Method::POST, "/connect-sessions".to_owned()),
        (Method::POST, format!("{of_acme}/path-preview")),
        (Method::PUT, "/tenants/acme/external-id".to_owned()),
    ] {
        for (what, body) in &bodies {
            let request = app.api_request(method.clone(), &path);
            let request = request.header("content-type", "application/json");
            let answer = app.send(request.body(body.clone())).await;
            // The answer repeats only a few names, and truncates them.
            assert_size(&format!("{path} {what}"), &answer, 4_000, 0, 0);
        }
    }
    app.assert_not_connected("acme").await;
}

#[tokio::test]
async fn limits_answers_to_queries() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let of_acme = format!("/v1/flows/{FLOW}/tenants/acme");
    for path in [
        format!("{of_acme}/setup"),
        "/v1/events".to_owned(),
        "/admin/dev/tenants".to_owned(),
        "/admin/dev/links".to_owned(),
        "/admin/dev/log".to_owned(),
        "/admin/dev/flows/demo/history".to_owned(),
        "/connect".to_owned(),
    ] {
        let get = async |query: &str| {
            let request = app.request(Method::GET, &format!("{path}?{query}"));
            let request = request
                .bearer_auth(&app.api_key)
                .header("cookie", &admin.cookie);
            app.send(request).await
        };
        let page = get("").await.text.len();
        for known in [
            "bucket",
            "path_prefix",
            "kind",
            "q",
            "tenant",
            "token",
            "before",
            "after",
        ] {
            for (what, query) in [
                ("many names", join_many(1_000, "&", |n| format!("b{n}"))),
                ("empty names", "&a".repeat(4_000)),
                (
                    "one name many times",
                    join_many(600, "&", |_| format!("{known}=x")),
                ),
                ("a long value", format!("{known}={}", "x".repeat(8_000))),
                (
                    "a very long value",
                    format!("{known}={}", "x".repeat(60_000)),
                ),
            ] {
                let mut what = format!("{path} {known}: {what}");
                let _ = write!(what, " ({} bytes)", query.len());
                assert_size(&what, &get(&query).await, page + 4_000, query.len(), 2);
            }
        }
    }
}

/// Each form of the setup guide repeats the prefix a few times. A prefix has at most 1,024 bytes.
#[tokio::test]
async fn limits_the_setup_guide_of_a_long_prefix() {
    let app = App::start().await;
    let setup = async |prefix: &str| {
        let prefix: String = url::form_urlencoded::byte_serialize(prefix.as_bytes()).collect();
        let path =
            format!("/flows/{FLOW}/tenants/acme/setup?bucket=my-company-data&path_prefix={prefix}");
        app.api_get(&path).await.expect(200)
    };
    let base = setup("").await.text.len();
    for part in ["a", "\"", "\\", "'", "$", "é", "*", "\u{1f4a9}"] {
        let prefix = part.repeat(1_020 / part.len());
        let size = setup(&prefix).await.text.len();
        // The script has JSON in JSON in shell quotes, which needs up to seven bytes for one.
        let limit = base + 40 * 7 * prefix.len();
        assert!(size <= limit, "{part}: {size} bytes, more than {limit}");
        let value: Value = setup(&prefix).await.json();
        assert!(value["iam_policy"].is_object(), "{value:.200}");
    }
}
