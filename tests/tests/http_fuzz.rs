//! Some thousand requests to every route, the same each time; and that the fuzzer knows every route.

#![expect(clippy::expect_used, reason = "tests")]

use axum::body::Body;
use axum::http::Request;
use e2e::app::App;
use e2e::http_fuzz::routes::ROUTES;
use e2e::http_fuzz::{Options, run};
use std::collections::BTreeSet;
use std::path::Path;
use tower::ServiceExt as _;

#[tokio::test]
async fn every_answer_is_as_it_should_be() {
    let options = Options {
        seed: 1,
        from: 0,
        inputs: 3_000,
        within: None,
        at_once: 8,
    };
    let tally = Box::pin(run(options, |_| {}))
        .await
        .unwrap_or_else(|failure| panic!("{failure}"));
    println!("{tally}");
    assert_eq!(tally.inputs, options.inputs);
    // What only ever refuses is not fuzzed. So few requests leave some routes out by chance.
    let good = tally.routes_with(|status| (200..400).contains(&status));
    let (some, all) = (good.len(), ROUTES.len());
    assert!(
        some * 4 >= all * 3,
        "only {some} of {all} routes were ever answered well: {good:?}"
    );
}

const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../server/src");

/// Every Rust file of the server.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
    {
        if entry.is_dir() {
            sources(&entry, found);
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

/// The paths that a file gives to `.route(`, with the value of a constant in its place.
fn routed(source: &str) -> Vec<String> {
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
fn the_fuzzer_knows_every_path() {
    let mut all = Vec::new();
    sources(Path::new(SERVER), &mut all);
    let mut paths = BTreeSet::new();
    for (file, source) in &all {
        let prefix = match file.as_str() {
            "rest.rs" => "/v1",
            _ => "",
        };
        let found = routed(source);
        assert!(
            found.is_empty() || ["routes.rs", "rest.rs", "admin.rs"].contains(&file.as_str()),
            "{file} has routes that this test does not know where to look for"
        );
        for path in found {
            assert!(path.starts_with('/'), "{file}: {path} is no path");
            paths.insert(format!("{prefix}{path}"));
        }
        // Whatever is nested is known: the API, and the files of the site.
        let nested = source.matches(".nest(").count() + source.matches(".nest_service(").count();
        assert_eq!(nested, if file == "routes.rs" { 2 } else { 0 }, "{file}");
    }
    assert!(paths.len() > 40, "{paths:?}");
    let known: BTreeSet<String> = ROUTES.iter().map(|route| route.path.to_owned()).collect();
    let missing: Vec<_> = paths.difference(&known).collect();
    assert!(missing.is_empty(), "not fuzzed: {missing:?}");
    let more: Vec<_> = known.difference(&paths).collect();
    assert_eq!(
        more,
        ["/nothing/{file}", "/pkg/{file}", "/v1/nothing/{file}"]
    );
}

#[tokio::test]
async fn the_fuzzer_knows_every_method() {
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
            let taken = answer.status() != 405;
            let known = route.methods.contains(&method);
            assert_eq!(taken, known, "{method} {path}: {}", answer.status());
        }
    }
}
