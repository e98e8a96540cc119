//! However much somebody sends, and however many mistakes are in it, the answer is a page and at most twice what was
//! sent. Otherwise a small request could cost the server, and the network, far more than it costs its sender.

use e2e::admin::{Admin, FORM_TOKEN};
use e2e::answer::Answer;
use e2e::app::App;
use e2e::client::{FLOW, of};
use reqwest::Method;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Just below what a body may hold.
const LARGE: usize = 126_000;

/// Checks that the answer is no larger than the `page` without what was sent, and `times` what was sent.
#[track_caller]
fn is_small(what: &str, answer: &Answer, page: usize, sent: usize, times: usize) {
    let size = answer.text.len();
    let most = page + times * sent;
    assert!(
        answer.status < 500,
        "{what}: {} {:.300}",
        answer.status,
        answer.text
    );
    assert!(
        size <= most,
        "{what}: {size} bytes for {sent}, more than {most}: {:.300}",
        answer.text
    );
}

/// As many as fit, each numbered: `one(0)between one(1)between …`.
fn many(most: usize, between: &str, one: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for n in 0..most {
        let next = one(n);
        if text.len() + between.len() + next.len() > LARGE {
            break;
        }
        if n > 0 {
            text.push_str(between);
        }
        text.push_str(&next);
    }
    text
}

