//! JSON bodies of the REST API, and the problems that answer them.

use crate::choice;
use futures::FutureExt as _;
use serde_json::Value;
use server::fuzzing::{BODIES, json_body};
use std::cell::LazyCell;

thread_local! {
    /// Reading a body has a deadline, which needs a clock. Nothing here waits.
    static RUNTIME: LazyCell<tokio::runtime::Runtime> = const { LazyCell::new(|| {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_time().build().expect("a runtime")
    }) };
}

/// Runs what is ready at once.
pub fn now<T>(work: impl Future<Output = T>) -> T {
    RUNTIME.with(|runtime| {
        let _inside = runtime.enter();
        work.now_or_never().expect("nothing to wait for")
    })
}

/// Takes a body after a byte that chooses the route.
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
    let content_type = content_type[choice / BODIES % content_type.len()];
    if let Err(sent) = now(json_body(choice, content_type, body)) {
        problem(&sent, body);
    }
}

/// The codes of problems with bodies, and their statuses.
const CODES: [(&str, u16); 6] = [
    ("bad_json", 400),
    ("bad_utf8", 400),
    ("body_cut_off", 400),
    ("body_too_large", 413),
    ("not_json", 415),
    ("invalid_fields", 422),
];

/// Asserts that a problem is one of the known ones, is short, and repeats no value of the body.
pub fn problem(sent: &str, body: &[u8]) {
    let problem: Value = serde_json::from_str(sent).expect("a problem is JSON");
    let code = problem["code"].as_str().expect("a code");
    let status = problem["status"]
        .as_u64()
        .and_then(|status| u16::try_from(status).ok());
    let known = CODES
        .iter()
        .any(|(known, of)| *known == code && Some(*of) == status);
    assert!(known, "{sent}");
    assert!(
        problem["detail"]
            .as_str()
            .is_some_and(|detail| (1..=200).contains(&detail.len())),
        "{sent}"
    );
    assert!(
        sent.len() <= 2_000 + 6 * body.len(),
        "{} bytes answer {}: {sent}",
        sent.len(),
        body.len()
    );
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    assert_eq!(errors.is_empty(), code != "invalid_fields", "{sent}");
    for error in &errors {
        // A member may have no name.
        assert!(error["field"].is_string(), "no field: {sent}");
        for member in ["code", "detail"] {
            assert!(
                error[member].as_str().is_some_and(|text| !text.is_empty()),
                "{member}: {sent}"
            );
        }
    }
    if let Ok(body) = serde_json::from_slice::<Value>(body) {
        let mut values = Vec::new();
        strings(&body, &mut values);
        let words: String = errors
            .iter()
            .filter_map(|error| error["detail"].as_str())
            .collect();
        for value in values {
            // Long enough to be nothing that is said anyway, and no name, which may be said.
            let secret = value.len() >= 16 && value.bytes().filter(u8::is_ascii_digit).count() > 3;
            assert!(
                !secret || !words.contains(value) || is_name(&body, value),
                "{value} is repeated: {sent}"
            );
        }
    }
}

fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(all) => all.iter().for_each(|one| strings(one, found)),
        Value::Object(all) => all.values().for_each(|one| strings(one, found)),
        _ => {}
    }
}

fn is_name(value: &Value, name: &str) -> bool {
    match value {
        Value::Array(all) => all.iter().any(|one| is_name(one, name)),
        Value::Object(all) => all
            .iter()
            .any(|(key, one)| key.contains(name) || is_name(one, name)),
        _ => false,
    }
}
