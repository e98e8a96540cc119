//! Runs for the same tenant and flow exclude each other, and the processes of a command end with its run.

use super::{RunFixture, read_file};
use std::path::Path;
use std::time::Duration;

/// A script that writes its process ID to the file `started`, and waits until the test creates the file `go`.
const WAIT_FOR_GO: &str = "echo $$ > $ROOT/../../started; \
                    while [ ! -e $ROOT/../../go ]; do sleep 0.05; done; echo continued";

/// Waits until a file has a complete line, and returns its contents.
async fn wait_for_file(path: &Path) -> String {
    for _ in 0..600 {
        match std::fs::read_to_string(path) {
            Ok(text) if text.ends_with('\n') => return text,
            _ => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    panic!("{} is missing or empty after 30 s", path.display());
}

#[tokio::test]
async fn refuses_a_run_while_another_for_the_same_tenant_is_in_progress() {
    let fixture = RunFixture::start().await;
    fixture.connect("globex").await;
    let args = |tenant| ["run", "--flow", "demo", "--tenant", tenant, "--"];
    let first = [&args("acme")[..], &["sh", "-c", WAIT_FOR_GO]].concat();
    let first = fixture.command(&first).spawn().expect("the program starts");
    wait_for_file(&fixture.path("started")).await;

    let second = fixture.run(&[], "echo started").await;
    assert_eq!(second.code, Some(1), "{second:?}");
    let message = "acme: another run for this tenant and flow is in progress";
    assert!(second.stderr.contains(message), "{second:?}");
    assert!(!second.stdout.contains("started"), "{second:?}");
    let other = [&args("globex")[..], &["true"]].concat();
    let other = fixture.cli(&other).await;
    assert_eq!(
        other.code,
        Some(0),
        "another tenant can run meanwhile: {other:?}"
    );

    std::fs::write(fixture.path("go"), "").expect("the file is written");
    let output = first.wait_with_output().await.expect("the program ends");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && stdout.contains("continued"),
        "{stdout}"
    );
    let third = fixture.run(&[], "true").await;
    assert_eq!(third.code, Some(0), "{third:?}");
}

/// Such processes hold the output of the command open, so the run would otherwise wait for them.
#[tokio::test]
async fn ends_background_processes_of_a_command() {
    let fixture = RunFixture::start().await;
    for (status, code) in [("0", 0), ("3", 1)] {
        let script =
            format!("sleep 600 & echo $! > $ROOT/../../background; echo finished; exit {status}");
        let output = fixture.run(&[], &script).await;
        assert_eq!(output.code, Some(code), "{output:?}");
        assert!(output.stdout.contains("finished\n"), "{output:?}");
        let pid = read_file(&fixture.path("background"));
        // The process is gone, or it is a zombie that its new parent has not collected yet.
        let status = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim()));
        let has_ended = status.map_or(true, |status| status.contains(") Z "));
        assert!(has_ended, "process {pid} still runs");
    }
}

#[tokio::test]
async fn an_interrupted_run_ends_its_command_and_is_not_recorded() {
    let fixture = RunFixture::start().await;
    fixture.upload_files(&[("a.csv", "1")]).await;
    let args = ["run", "--flow", "demo", "--tenant", "acme", "--"];
    let script = format!("echo x > snapshots/runs; {WAIT_FOR_GO}");
    let first = [&args[..], &["sh", "-c", &script]].concat();
    let first = fixture.command(&first).spawn().expect("the program starts");
    let command_pid = wait_for_file(&fixture.path("started")).await;
    let pid = first.id().expect("the program runs").to_string();
    let status = std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status();
    assert!(status.expect("kill").success());
    let output = first.wait_with_output().await.expect("the program ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    let message = "acme: stopped; the next run fetches the same files again";
    assert!(stderr.contains(message), "{stderr}");
    let process = Path::new("/proc").join(command_pid.trim());
    assert!(!process.exists(), "the command still runs");

    let output = fixture.run(&[], "ls sync-output snapshots").await;
    assert_eq!(output.code, Some(0), "{output:?}");
    assert!(output.stdout.contains("a.csv\n"), "{output:?}");
    assert!(!output.stdout.contains("runs\n"), "{output:?}");
}

#[tokio::test]
async fn keeps_the_folder_of_a_run_in_progress_even_if_it_is_the_oldest() {
    let fixture = RunFixture::start().await;
    fixture.connect("globex").await;
    fixture.upload_files(&[("a.csv", "1")]).await;
    let args = |tenant| ["run", "--flow", "demo", "--tenant", tenant, "--"];
    let script = format!("{WAIT_FOR_GO}; echo text > etl-output/file");
    let long = [&args("acme")[..], &["sh", "-c", &script]].concat();
    let long = fixture.command(&long).spawn().expect("the program starts");
    wait_for_file(&fixture.path("started")).await;

    // More job folders than are kept, all newer than the one in use.
    for n in 0..60 {
        std::fs::create_dir(fixture.path(&format!("jobs/job-{n}"))).expect("the folder is created");
    }
    let other = [&args("globex")[..], &["true"]].concat();
    let other = fixture.cli(&other).await;
    assert_eq!(other.code, Some(0), "{other:?}");
    assert_eq!(
        fixture.job_count(),
        51,
        "the ten oldest are removed, except the one in use"
    );

    std::fs::write(fixture.path("go"), "").expect("the file is written");
    let output = long.wait_with_output().await.expect("the program ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert_eq!(
        read_file(&fixture.fetch_bucket().await.join("file")),
        "text\n"
    );
}
