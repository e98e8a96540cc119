//! The document is up to date, complete and true.

use super::document;
use super::operations::operations;
use crate::rest::request_bodies::{
    CreateSessionBody, CredentialsBody, ImportExternalIdBody, PathPreviewBody, PutConnectorBody,
};
use domain::connect_ui::field_value::RawValue;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");

/// `docs/openapi.json` is generated. `UPDATE_DOCS=1 cargo test -p server --lib openapi` writes it.
#[test]
fn committed_document_is_up_to_date() {
    let generated = format!("{:#}\n", document());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(COMMITTED, &generated).expect("writable");
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(
        committed == generated,
        "docs/openapi.json is out of date. Run: UPDATE_DOCS=1 cargo test -p server --lib openapi"
    );
}

#[test]
fn every_operation_has_an_id_a_tag_and_texts() {
    let mut document = document();
    let tags: BTreeSet<String> = document["tags"]
        .as_array()
        .expect("tags")
        .iter()
        .map(|tag| tag["name"].as_str().expect("a name").to_owned())
        .collect();
    let mut ids = BTreeSet::new();
    for (_, _, operation) in operations(&mut document) {
        let id = operation["operationId"].as_str().expect("an ID");
        assert!(ids.insert(id.to_owned()), "{id} is there twice");
        let tag = operation["tags"][0].as_str().expect("a tag");
        assert!(
            tags.contains(tag),
            "{id}: openapi/frame.rs has no tag “{tag}”"
        );
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(summary.starts_with(char::is_uppercase), "{id}: “{summary}”");
    }
}

/// Returns the example of a body or an answer, if it has one.
fn example_of<'a>(content: &'a Value, media_type: &str) -> Option<&'a Value> {
    content["content"][media_type].get("example")
}

/// Reads a body as its handler does.
type Reader = fn(&Value) -> Result<(), String>;

fn deserialises<T: DeserializeOwned>(example: &Value) -> Result<(), String> {
    serde_json::from_value::<T>(example.clone())
        .map(drop)
        .map_err(|error| error.to_string())
}

#[test]
fn every_request_body_has_an_example_that_deserialises() {
    let readers: BTreeMap<&str, Reader> = BTreeMap::from([
        (
            "createConnectSession",
            deserialises::<CreateSessionBody> as _,
        ),
        ("putConnector", deserialises::<PutConnectorBody> as _),
        (
            "saveConnection",
            deserialises::<BTreeMap<String, RawValue>> as _,
        ),
        ("issueCredentials", deserialises::<CredentialsBody> as _),
        (
            "importExternalId",
            deserialises::<ImportExternalIdBody> as _,
        ),
        ("previewPath", deserialises::<PathPreviewBody> as _),
    ]);
    for (_, _, operation) in operations(&mut document()) {
        let id = operation["operationId"].as_str().expect("an ID");
        let Some(body) = operation.get("requestBody") else {
            continue;
        };
        let example = example_of(body, "application/json");
        let example = example.unwrap_or_else(|| panic!("the body of {id} has no example"));
        let read = readers.get(id);
        let read = read.unwrap_or_else(|| panic!("add {id} to this test"));
        read(example).unwrap_or_else(|error| panic!("{id}: {error}"));
    }
}

/// Returns a validator of a schema that refers to the components of the document.
fn validator(document: &Value, schema: &Value) -> jsonschema::Validator {
    let mut root = schema.clone();
    root["components"] = document["components"].clone();
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&root)
        .expect("a valid schema")
}

#[test]
fn every_example_matches_its_schema() {
    let document = document();
    let mut count = 0;
    for (path, _, operation) in operations(&mut document.clone()) {
        let bodies = operation.get("requestBody").into_iter();
        let answers = operation["responses"].as_object().expect("responses");
        for content in bodies.chain(answers.values()) {
            let Some(example) = example_of(content, "application/json") else {
                continue;
            };
            let schema = &content["content"]["application/json"]["schema"];
            let errors: Vec<_> = validator(&document, schema)
                .iter_errors(example)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{path}: {errors:?}");
            count += 1;
        }
    }
    assert!(count > 12, "only {count} examples");
    let problem = json!({ "$ref": "#/components/schemas/Problem" });
    let problem = validator(&document, &problem);
    for (code, example) in document["components"]["examples"]
        .as_object()
        .expect("examples")
    {
        assert!(problem.is_valid(&example["value"]), "{code}");
        assert_eq!(example["value"]["code"], json!(code));
    }
}

/// Collects the targets of every `$ref`.
fn collect_references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect_references(item, found)),
        Value::Object(members) => {
            if let Some(Value::String(target)) = members.get("$ref") {
                found.insert(target.trim_start_matches('#').to_owned());
            }
            let values = members.values();
            values.for_each(|value| collect_references(value, found));
        }
        _ => {}
    }
}

#[test]
fn every_component_is_used_and_every_reference_leads_to_one() {
    let document = document();
    let mut references = BTreeSet::new();
    collect_references(&document, &mut references);
    for target in &references {
        assert!(document.pointer(target).is_some(), "{target} is missing");
    }
    for kind in ["schemas", "parameters", "headers", "examples"] {
        let components = document["components"][kind].as_object().expect(kind);
        for name in components.keys() {
            let target = format!("/components/{kind}/{name}");
            assert!(references.contains(&target), "{target} is not used");
        }
    }
}
