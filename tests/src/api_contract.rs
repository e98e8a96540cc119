//! Asserts that each answer of the REST API is what its OpenAPI document says.

use jsonschema::Validator;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(operations);

struct Operation {
    method: String,
    /// The path of the document, such as `/v1/flows/{flow}/connector`.
    path: String,
    /// The codes of the problems that it can answer with.
    codes: Vec<Value>,
    /// The schema of each answer that is not a problem. `None` if it has no body.
    answers: BTreeMap<u16, Option<Validator>>,
    problem: Validator,
}

fn operations() -> Vec<Operation> {
    let mut document = server::openapi::document();
    close_objects(&mut document);
    let components = document["components"].clone();
    let validator = |schema: &Value| {
        let mut root = schema.clone();
        root["components"] = components.clone();
        jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&root)
            .expect("a schema")
    };
    let paths = document["paths"].as_object().expect("paths");
    let all = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (path, method, operation))
    });
    all.map(|(path, method, operation)| Operation {
        method: method.to_uppercase(),
        path: path.clone(),
        codes: operation["x-problem-codes"]
            .as_array()
            .expect("codes")
            .clone(),
        answers: operation["responses"]
            .as_object()
            .expect("responses")
            .iter()
            .filter(|(status, _)| status.starts_with('2'))
            .map(|(status, response)| {
                let schema = response.pointer("/content/application~1json/schema");
                (status.parse().expect("a status"), schema.map(validator))
            })
            .collect(),
        problem: validator(&json!({ "$ref": "#/components/schemas/Problem" })),
    })
    .collect()
}

/// Refuses members that the document does not describe.
fn close_objects(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(close_objects),
        Value::Object(members) => {
            if members.get("properties").is_some_and(Value::is_object)
                && members.get("type") == Some(&json!("object"))
            {
                members
                    .entry("additionalProperties")
                    .or_insert(Value::Bool(false));
            }
            members.values_mut().for_each(close_objects);
        }
        _ => {}
    }
}

/// Returns whether a path has the form of a path in the document.
fn matches(path: &str, template: &str) -> bool {
    let (path, template) = (path.split('/'), template.split('/'));
    path.clone().count() == template.clone().count()
        && path.zip(template).all(|(segment, expected)| {
            segment == expected || (expected.starts_with('{') && !segment.is_empty())
        })
}

/// Asserts that an answer is one that the document describes. Ignores addresses and methods that do not exist.
///
/// # Panics
/// Panics with what is wrong with the answer.
pub fn assert_documented(
    method: &Method,
    path: &str,
    status: u16,
    headers: &HeaderMap,
    text: &str,
) {
    let operation = OPERATIONS
        .iter()
        .find(|operation| operation.method == method.as_str() && matches(path, &operation.path));
    let Some(operation) = operation else {
        return;
    };
    // An answer without our ID is a proxy's, or that of the HTTP library to what is no HTTP.
    if !headers.contains_key("x-request-id") {
        return;
    }
    let what = format!("{method} {path} answered {status}");
    let content_type = headers.get("content-type").map(HeaderValue::as_bytes);
    let validator = if content_type == Some(b"application/problem+json") {
        Some(&operation.problem)
    } else {
        let answer = operation.answers.get(&status);
        answer
            .unwrap_or_else(|| panic!("{what}, which is not in the document: {text}"))
            .as_ref()
    };
    let Some(validator) = validator else {
        assert!(text.is_empty(), "{what} with a body: {text}");
        return;
    };
    let body: Value = serde_json::from_str(text).unwrap_or_else(|_| panic!("{what}: {text}"));
    let errors: Vec<String> = validator
        .iter_errors(&body)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{what}, not as documented: {errors:#?}");
    if status >= 400 {
        let code = &body["code"];
        assert!(
            operation.codes.contains(code),
            "{what} with the undocumented code {code}"
        );
    }
}
