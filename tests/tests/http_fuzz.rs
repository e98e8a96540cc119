//! Runs the HTTP fuzzer with a fixed seed, and verifies that the fuzzer knows every route of the server.

#![expect(clippy::expect_used, reason = "tests")]

use axum::body::Body;
use axum::http::Request;
use domain::connect_ui::KNOWN_FIELDS;
use e2e::app::App;
use e2e::http_fuzz::routes::{CONNECTION, ROUTES, WIDGET};
use e2e::http_fuzz::{FuzzOptions, run};
use std::collections::BTreeSet;
use std::path::Path;
use tower::ServiceExt as _;

#[tokio::test]
async fn every_answer_passes_all_checks() {
    let options = FuzzOptions {
        seed: 1,
        from: 0,
        inputs: 5_000,
        time_limit: None,
        at_once: 8,
    };
    let tally = Box::pin(run(options, |_| {}))
        .await
        .unwrap_or_else(|failure| panic!("{failure}"));
    println!("{tally}");
    assert_eq!(tally.inputs, options.inputs);
    // A route that refuses every request is not tested well. With so few requests, that happens to some by chance.
    let successful = tally.routes_with(|status| (200..400).contains(&status));
    let (count, all) = (successful.len(), ROUTES.len());
    assert!(
        count * 4 >= all * 3,
        "only {count} of {all} routes ever succeeded: {successful:?}"
    );
}

#[test]
fn the_fuzzer_sends_every_known_field() {
    for field in &KNOWN_FIELDS {
        for (what, sent) in [("the widget", WIDGET), ("the REST API", CONNECTION)] {
            assert!(sent.contains(&field.name), "{} to {what}", field.name);
        }
    }
}

const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../server/src");

/// Collects the path and text of every Rust file of the server.
fn collect_sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
    {
        if entry.is_dir() {
            collect_sources(&entry, found);
        } else {
            let name = entry
                .strip_prefix(SERVER)
                .expect("below it")
                .display()
                .to_string();
            found.push((name, std::fs::read_to_string(&entry).expect("text")));
        }
    }
}

/// Returns the paths that a file gives to `.route(`. Constants are replaced by their values.
fn route_paths(source: &str) -> Vec<String> {
    let constants: Vec<(&str, &str)> = source
        .lines()
        .filter_map(|line| {
            line.trim()
                .strip_prefix("const ")?
                .split_once(": &str = \"")
        })
        .filter_map(|(name, value)| Some((name, value.split('"').next()?)))
        .collect();
    source
        .split(".route(")
        .skip(1)
        .map(|after| {
            let path = after.split(',').next().expect("a path").trim();
            let constant = constants
                .iter()
                .find(|(name, _)| *name == path)
                .map(|(_, value)| *value);
            constant
                .unwrap_or_else(|| path.trim_matches('"'))
                .to_owned()
        })
        .collect()
}

#[test]
fn fuzzer_knows_every_path() {
    let mut all = Vec::new();
    collect_sources(Path::new(SERVER), &mut all);
    let mut paths = BTreeSet::new();
    for (file, source) in &all {
        let found = route_paths(source);
        assert!(
            found.is_empty() || ["routes.rs", "admin.rs"].contains(&file.as_str()),
            "{file} has routes that this test does not know where to look for"
        );
        for path in found {
            assert!(path.starts_with('/'), "{file}: {path} is not a path");
            paths.insert(path);
        }
        // Nested routers would hide routes from this test. Only two are known: the API, and the files of the
        // site.
        let nested = source.matches(".nest(").count() + source.matches(".nest_service(").count();
        let expected = match file.as_str() {
            "routes.rs" => 2,
            "openapi.rs" => 1,
            _ => 0,
        };
        assert_eq!(nested, expected, "{file}");
    }
    // The routes of the API are in its document.
    let document = server::openapi::document();
    paths.extend(
        document["paths"]
            .as_object()
            .expect("paths")
            .keys()
            .cloned(),
    );
    assert!(paths.len() > 40, "{paths:?}");
    let known: BTreeSet<String> = ROUTES.iter().map(|route| route.path.to_owned()).collect();
    let missing: Vec<_> = paths.difference(&known).collect();
    assert!(missing.is_empty(), "not fuzzed: {missing:?}");
    let unknown: Vec<_> = known.difference(&paths).collect();
    assert_eq!(
        unknown,
        ["/nothing/{file}", "/pkg/{file}", "/v1/nothing/{file}"]
    );
}

#[tokio::test]
async fn fuzzer_knows_every_method() {
    let app = App::start().await;
    for route in ROUTES.iter().filter(|route| !route.path.contains("{file}")) {
        let path = route.path.replace(['{', '}'], "");
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
            let request = Request::builder()
                .method(method)
                .uri(&path)
                .body(Body::empty());
            let Ok(answer) = app
                .router
                .clone()
                .oneshot(request.expect("a request"))
                .await;
            let is_supported = answer.status() != 405;
            let is_known = route.methods.contains(&method);
            assert_eq!(
                is_supported,
                is_known,
                "{method} {path}: {}",
                answer.status()
            );
        }
    }
}
