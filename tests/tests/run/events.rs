//! `s3-connect run --json`: each step is an event on a line of its own.

#![expect(clippy::expect_used, reason = "tests")]

use super::Scene;
use e2e::binary::Ended;
use serde_json::{Value, json};

fn events(ended: &Ended) -> Vec<Value> {
    let lines = ended.stdout.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().expect("JSON on each line")
}

fn names(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .map(|event| event["event"].as_str().expect("a name"))
        .collect()
}

#[tokio::test]
async fn a_run_prints_each_step_as_an_event() {
    let scene = Scene::new().await;
    scene.put(&[("a.csv", "1")]).await;
    let script =
        "cat sync-output/a.csv > etl-output/b.csv; echo '{\"not\": an event'; echo wrong >&2";
    let ended = scene.run(&["--json"], script).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(ended.stderr, "");
    let events = events(&ended);
    let mut found = names(&events);
    // The two lines of output may come in any order.
    assert_eq!(found.len(), 11, "{events:#?}");
    found.dedup();
    assert_eq!(
        found,
        [
            "job", "begun", "file", "ended", "command", "output", "begun", "file", "ended", "run"
        ]
    );
    let job = &events[0]["job"];
    for event in events.iter().filter(|event| event["event"] != "file") {
        assert_eq!(&event["job"], job, "{event}");
    }
    let folder = events[0]["folder"].as_str().expect("a folder");
    assert!(folder.ends_with(job.as_str().expect("a job")), "{folder}");
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
async fn the_last_event_of_a_run_says_why_it_failed() {
    let scene = Scene::new().await;
    let ended = scene.run(&["--json"], "exit 3").await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let events = events(&ended);
    let last = events.last().expect("an event");
    assert_eq!(
        last["failed"],
        "the command ended with exit status: 3; nothing was exported"
    );

    // One for each tenant, whatever became of the others.
    scene.connect("globex").await;
    let script = "[ $TENANT = globex ]";
    let args = ["run", "--flow", "demo", "--all-tenants", "--json", "--"];
    let ended = scene
        .cli(&[&args[..], &["sh", "-c", script]].concat())
        .await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let events = self::events(&ended);
    let runs: Vec<_> = events
        .iter()
        .filter(|event| event["event"] == "run")
        .map(|event| (event["tenant"].as_str(), event["failed"].is_null()))
        .collect();
    assert_eq!(runs, [(Some("acme"), false), (Some("globex"), true)]);
}
