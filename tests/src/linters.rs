//! The programs that check what a tenant pastes, each started once for a whole folder: they take a while to wake.
//!
//! `TEST_LINTERS` is the folder they are in; `./dev test` installs them. A test whose program is missing fails.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A program from the linters' folder.
///
/// # Panics
/// When it is not there.
pub fn tool(name: &str) -> PathBuf {
    let Ok(folder) = std::env::var("TEST_LINTERS") else {
        panic!("TEST_LINTERS is not set. This test needs {name}; ./dev test installs it.");
    };
    let path = Path::new(&folder).join(name);
    assert!(path.exists(), "{} is missing", path.display());
    path
}

/// Runs it to its end.
///
/// # Panics
/// When it cannot be started.
pub fn run(command: &mut Command) -> Output {
    command
        // What a program thinks of its own libraries is no finding.
        .env("PYTHONWARNINGS", "ignore")
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", command.get_program().display()))
}

/// That a program has nothing to say, and ends well.
///
/// # Panics
/// With what it says.
#[track_caller]
pub fn nothing_to_say(command: &mut Command) {
    let Output {
        status,
        stdout,
        stderr,
    } = run(command);
    let (said, complained) = (text(&stdout), text(&stderr));
    assert!(
        status.success() && said.trim().is_empty() && complained.trim().is_empty(),
        "{} ended with {status}:\n{said}\n{complained}",
        command.get_program().display(),
    );
}

/// The files of a folder, in the order of their names.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
}

/// The policy and trust policy, if there is one, of each Terraform file, as python-hcl2 reads them.
pub fn policies_in_terraform(folder: &Path) -> Vec<(Value, Option<Value>)> {
    let read: Vec<Value> = parsed(&files(folder));
    // An expression comes back as text. As an attribute of a file of its own it is parsed as well.
    let again = tempfile::tempdir().expect("a folder");
    let mut expressions = 0;
    let mut keep = |expression: &Value| {
        let text = expression.as_str().expect("an expression");
        let object = text
            .strip_prefix("${jsonencode(")
            .and_then(|rest| rest.strip_suffix(")}"))
            .unwrap_or_else(|| panic!("{text}"));
        let path = again.path().join(format!("{expressions:06}.tf"));
        std::fs::write(path, format!("value = {object}\n")).expect("written");
        expressions += 1;
    };
    let mut trusted = Vec::new();
    for file in &read {
        let attributes: Vec<&Value> = file["resource"]
            .as_array()
            .expect("resources")
            .iter()
            .filter_map(|resource| resource.as_object()?.values().next()?.get("\"s3_connect\""))
            .collect();
        let of = |name: &str| attributes.iter().find_map(|a| a.get(name));
        keep(of("policy").expect("a policy"));
        let trust = of("assume_role_policy");
        trust.map(&mut keep);
        trusted.push(trust.is_some());
    }
    let mut values = parsed(&files(again.path()))
        .into_iter()
        .map(|file| unquoted(file["value"].clone()));
    trusted
        .into_iter()
        .map(|trusted| {
            let policy = values.next().expect("a policy");
            let trust = trusted.then(|| values.next().expect("a trust policy"));
            (policy, trust)
        })
        .collect()
}

fn parsed(files: &[PathBuf]) -> Vec<Value> {
    let mut command = Command::new(tool("hcl2tojson"));
    let output = run(command.args(["--ndjson", "-q"]).args(files));
    assert!(output.status.success(), "{}", text(&output.stderr));
    let read: Vec<Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(read.len(), files.len());
    read
}

/// Strings come with their quotes and escapes, which are those of JSON, and so do the names of attributes.
fn unquoted(value: Value) -> Value {
    let plain = |text: String| match text.strip_prefix('"') {
        Some(_) => serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}")),
        None => text,
    };
    match value {
        Value::String(text) => plain(text).into(),
        Value::Array(all) => all.into_iter().map(unquoted).collect(),
        Value::Object(all) => all
            .into_iter()
            .map(|(key, value)| (plain(key), unquoted(value)))
            .collect(),
        other => other,
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
