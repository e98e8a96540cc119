//! The problems that an operation can answer with.
//!
//! A handler lists the codes of its own problems in `x-problem-codes`. Those that follow from its form, such as a body or
//! a parameter, are added here.

use super::operations::operations;
use crate::problem_code::ProblemCode;
use crate::report_examples::{failed_report, undetermined_report};
use crate::rest::observes_idempotency_key;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use strum::VariantArray as _;

const EXTENSION: &str = "x-problem-codes";

/// The headers that every answer has, with the names of their components.
const HEADERS: [(&str, &str); 3] = [
    ("x-request-id", "RequestId"),
    ("ratelimit", "RateLimit"),
    ("ratelimit-policy", "RateLimitPolicy"),
];

const OF_EVERY_CALL: [ProblemCode; 4] = [
    ProblemCode::Unauthorized,
    ProblemCode::RateLimited,
    ProblemCode::Internal,
    ProblemCode::Busy,
];
const OF_A_PATH: [ProblemCode; 2] = [ProblemCode::BadId, ProblemCode::BadPath];
const OF_A_QUERY: [ProblemCode; 1] = [ProblemCode::QueryTooLong];
const OF_A_BODY: [ProblemCode; 6] = [
    ProblemCode::BadJson,
    ProblemCode::BadUtf8,
    ProblemCode::BodyCutOff,
    ProblemCode::BodyTooLarge,
    ProblemCode::BodyTooSlow,
    ProblemCode::NotJson,
];
/// A `POST` is refused for a malformed `Idempotency-Key` even where the key has no effect.
const OF_A_POST: [ProblemCode; 1] = [ProblemCode::BadIdempotencyKey];
/// A body is read for its idempotency key even where none is expected.
const OF_AN_IDEMPOTENCY_KEY: [ProblemCode; 6] = [
    ProblemCode::BodyCutOff,
    ProblemCode::BodyTooLarge,
    ProblemCode::BodyTooSlow,
    ProblemCode::IdempotencyInProgress,
    ProblemCode::IdempotencyKeyReused,
    ProblemCode::TooManyIdempotencyKeys,
];

/// Returns whether a problem follows from the form of a call, and not from what it does.
pub fn is_general(code: ProblemCode) -> bool {
    OF_EVERY_CALL.contains(&code)
        || OF_A_PATH.contains(&code)
        || OF_A_QUERY.contains(&code)
        || OF_A_BODY.contains(&code)
        || OF_A_POST.contains(&code)
        || OF_AN_IDEMPOTENCY_KEY.contains(&code)
}

/// Adds a response for each status of a problem, and describes each code.
///
/// # Panics
/// Panics if an operation names a code that does not exist.
pub fn add(document: &mut Value) {
    let mut used = Vec::new();
    for (path, method, operation) in operations(document) {
        let is_post = method == "post";
        let has_key = is_post && observes_idempotency_key(path);
        let codes = codes_of(path, operation, is_post, has_key);
        let mut by_status = BTreeMap::<u16, Vec<ProblemCode>>::new();
        for code in &codes {
            by_status
                .entry(code.status().as_u16())
                .or_default()
                .push(*code);
        }
        let names: Vec<_> = codes.iter().map(|code| code.as_str()).collect();
        operation.insert(EXTENSION.to_owned(), json!(names));
        used.extend(codes);
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            for response in responses.values_mut() {
                for (name, header) in HEADERS {
                    response["headers"][name] = reference("headers", header);
                }
                if has_key {
                    response["headers"]["idempotency-replayed"] =
                        reference("headers", "IdempotencyReplayed");
                }
            }
            for (status, codes) in by_status {
                responses.insert(status.to_string(), response(&codes));
            }
        }
    }
    let is_used = |code: &&ProblemCode| used.contains(code);
    let codes: Vec<_> = ProblemCode::VARIANTS.iter().filter(is_used).collect();
    describe_codes(document, &codes);
    document["components"]["headers"] = json!({
        "RequestId": {
            "description": "The ID of the request, which is also in the server’s log.",
            "schema": { "type": "string" },
        },
        "RetryAfter": {
            "description": "How many seconds to wait before trying again.",
            "schema": { "type": "integer", "minimum": 0 },
        },
        "IdempotencyReplayed": {
            "description": "`true` if this is the answer of an earlier call with the same `Idempotency-Key`. Absent otherwise.",
            "schema": { "type": "string", "enum": ["true"] },
        },
        "RateLimit": {
            "description": "How many calls remain, and after how many seconds there are more: `\"default\";r=980;t=1`. Absent without a valid key, and if there is no limit.",
            "schema": { "type": "string" },
        },
        "RateLimitPolicy": {
            "description": "How many calls are allowed in how many seconds: `\"default\";q=1000;w=10`.",
            "schema": { "type": "string" },
        },
    });
}

