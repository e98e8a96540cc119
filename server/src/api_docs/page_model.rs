//! Reads the model of the documentation page out of the OpenAPI document.

use super::curl::curl;
use super::markdown::markdown;
use super::schema_fields::{Schemas, text};
use crate::openapi;
use crate::problem_code::ProblemCode;
use app::api_docs::{Answer, ApiDocs, DocField, DocObject, Operation, OperationGroup, ProblemLine};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use strum::VariantArray as _;

/// How many fields an object has at least that gets a section of its own.
const MIN_FIELDS: usize = 4;

/// Builds the model.
pub fn page_model() -> ApiDocs {
    let document = openapi::document();
    let schemas = Schemas {
        shared: shared_objects(&document),
        document: &document,
    };
    let groups = list(&document["tags"]).map(|tag| OperationGroup {
        anchor: text(tag, "name").to_lowercase().replace(' ', "-"),
        name: text(tag, "name").to_owned(),
        description: markdown(text(tag, "description")),
        operations: operations(&schemas, text(tag, "name")),
    });
    let objects = schemas.shared.iter().map(|name| {
        let schema = &document["components"]["schemas"][name];
        DocObject {
            anchor: format!("object-{name}"),
            name: name.clone(),
            description: markdown(text(schema, "description")),
            fields: schemas.fields(schema),
        }
    });
    ApiDocs {
        version: text(&document["info"], "version").to_owned(),
        introduction: markdown(text(&document["info"], "description")),
        problems: general_problems(),
        groups: groups.collect(),
        objects: objects.collect(),
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Returns the operations of a tag, in the order of the document.
fn operations(schemas: &Schemas<'_>, tag: &str) -> Vec<Operation> {
    let paths = schemas.document["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            methods.map(move |(method, operation)| (path, method, operation))
        })
        .filter(|(_, _, operation)| operation["tags"][0] == tag)
        .map(|(path, method, operation)| read_operation(schemas, path, method, operation))
        .collect()
}

fn read_operation<'a>(
    schemas: &Schemas<'a>,
    path: &str,
    method: &str,
    operation: &'a Value,
) -> Operation {
    let parameters: Vec<&Value> = list(&operation["parameters"])
        .map(|parameter| match parameter["$ref"].as_str() {
            Some(target) => {
                let found = schemas.document.pointer(target.trim_start_matches('#'));
                found.unwrap_or(parameter)
            }
            None => parameter,
        })
        .collect();
    let body = &operation["requestBody"]["content"]["application/json"];
    let responses = operation["responses"].as_object().into_iter().flatten();
    let answers =
        responses
            .filter(|(status, _)| status.starts_with('2'))
            .map(|(status, response)| {
                let content = &response["content"]["application/json"];
                let schema = &content["schema"];
                Answer {
                    status: status.clone(),
                    description: markdown(text(response, "description")),
                    shapes: if schema.is_object() {
                        schemas.shapes(schema)
                    } else {
                        Vec::new()
                    },
                    example: content.get("example").map(|example| format!("{example:#}")),
                }
            });
    Operation {
        id: text(operation, "operationId").to_owned(),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(operation, "summary").to_owned(),
        description: markdown(text(operation, "description")),
        parameters: parameters
            .iter()
            .map(|p| parameter_field(schemas, p))
            .collect(),
        body: body["schema"]
            .is_object()
            .then(|| schemas.shapes(&body["schema"]))
            .and_then(|shapes| shapes.into_iter().next()),
        answers: answers.collect(),
        problems: list(&operation["x-problem-codes"])
            .filter_map(|code| ProblemCode::parse(code.as_str()?))
            .filter(|code| !openapi::is_general(*code))
            .map(problem_line)
            .collect(),
        curl: curl(path, method, &parameters, body.get("example")),
    }
}

fn problem_line(code: ProblemCode) -> ProblemLine {
    ProblemLine {
        status: code.status().as_u16(),
        code: code.as_str().to_owned(),
        description: markdown(code.description()),
    }
}

/// Returns the problems that do not depend on what a call does, sorted by status.
fn general_problems() -> Vec<ProblemLine> {
    let general = ProblemCode::VARIANTS.iter().copied();
    let mut codes: Vec<_> = general.filter(|code| openapi::is_general(*code)).collect();
    codes.sort_by_key(|code| code.status());
    codes.into_iter().map(problem_line).collect()
}

fn parameter_field<'a>(schemas: &Schemas<'a>, parameter: &'a Value) -> DocField {
    let required = parameter["required"] == true;
    let mut field = schemas.field(text(parameter, "name"), &parameter["schema"], required);
    field.description = markdown(text(parameter, "description"));
    field.kind = format!("{}, in the {}", field.kind, text(parameter, "in"));
    field
}

/// Returns the names of objects that more than one place of the document refers to.
fn shared_objects(document: &Value) -> BTreeSet<String> {
    let mut counts = BTreeMap::new();
    count_references(document, &mut counts);
    let schemas = &document["components"]["schemas"];
    counts
        .into_iter()
        .filter(|(name, count)| {
            let fields = schemas[name]["properties"].as_object();
            *count > 1 && fields.is_some_and(|fields| fields.len() >= MIN_FIELDS)
        })
        .map(|(name, _)| name)
        .collect()
}

fn count_references(value: &Value, counts: &mut BTreeMap<String, usize>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| count_references(item, counts)),
        Value::Object(members) => {
            let target = members.get("$ref").and_then(Value::as_str);
            let name = target.and_then(|target| target.strip_prefix("#/components/schemas/"));
            if let Some(name) = name {
                *counts.entry(name.to_owned()).or_default() += 1;
            }
            let values = members.values();
            values.for_each(|value| count_references(value, counts));
        }
        _ => {}
    }
}
