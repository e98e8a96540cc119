//! `s3-connect run --json`: it prints each step as an event on a line of its own.

#![expect(clippy::expect_used, reason = "tests")]

use super::RunFixture;
use e2e::binary::CommandOutput;
use serde_json::{Value, json};

fn parse_events(output: &CommandOutput) -> Vec<Value> {
    let lines = output.stdout.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().expect("JSON on each line")
}

fn event_names(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .map(|event| event["event"].as_str().expect("a name"))
        .collect()
}

#[tokio::test]
async fn prints_each_step_as_an_event() {
    let fixture = RunFixture::start().await;
    fixture.upload_files(&[("a.csv", "1")]).await;
    let script =
        "cat sync-output/a.csv > etl-output/b.csv; echo '{\"not\": an event'; echo wrong >&2";
    let output = fixture.run(&["--json"], script).await;
    assert_eq!(output.code, Some(0), "{output:?}");
    assert_eq!(output.stderr, "");
    let events = parse_events(&output);
    let mut names = event_names(&events);
    assert_eq!(names.len(), 11, "{events:#?}");
    // Only the two `output` events follow each other.
    names.dedup();
    assert_eq!(
        names,
        [
            "job", "begun", "file", "ended", "command", "output", "begun", "file", "ended", "run"
        ]
    );
    let job = &events[0]["job"];
    for event in events.iter().filter(|event| event["event"] != "file") {
        assert_eq!(&event["job"], job, "{event}");
    }
    let folder = events[0]["folder"].as_str().expect("a folder");
    assert!(
        folder.ends_with(job.as_str().expect("a job ID")),
        "{folder}"
    );
    // They come from two streams, so their order is not fixed.
    let outputs: Vec<_> = events
        .iter()
        .filter(|event| event["event"] == "output")
        .map(|event| (&event["stream"], &event["line"]))
        .collect();
    assert!(outputs.contains(&(&json!("stdout"), &json!("{\"not\": an event"))));
    assert!(outputs.contains(&(&json!("stderr"), &json!("wrong"))));
    assert_eq!(events[4]["command"], json!(["sh", "-c", script]));
    let last = &events[10];
    assert_eq!(
        (&last["tenant"], &last["failed"]),
        (&json!("acme"), &Value::Null)
    );
}

#[tokio::test]
async fn the_last_event_of_a_run_contains_why_it_failed() {
    let fixture = RunFixture::start().await;
    let output = fixture.run(&["--json"], "exit 3").await;
    assert_eq!(output.code, Some(1), "{output:?}");
    let events = parse_events(&output);
    let last = events.last().expect("an event");
    assert_eq!(
        last["failed"],
        "the command ended with exit status: 3; nothing was exported"
    );

    // Each tenant has such an event, even if the run for another failed.
    fixture.connect("globex").await;
    let script = "[ $TENANT = globex ]";
    let args = ["run", "--flow", "demo", "--all-tenants", "--json", "--"];
    let output = fixture
        .cli(&[&args[..], &["sh", "-c", script]].concat())
        .await;
    assert_eq!(output.code, Some(1), "{output:?}");
    let events = parse_events(&output);
    let runs: Vec<_> = events
        .iter()
        .filter(|event| event["event"] == "run")
        .map(|event| (event["tenant"].as_str(), event["failed"].is_null()))
        .collect();
    assert_eq!(runs, [(Some("acme"), false), (Some("globex"), true)]);
}
