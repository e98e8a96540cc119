//! Runs the linters that check what a tenant pastes into AWS. Each runs once for a whole folder, because they start
//! slowly.
//!
//! `TEST_LINTERS` is their folder, and `./dev test` installs them. A test whose linter is missing fails.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Returns the path of a program in the linters' folder.
///
/// # Panics
/// Panics if `TEST_LINTERS` is not set or the program is missing.
pub fn tool(name: &str) -> PathBuf {
    let Ok(folder) = std::env::var("TEST_LINTERS") else {
        panic!("TEST_LINTERS is not set. This test needs {name}; ./dev test installs it.");
    };
    let path = Path::new(&folder).join(name);
    assert!(path.exists(), "{} is missing", path.display());
    path
}

/// Runs a command to its end.
///
/// # Panics
/// Panics if the command cannot be started.
pub fn run(command: &mut Command) -> Output {
    command
        // Deprecation warnings about a linter's own libraries would look like findings.
        .env("PYTHONWARNINGS", "ignore")
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", command.get_program().display()))
}

/// Asserts that a linter succeeds and prints nothing.
///
/// # Panics
/// Panics with the linter's output if it prints anything.
#[track_caller]
pub fn assert_no_findings(command: &mut Command) {
    let Output {
        status,
        stdout,
        stderr,
    } = run(command);
    let (stdout, stderr) = (text(&stdout), text(&stderr));
    assert!(
        status.success() && stdout.trim().is_empty() && stderr.trim().is_empty(),
        "{} ended with {status}:\n{stdout}\n{stderr}",
        command.get_program().display(),
    );
}

/// Returns the files of a folder, sorted by name.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
}

/// Returns the policy of each Terraform file as python-hcl2 reads it, and its trust policy if it has one.
pub fn policies_in_terraform(folder: &Path) -> Vec<(Value, Option<Value>)> {
    let resources: Vec<Value> = parse_terraform(&files(folder));
    // python-hcl2 returns the argument of `jsonencode(…)` as text. To have it parsed too, each argument is written into
    // a file of its own, and all of them are parsed in a second run.
    let expressions_folder = tempfile::tempdir().expect("a folder");
    let mut expressions = 0;
    let mut write_expression = |expression: &Value| {
        let text = expression.as_str().expect("an expression");
        let object = text
            .strip_prefix("${jsonencode(")
            .and_then(|rest| rest.strip_suffix(")}"))
            .unwrap_or_else(|| panic!("{text}"));
        let path = expressions_folder
            .path()
            .join(format!("{expressions:06}.tf"));
        std::fs::write(path, format!("value = {object}\n")).expect("written");
        expressions += 1;
    };
    let mut has_trust_policy = Vec::new();
    for file in &resources {
        let attributes: Vec<&Value> = file["resource"]
            .as_array()
            .expect("resources")
            .iter()
            .filter_map(|resource| resource.as_object()?.values().next()?.get("\"s3_connect\""))
            .collect();
        let attribute = |name: &str| attributes.iter().find_map(|a| a.get(name));
        write_expression(attribute("policy").expect("a policy"));
        let trust = attribute("assume_role_policy");
        trust.map(&mut write_expression);
        has_trust_policy.push(trust.is_some());
    }
    let mut values = parse_terraform(&files(expressions_folder.path()))
        .into_iter()
        .map(|file| unquote(file["value"].clone()));
    has_trust_policy
        .into_iter()
        .map(|has_trust_policy| {
            let policy = values.next().expect("a policy");
            let trust = has_trust_policy.then(|| values.next().expect("a trust policy"));
            (policy, trust)
        })
        .collect()
}

/// Parses Terraform files into JSON, one value per file.
fn parse_terraform(files: &[PathBuf]) -> Vec<Value> {
    let mut command = Command::new(tool("hcl2tojson"));
    let output = run(command.args(["--ndjson", "-q"]).args(files));
    assert!(output.status.success(), "{}", text(&output.stderr));
    let parsed: Vec<Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(parsed.len(), files.len());
    parsed
}

/// Removes the quotes that python-hcl2 leaves around strings and attribute names. Their escapes are those of JSON.
fn unquote(value: Value) -> Value {
    let plain = |text: String| match text.strip_prefix('"') {
        Some(_) => serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}")),
        None => text,
    };
    match value {
        Value::String(text) => plain(text).into(),
        Value::Array(all) => all.into_iter().map(unquote).collect(),
        Value::Object(all) => all
            .into_iter()
            .map(|(key, value)| (plain(key), unquote(value)))
            .collect(),
        other => other,
    }
}

/// Returns a program's output as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
