//! Runs of one tenant and flow take turns, and the processes of a command end with its run.

use super::{Scene, read};
use std::path::Path;
use std::time::Duration;

/// Says that the command runs and which process it is, and waits until the test says so.
const WAIT: &str = "echo $$ > $ROOT/../../started; \
                    while [ ! -e $ROOT/../../go ]; do sleep 0.05; done; echo went on";

/// Waits until a file is there and has something in it.
async fn appears(path: &Path) -> String {
    for _ in 0..600 {
        match std::fs::read_to_string(path) {
            Ok(text) if text.ends_with('\n') => return text,
            _ => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    panic!("{} does not appear", path.display());
}

#[tokio::test]
async fn a_run_is_refused_while_another_of_the_same_tenant_goes_on() {
    let scene = Scene::new().await;
    scene.connect("globex").await;
    let args = |tenant| ["run", "--flow", "demo", "--tenant", tenant, "--"];
    let first = [&args("acme")[..], &["sh", "-c", WAIT]].concat();
    let first = scene.command(&first).spawn().expect("it starts");
    appears(&scene.path("started")).await;

    let second = scene.run(&[], "echo started").await;
    assert_eq!(second.code, Some(1), "{second:?}");
    let words = "acme: another run of this tenant and flow is under way";
    assert!(second.stderr.contains(words), "{second:?}");
    assert!(!second.stdout.contains("started"), "{second:?}");
    let other = [&args("globex")[..], &["true"]].concat();
    let other = scene.cli(&other).await;
    assert_eq!(other.code, Some(0), "another tenant's may: {other:?}");

    std::fs::write(scene.path("go"), "").expect("written");
    let output = first.wait_with_output().await.expect("it ends");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("went on"),
        "{said}"
    );
    let third = scene.run(&[], "true").await;
    assert_eq!(third.code, Some(0), "{third:?}");
}

/// They would hold its output open, and the run would wait for them for ever.
#[tokio::test]
async fn processes_that_a_command_leaves_behind_end_with_it() {
    let scene = Scene::new().await;
    for (status, code) in [("0", 0), ("3", 1)] {
        let script = format!("sleep 600 & echo $! > $ROOT/../../left; echo well; exit {status}");
        let ended = scene.run(&[], &script).await;
        assert_eq!(ended.code, Some(code), "{ended:?}");
        assert!(ended.stdout.contains("well\n"), "{ended:?}");
        let left = read(&scene.path("left"));
        // It is gone, or dead and not yet collected by the process that inherited it.
        let status = std::fs::read_to_string(format!("/proc/{}/stat", left.trim()));
        let is_over = status.map_or(true, |status| status.contains(") Z "));
        assert!(is_over, "process {left} goes on");
    }
}

#[tokio::test]
async fn an_interrupted_run_ends_its_command_and_is_not_remembered() {
    let scene = Scene::new().await;
    scene.put(&[("a.csv", "1")]).await;
    let args = ["run", "--flow", "demo", "--tenant", "acme", "--"];
    let script = format!("echo x > snapshots/runs; {WAIT}");
    let first = [&args[..], &["sh", "-c", &script]].concat();
    let first = scene.command(&first).spawn().expect("it starts");
    let command = appears(&scene.path("started")).await;
    let pid = first.id().expect("it runs").to_string();
    let sent = std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status();
    assert!(sent.expect("kill").success());
    let output = first.wait_with_output().await.expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let words = "acme: stopped; what was fetched is fetched again by the next run";
    assert!(said.contains(words), "{said}");
    let process = Path::new("/proc").join(command.trim());
    assert!(!process.exists(), "the command goes on");

    let ended = scene.run(&[], "ls sync-output snapshots").await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stdout.contains("a.csv\n"), "{ended:?}");
    assert!(!ended.stdout.contains("runs\n"), "{ended:?}");
}

#[tokio::test]
async fn the_folder_of_a_run_that_goes_on_is_never_an_old_one() {
    let scene = Scene::new().await;
    scene.connect("globex").await;
    scene.put(&[("a.csv", "1")]).await;
    let args = |tenant| ["run", "--flow", "demo", "--tenant", tenant, "--"];
    let script = format!("{WAIT}; echo text > etl-output/file");
    let long = [&args("acme")[..], &["sh", "-c", &script]].concat();
    let long = scene.command(&long).spawn().expect("it starts");
    appears(&scene.path("started")).await;

    // More jobs have come and gone since then than folders are kept.
    for n in 0..60 {
        std::fs::create_dir(scene.path(&format!("jobs/job-{n}"))).expect("made");
    }
    let other = [&args("globex")[..], &["true"]].concat();
    let other = scene.cli(&other).await;
    assert_eq!(other.code, Some(0), "{other:?}");
    assert_eq!(scene.jobs(), 51, "ten are removed, and not the oldest");

    std::fs::write(scene.path("go"), "").expect("written");
    let output = long.wait_with_output().await.expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert_eq!(read(&scene.in_bucket().await.join("file")), "text\n");
}
