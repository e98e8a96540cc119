//! The OpenAPI document of the REST API is well made, and the server does what it says. Every other test compares the
//! answers it gets with the document, too (`tests/src/api_contract.rs`).

use e2e::app::App;
use e2e::linters::{run, text};
use reqwest::Method;
use reqwest::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use std::process::Command;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");

/// Returns the program that a variable names. `./dev test` installs it.
fn program(variable: &str) -> Command {
    let path = std::env::var(variable);
    Command::new(path.unwrap_or_else(|_| panic!("{variable} is not set. ./dev test sets it.")))
}

#[test]
fn linter_finds_nothing_in_the_document() {
    let output = run(program("TEST_REDOCLY").args(["lint", DOCUMENT]));
    let report = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{report}");
    assert!(!report.contains("warning"), "{report}");
}

/// Sends valid and invalid requests to every operation. `./dev test` prints the command that repeats a failure.
#[tokio::test(flavor = "multi_thread")]
async fn generated_requests_get_documented_answers() {
    let app = App::start().await;
    let fields = app.sample_fields("full-access").json();
    app.put_connection("acme_corp", &fields).await.expect(201);
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = program("TEST_SCHEMATHESIS");
    command
        .args(["run", &format!("{}/v1/openapi.json", app.url)])
        .args(["--url", &app.url])
        .args(["--header", &format!("Authorization: Bearer {}", app.api_key)])
        .args(["--phases", "examples,coverage,fuzzing"])
        .args(["--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance"])
        .args(["--max-examples", "20", "--seed", "1", "--no-color"])
        // It stores what it has found in its folder.
        .current_dir(folder.path());
    let output = tokio::task::spawn_blocking(move || run(&mut command)).await;
    let output = output.expect("Schemathesis");
    assert!(
        output.status.success(),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
}

#[tokio::test]
async fn document_and_page_need_no_key_and_are_sent_once() {
    let app = App::start().await;
    let document = app.get("/v1/openapi.json").await.expect(200);
    assert_eq!(document.json(), server::openapi::document());
    for path in ["/v1/openapi.json", "/v1/docs"] {
        let first = app.get(path).await.expect(200);
        assert!(first.headers.contains_key(CACHE_CONTROL), "{path}");
        let request = app
            .request(Method::GET, path)
            .header(IF_NONE_MATCH, &first.headers[ETAG]);
        let second = app.send(request).await.expect(304);
        assert!(second.text.is_empty(), "{path}");
    }
}

#[tokio::test]
async fn page_shows_every_operation_and_runs_no_script() {
    let app = App::start().await;
    let page = app.get("/v1/docs").await.expect(200);
    let policy = page.headers["content-security-policy"].to_str();
    assert!(policy.expect("text").contains("script-src 'none'"));
    let document = server::openapi::document();
    for item in document["paths"].as_object().expect("paths").values() {
        for operation in item.as_object().expect("operations").values() {
            let id = operation["operationId"].as_str().expect("an ID");
            let anchor = format!("id=\"{id}\"");
            assert!(page.text.contains(&anchor), "{id} is missing");
        }
    }
}