/// Bodies of a form that has a field `known`, with what each is, and how much larger than them the answer may be.
fn forms(known: &str) -> Vec<(String, String, usize)> {
    let escaped =
        |text: &str| -> String { url::form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    let bodies = [
        ("empty fields", many(usize::MAX, "&", |_| "a".to_owned()), 1),
        (
            "as many fields as are taken",
            many(3_900, "&", |n| format!("unknown-field-{n}=x")),
            2,
        ),
        (
            "fields of one name",
            many(3_900, "&", |_| format!("{known}=value")),
            2,
        ),
        ("a long name", "n".repeat(LARGE), 2),
        ("a long value", format!("{known}={}", "x".repeat(LARGE)), 2),
        (
            "a value of few bytes each",
            format!("{known}={}", escaped(&"é".repeat(LARGE / 7))),
            2,
        ),
        // HTML writes one of these as six.
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
async fn forms_of_the_widget_are_answered_with_little() {
    let app = App::start().await;
    let token = app.create_session("acme").await;
    let send = async |begun: &str, body: &str, pieces: bool| {
        let request = app
            .request(Method::POST, "/connect")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("{begun}&{body}"));
        let accept = if pieces {
            app::islands::PIECES
        } else {
            "text/html"
        };
        app.send(request.header("accept", accept)).await
    };
    for action in ["save", "setup", "forward", "check", "download:keys:policy"] {
        for pieces in [false, true] {
            let begun = format!("token={token}&action={action}");
            let page = send(&begun, "bucket=A", pieces).await.text.len();
            for field in ["bucket", "path_prefix", "aws_role_arn", "aws_access_key_id"] {
                for (what, body, times) in forms(field) {
                    let answer = send(&begun, &body, pieces).await;
                    let what = format!("{action} {what} {pieces}");
                    // A page about a whole form has what a page about a small one has, and a line for each mistake.
                    is_small(&what, &answer, page + 12_000, body.len(), times);
                }
            }
        }
    }
}

#[tokio::test]
async fn forms_of_an_admin_are_answered_with_little() {
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
        for (what, body, times) in forms(field) {
            let what = format!("{path} {what}");
            is_small(&what, &send(&body).await, page + 12_000, body.len(), times);
        }
    }
    let sign_in = async |body: String| {
        let request = app
            .request(Method::POST, "/admin/sign-in")
            .header("content-type", "application/x-www-form-urlencoded");
        app.send(request.body(body)).await
    };
    for (what, body, times) in forms("name").into_iter().chain(forms("next")) {
        let sent = body.len();
        is_small(&what, &sign_in(body).await, 12_000, sent, times);
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
async fn mistakes_in_a_flows_settings_are_named_up_to_a_limit() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let flow = "/admin/dev/flows/demo";
    let needed = r#""bucket": {}, "aws_external_id": {}, "aws_role_arn": {}"#;
    let with = |rest: String| format!("{{{needed}, {rest}}}");
    let choice = |n: usize| {
        let options = vec![r#"{"name":"","value":""}"#; 95].join(",");
        format!(r#""x{n}": {{"type": "select", "options": [{options}]}}"#)
    };
    let settings = [
        (
            "unknown attributes",
            with(format!(
                r#""x": {{{}}}"#,
                many(9_900, ",", |n| format!(r#""b{n}":0"#))
            )),
        ),
        ("empty options", with(many(55, ",", choice))),
        (
            "bad names",
            with(many(9_900, ",", |n| format!(r#""a b{n}": {{}}"#))),
        ),
        (
            "bad fields",
            with(many(9_900, ",", |n| format!(r#""f{n}": 0"#))),
        ),
        (
            "a long name",
            with(format!(r#""{}": {{}}"#, "n".repeat(100_000))),
        ),
        (
            "a long type",
            with(format!(r#""x": {{"type": "{}"}}"#, "t".repeat(100_000))),
        ),
        (
            "a long attribute",
            with(format!(r#""x": {{"{}": 1}}"#, "a".repeat(100_000))),
        ),
        (
            "a name twice",
            with(format!(r#""{0}": {{}}, "{0}": {{}}"#, "n".repeat(50_000))),
        ),
        (
            "zeros",
            with(format!(
                r#""x": [{}]"#,
                many(usize::MAX, ",", |_| "0".to_owned())
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
        is_small(what, &answer, 12_000, 0, 0);
        let version = admin.value(flow, "version").await;
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
        // The page holds the settings twice, with each quote as six bytes in one of them, and a row for each of 60 fields.
        // A row holds its field's name in each of its controls; only a signed-in admin can make one so long.
        let times = if what == "a long name" { 60 } else { 8 };
        is_small(what, &answer, page + 50_000, params.len(), times);
    }
}

#[tokio::test]
async fn bodies_of_the_api_are_answered_with_little() {
    let app = App::start().await;
    let members = |most: usize| many(most, ",", |n| format!(r#""b{n}":0"#));
    let bodies = [
        ("members", format!("{{{}}}", members(9_900))),
        ("more members than are taken", format!("{{{}}}", members(usize::MAX))),
        ("a list", format!("[{}]", many(usize::MAX, ",", |_| "0".to_owned()))),
        ("a list in a field", format!(r#"{{"bucket": [{}]}}"#, many(9_900, ",", |_| r#""x""#.to_owned()))),
        ("a long name", format!(r#"{{"{}": 1}}"#, "n".repeat(LARGE))),
        ("a long value", format!(r#"{{"bucket": "{}"}}"#, "x".repeat(LARGE))),
        ("a long prefix", format!(r#"{{"path_prefix": "{}"}}"#, "x".repeat(LARGE))),
        ("a long variable", format!(r#"{{"path_prefix": "{{{}}}"}}"#, "x".repeat(LARGE))),
        ("a long tenant", format!(r#"{{"tenant": "{}", "flow": "demo"}}"#, "/".repeat(LARGE))),
        ("a long origin", format!(r#"{{"tenant": "a", "flow": "demo", "origin": "{}"}}"#, "x".repeat(LARGE))),
        ("a long external ID", format!(r#"{{"external_id": "{}"}}"#, "x".repeat(LARGE))),
        ("unknown values", format!(r#"{{"path_prefix": "a", "values": {{{}}}}}"#, many(9_900, ",", |n| format!(r#""b{n}":"""#)))),
        (
            "a value named many times",
            json!({ "path_prefix": "{tenant}".repeat(500), "values": { "tenant": "x".repeat(100_000) } }).to_string(),
        ),
        ("control characters", format!(r#"{{"\u0001{}": 1}}"#, "\\u0001".repeat(20_000))),
    ];
    let of_acme = format!("/flows/{FLOW}/tenants/acme");
    for (method, path) in [
        (Method::PUT, of("acme")),
        (Method::PUT, format!("/flows/{FLOW}/connector")),
        (Method::POST, "/connect-sessions".to_owned()),
        (Method::POST, format!("{of_acme}/path-preview")),
        (Method::PUT, "/tenants/acme/external-id".to_owned()),
    ] {
        for (what, body) in &bodies {
            let request = app.api_request(method.clone(), &path);
            let request = request.header("content-type", "application/json");
            let answer = app.send(request.body(body.clone())).await;
            // Nothing of it is repeated but a few names, which are cut.
            is_small(&format!("{path} {what}"), &answer, 4_000, 0, 0);
        }
    }
    app.no_connection("acme").await;
}

#[tokio::test]
async fn queries_are_answered_with_little() {
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
                ("many names", many(1_000, "&", |n| format!("b{n}"))),
                ("empty names", "&a".repeat(4_000)),
                (
                    "one name many times",
                    many(600, "&", |_| format!("{known}=x")),
                ),
                ("a long value", format!("{known}={}", "x".repeat(8_000))),
                (
                    "a very long value",
                    format!("{known}={}", "x".repeat(60_000)),
                ),
            ] {
                let mut what = format!("{path} {known}: {what}");
                let _ = write!(what, " ({} bytes)", query.len());
                is_small(&what, &get(&query).await, page + 4_000, query.len(), 2);
            }
        }
    }
}

/// What a tenant sets up holds the prefix a few times in each of its forms, and a prefix has 1,024 bytes at most.
#[tokio::test]
async fn a_long_prefix_is_rendered_a_bounded_number_of_times() {
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
        // JSON in JSON in a shell script writes one byte as seven at most.
        let most = base + 40 * 7 * prefix.len();
        assert!(size <= most, "{part}: {size} bytes, more than {most}");
        let value: Value = setup(&prefix).await.json();
        assert!(value["iam_policy"].is_object(), "{value:.200}");
    }
}
