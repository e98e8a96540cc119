//! The OpenAPI document of the REST API.
//!
//! The handlers in `rest` describe what is their own. This module adds what all operations have in common.

mod frame;
mod parameters;
mod problems;
mod schemas;

use crate::rest;
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;

/// The methods that an operation can have, as the document names them.
const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

/// Builds the document.
///
/// # Panics
/// Panics if a path has a parameter that `parameters` does not describe, or an operation names an unknown code. A test
/// builds the document, so neither can be released.
pub fn document() -> Value {
    let router = OpenApiRouter::with_openapi(frame::frame()).nest("/v1", rest::router());
    let mut document = serde_json::to_value(router.into_openapi()).unwrap_or_default();
    schemas::simplify(&mut document);
    parameters::add(&mut document);
    problems::add(&mut document);
    document
}

/// Returns every operation with its path.
pub fn operations(document: &mut Value) -> impl Iterator<Item = (&str, &mut Map<String, Value>)> {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let methods = item.as_object_mut().into_iter().flatten();
        methods
            .filter(|(method, _)| METHODS.contains(&method.as_str()))
            .filter_map(|(_, operation)| Some((path.as_str(), operation.as_object_mut()?)))
    })
}

#[cfg(test)]
#[path = "openapi_tests.rs"]
mod tests;