/// Returns the codes of an operation, sorted by status and name.
fn codes_of(
    path: &str,
    operation: &Map<String, Value>,
    is_post: bool,
    has_idempotency_key: bool,
) -> Vec<ProblemCode> {
    let own = operation.get(EXTENSION).and_then(Value::as_array);
    let own = own.into_iter().flatten().map(|name| {
        let code = name.as_str().and_then(ProblemCode::parse);
        code.unwrap_or_else(|| panic!("{name} is not the code of a problem"))
    });
    let mut codes: Vec<ProblemCode> = own.collect();
    codes.extend(OF_EVERY_CALL);
    if is_post {
        codes.extend(OF_A_POST);
    }
    if has_idempotency_key {
        codes.extend(OF_AN_IDEMPOTENCY_KEY);
    }
    if path.contains('{') {
        codes.extend(OF_A_PATH);
    }
    // A tenant can be deleted while a call about it runs.
    if path.contains("{tenant}") {
        codes.push(ProblemCode::UnknownTenant);
    }
    let mut parameters = operation
        .get("parameters")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    if parameters.any(|parameter| parameter.get("in").is_some_and(|place| place == "query")) {
        codes.extend(OF_A_QUERY);
        codes.push(ProblemCode::InvalidFields);
    }
    if operation.contains_key("requestBody") {
        codes.extend(OF_A_BODY);
        codes.push(ProblemCode::InvalidFields);
    }
    codes.sort_by_key(|code| (code.status(), code.as_str()));
    codes.dedup();
    codes
}

/// Describes the response of one status.
fn response(codes: &[ProblemCode]) -> Value {
    let lines: Vec<String> = codes.iter().map(|code| line(*code)).collect();
    let examples: Map<String, Value> = codes
        .iter()
        .map(|code| {
            (
                code.as_str().to_owned(),
                reference("examples", code.as_str()),
            )
        })
        .collect();
    let headers = HEADERS.map(|(name, header)| (name.to_owned(), reference("headers", header)));
    let mut headers = Value::Object(headers.into_iter().collect());
    if codes.iter().any(|code| may_have_retry_after(*code)) {
        headers["retry-after"] = reference("headers", "RetryAfter");
    }
    json!({
        "description": lines.join("\n"),
        "headers": headers,
        "content": {
            "application/problem+json": {
                "schema": reference("schemas", "Problem"),
                "examples": examples,
            },
        },
    })
}

fn line(code: ProblemCode) -> String {
    format!("- `{}`: {}", code.as_str(), code.description())
}

fn may_have_retry_after(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::CredentialsUndetermined
            | ProblemCode::IdempotencyInProgress
            | ProblemCode::RateLimited
            | ProblemCode::TooManyChecks
            | ProblemCode::TooManyIdempotencyKeys
    )
}

/// Lists the codes in the schema of `code`, and adds an example of each.
fn describe_codes(document: &mut Value, codes: &[&ProblemCode]) {
    let lines: Vec<String> = codes.iter().map(|code| line(**code)).collect();
    let components = &mut document["components"];
    components["schemas"]["ProblemCode"] = json!({
        "type": "string",
        "description": format!(
            "What went wrong. A code never changes its meaning, and new ones are added.\n\n{}",
            lines.join("\n")
        ),
        "enum": codes.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
    });
    for code in codes {
        let status = code.status();
        let mut problem = json!({
            "type": "about:blank",
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "code": code.as_str(),
            "detail": code.example_detail(),
            "request_id": "5f1c8b0e3a7d49c2",
        });
        match code {
            ProblemCode::BadId => {
                problem["errors"] = json!([{
                    "field": "tenant",
                    "code": "bad_character",
                    "detail": code.example_detail(),
                }]);
            }
            ProblemCode::InvalidFields => {
                problem["errors"] = json!([{
                    "field": "bucket",
                    "code": "required",
                    "detail": "Enter the bucket’s name.",
                }]);
            }
            ProblemCode::CheckFailed => problem["report"] = failed_report(),
            ProblemCode::CheckUndetermined => problem["report"] = undetermined_report(),
            _ => {}
        }
        components["examples"][code.as_str()] = json!({ "value": problem });
    }
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}
