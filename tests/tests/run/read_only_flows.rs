//! Flows that only read: nothing is exported, so the command's output stays in the job's folder.

#![expect(clippy::expect_used, reason = "tests")]

use super::{RunFixture, read_file};
use e2e::binary::CommandOutput;
use std::path::PathBuf;

/// Returns the job's folder that a run has printed.
fn printed_folder(output: &CommandOutput) -> PathBuf {
    let mut lines = output.stderr.lines();
    let folder = lines.find_map(|line| line.strip_prefix("Job ")?.split_once(", in "));
    PathBuf::from(folder.expect("the line about the job").1)
}

#[tokio::test]
async fn the_output_of_the_command_stays_in_the_folder_that_the_run_prints() {
    let fixture = RunFixture::start().await;
    fixture
        .upload_files(&[("a.csv", "1"), ("more/b.csv", "2")])
        .await;
    fixture.server.client.set_direction("read").await;
    let script = "cat sync-output/a.csv sync-output/more/b.csv > etl-output/sum.txt; echo $JOB_TYPE; echo to-stderr >&2; \
                  echo first >> snapshots/runs";
    let first = fixture.run(&[], script).await;
    assert_eq!(first.code, Some(0), "{first:?}");
    let folder = printed_folder(&first);
    let contents = [
        ("etl-output/sum.txt", "12"),
        ("sync-output/more/b.csv", "2"),
        ("snapshots/runs", "first\n"),
        ("stdout.log", "read\n"),
        ("stderr.log", "to-stderr\n"),
    ];
    for (name, text) in contents {
        assert_eq!(read_file(&folder.join(name)), text, "{name}");
    }
    assert!(
        !fixture.fetch_bucket().await.join("sum.txt").exists(),
        "nothing is exported"
    );

    // The next run has the snapshots and only new files, in a folder of its own.
    fixture.upload_files(&[("c.csv", "3")]).await;
    let second = fixture
        .run(
            &[],
            "ls sync-output > etl-output/new.txt; cat snapshots/runs; echo second >> snapshots/runs",
        )
        .await;
    assert_eq!(second.code, Some(0), "{second:?}");
    assert!(second.stdout.contains("\nfirst\n"), "{second:?}");
    let next_folder = printed_folder(&second);
    assert_ne!(next_folder, folder);
    assert_eq!(
        read_file(&next_folder.join("etl-output/new.txt")),
        "c.csv\n"
    );
    for (name, text) in contents {
        assert_eq!(
            read_file(&folder.join(name)),
            text,
            "{name} has not changed"
        );
    }
}

#[tokio::test]
async fn each_tenant_keeps_its_own_snapshots() {
    let fixture = RunFixture::start().await;
    fixture.connect("globex").await;
    fixture.server.client.set_direction("read").await;
    let run = async |tenant: &str, script: &str| {
        let args = ["run", "--flow", "demo", "--tenant", tenant];
        let output = fixture
            .cli(&[&args[..], &["--", "sh", "-c", script]].concat())
            .await;
        (output.code, output.stdout)
    };
    let add_line =
        "mkdir -p snapshots/in; echo $TENANT >> snapshots/in/runs; cat snapshots/in/runs";
    for (tenant, expected) in [
        ("acme", "\nacme\n"),
        ("globex", "\nglobex\n"),
        ("acme", "\nacme\nacme\n"),
    ] {
        let (code, stdout) = run(tenant, add_line).await;
        assert_eq!(code, Some(0), "{stdout}");
        assert!(stdout.contains(expected), "{tenant}: {stdout}");
    }
    // A failed run does not change the snapshots, and unfinished files of gluestick are not saved.
    let (code, _) = run("acme", "rm -r snapshots/in; exit 1").await;
    assert_eq!(code, Some(1));
    let unfinished = "touch snapshots/in/half.hg.partial_written.lock; ls snapshots/in";
    assert_eq!(run("acme", unfinished).await.0, Some(0));
    let (code, stdout) = run("acme", "ls snapshots/in; cat snapshots/in/runs").await;
    assert_eq!(code, Some(0), "{stdout}");
    assert!(stdout.contains("\nruns\nacme\nacme\n"), "{stdout}");
    assert!(!stdout.contains("half"), "{stdout}");
    assert_eq!(fixture.job_count(), 6, "every job's folder stays");
}
