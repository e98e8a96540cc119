//! Writes the curl command that calls an operation.

use serde_json::Value;

/// Returns a command with the example of each required parameter and of the body.
pub fn curl(path: &str, method: &str, parameters: &[&Value], body: Option<&Value>) -> String {
    let mut address = path.to_owned();
    let mut separator = '?';
    for parameter in parameters.iter().filter(|p| p["required"] == true) {
        let name = parameter["name"].as_str().unwrap_or_default();
        let example = parameter["example"].as_str().unwrap_or_default();
        if parameter["in"] == "path" {
            address = address.replace(&format!("{{{name}}}"), example);
        } else {
            address = format!("{address}{separator}{name}={example}");
            separator = '&';
        }
    }
    let method = match (method, body) {
        ("get", _) | ("post", Some(_)) => String::new(),
        (method, _) => format!(" -X {}", method.to_uppercase()),
    };
    let mut lines = vec![
        format!("curl{method} \"$S3_CONNECT_URL{address}\""),
        "  -H \"Authorization: Bearer $S3_CONNECT_API_KEY\"".to_owned(),
    ];
    if let Some(body) = body {
        lines.push("  -H \"Content-Type: application/json\"".to_owned());
        // A quote would end the shell's text.
        let body = format!("{body:#}").replace('\'', "'\\''");
        lines.push(format!("  -d '{body}'"));
    }
    lines.join(" \\\n")
}
