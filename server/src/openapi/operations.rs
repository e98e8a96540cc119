//! The operations in the document.

use serde_json::{Map, Value};

/// The methods that an operation can have, as the document names them.
const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

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
