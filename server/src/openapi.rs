//! The OpenAPI document of the REST API.
//!
//! The handlers in `rest` describe what is their own. This module adds what all operations have in common.

mod frame;
mod parameters;
mod problems;
mod schemas;

pub(crate) use problems::is_general;

use crate::rest;
use serde_json::{Map, Value};

/// The methods that an operation can have, as the document names them.
const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

/// Builds the document.
///
/// # Panics
/// Panics if a path has a parameter that `parameters` does not describe, or an operation names an unknown code. A test
/// builds the document, so neither can be released.
pub fn document() -> Value {
    let api = frame::frame().nest("/v1", rest::description());
    let mut document = serde_json::to_value(api).unwrap_or_default();
    schemas::simplify(&mut document);
    parameters::add(&mut document);
    problems::add(&mut document);
    document
}

/// Returns every operation with its path and its method.
pub fn operations(
    document: &mut Value,
) -> impl Iterator<Item = (&str, &str, &mut Map<String, Value>)> {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let methods = item.as_object_mut().into_iter().flatten();
        methods
            .filter(|(method, _)| METHODS.contains(&method.as_str()))
            .filter_map(|(method, operation)| {
                Some((path.as_str(), method.as_str(), operation.as_object_mut()?))
            })
    })
}

#[cfg(test)]
#[path = "openapi_tests.rs"]
mod tests;
