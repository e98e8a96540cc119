//! JSON bodies of the REST API, and the problems that answer them.

use crate::input_bytes::choice;
use futures::FutureExt as _;
use serde_json::Value;
use server::fuzzing::{JSON_ROUTES, parse_json_body};
use std::cell::LazyCell;

thread_local! {
    /// A runtime with a timer, because reading a body has a deadline. Nothing here waits for it.
    static RUNTIME: LazyCell<tokio::runtime::Runtime> = const { LazyCell::new(|| {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_time().build().expect("a runtime")
    }) };
}

/// Runs a future that completes without waiting.
pub fn run_now<T>(work: impl Future<Output = T>) -> T {
    RUNTIME.with(|runtime| {
        let _inside = runtime.enter();
        work.now_or_never()
            .expect("the future completes immediately")
    })
}

/// Checks the problems that answer JSON bodies. The input is a byte that chooses the route and the content type, and a
/// body.
pub fn bodies(data: &[u8]) {
    let Some((choice, body)) = choice(data) else {
        return;
    };
    let content_type = [
        "application/json",
        "application/json; charset=utf-8",
        "text/plain",
        "",
    ];
    let content_type = content_type[choice / JSON_ROUTES % content_type.len()];
    if let Err(problem) = run_now(parse_json_body(choice, content_type, body)) {
        check_problem(&problem, body);
    }
}

/// The problem codes that a bad body can cause, with their statuses.
const CODES: [(&str, u16); 6] = [
    ("bad_json", 400),
    ("bad_utf8", 400),
    ("body_cut_off", 400),
    ("body_too_large", 413),
    ("not_json", 415),
    ("invalid_fields", 422),
];

/// Asserts that a problem document has a known code, is short, and repeats no value of the body.
pub fn check_problem(document: &str, body: &[u8]) {
    let problem: Value = serde_json::from_str(document).expect("a problem is JSON");
    let code = problem["code"].as_str().expect("a code");
    let status = problem["status"]
        .as_u64()
        .and_then(|status| u16::try_from(status).ok());
    let known = CODES
        .iter()
        .any(|(known_code, known_status)| *known_code == code && Some(*known_status) == status);
    assert!(known, "{document}");
    assert!(
        problem["detail"]
            .as_str()
            .is_some_and(|detail| (1..=200).contains(&detail.len())),
        "{document}"
    );
    assert!(
        document.len() <= 2_000 + 6 * body.len(),
        "an answer of {} bytes to a body of {}: {document}",
        document.len(),
        body.len()
    );
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    assert_eq!(errors.is_empty(), code != "invalid_fields", "{document}");
    for error in &errors {
        // The field may be an empty string, because a JSON member can have an empty name.
        assert!(error["field"].is_string(), "no field: {document}");
        for member in ["code", "detail"] {
            assert!(
                error[member].as_str().is_some_and(|text| !text.is_empty()),
                "{member}: {document}"
            );
        }
    }
    if let Ok(body) = serde_json::from_slice::<Value>(body) {
        let mut values = Vec::new();
        collect_strings(&body, &mut values);
        let details: String = errors
            .iter()
            .filter_map(|error| error["detail"].as_str())
            .collect();
        for value in values {
            // A short value or a plain word can be part of any message. Only what could be a secret counts. Messages are
            // allowed to repeat member names.
            let may_be_secret =
                value.len() >= 16 && value.bytes().filter(u8::is_ascii_digit).count() > 3;
            assert!(
                !may_be_secret || !details.contains(value) || is_member_name(&body, value),
                "{value} is repeated: {document}"
            );
        }
    }
}

fn collect_strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(all) => all.iter().for_each(|one| collect_strings(one, found)),
        Value::Object(all) => all.values().for_each(|one| collect_strings(one, found)),
        _ => {}
    }
}

fn is_member_name(value: &Value, name: &str) -> bool {
    match value {
        Value::Array(all) => all.iter().any(|one| is_member_name(one, name)),
        Value::Object(all) => all
            .iter()
            .any(|(key, one)| key.contains(name) || is_member_name(one, name)),
        _ => false,
    }
}
