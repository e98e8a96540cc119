//! The parameters in the paths. They mean the same everywhere, so no handler describes them.

use super::operations::operations;
use crate::rest::observes_idempotency_key;
use serde_json::{Value, json};

/// The schema and the description of each parameter.
const PARAMETERS: [(&str, &str, &str, &str); 3] = [
    (
        "environment",
        "EnvironmentId",
        "The ID of the environment.",
        "prod",
    ),
    ("flow", "FlowId", "The ID of the flow.", "demo"),
    ("tenant", "TenantId", "The ID of the tenant.", "acme_corp"),
];

/// Describes the parameters, and adds them to every operation.
///
/// # Panics
/// Panics if a path has a parameter that is not described here.
pub fn add(document: &mut Value) {
    for (path, method, operation) in operations(document) {
        let names = path
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        let mut parameters: Vec<Value> = names.map(reference).collect();
        if let Some(Value::Array(own)) = operation.get_mut("parameters") {
            parameters.append(own);
        }
        if method == "post" && observes_idempotency_key(path) {
            parameters.push(reference_to("idempotency-key"));
        }
        if !parameters.is_empty() {
            operation.insert("parameters".to_owned(), parameters.into());
        }
    }
    document["components"]["parameters"]["idempotency-key"] = json!({
        "name": "idempotency-key",
        "in": "header",
        "description": "An idempotency key for this call, 1 to 255 visible ASCII characters. If you send the same call again with \
            the same key within 24 hours, you get the first answer again, and it has its effect only once.",
        "schema": { "type": "string", "minLength": 1, "maxLength": 255 },
    });
    for (name, schema, description, example) in PARAMETERS {
        document["components"]["parameters"][name] = json!({
            "name": name,
            "in": "path",
            "required": true,
            "description": description,
            "schema": { "$ref": format!("#/components/schemas/{schema}") },
            "example": example,
        });
    }
}

fn reference(name: &str) -> Value {
    assert!(
        PARAMETERS.iter().any(|(known, ..)| *known == name),
        "openapi/parameters.rs does not describe {{{name}}}"
    );
    reference_to(name)
}

fn reference_to(name: &str) -> Value {
    json!({ "$ref": format!("#/components/parameters/{name}") })
}
