//! The OpenAPI document of the REST API.
//!
//! The handlers in `rest` describe what is their own. This module adds what all operations have in common.

mod frame;
mod operations;
mod parameters;
mod problems;
mod schemas;

pub(crate) use problems::is_general;

use crate::rest;
use serde_json::Value;

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

#[cfg(test)]
#[path = "openapi_tests.rs"]
mod tests;
