//! A flow that only reads: nothing is exported, so what the command wrote stays in the job's folder.

#![expect(clippy::expect_used, reason = "tests")]

use super::{Scene, read};
use e2e::binary::Ended;
use std::path::PathBuf;

/// The folder that a run said it is in.
fn folder_of(ended: &Ended) -> PathBuf {
    let mut lines = ended.stderr.lines();
    let folder = lines.find_map(|line| line.strip_prefix("Job ")?.split_once(", in "));
    PathBuf::from(folder.expect("where the job is").1)
}

#[tokio::test]
async fn what_the_command_wrote_stays_where_the_run_said() {
    let scene = Scene::new().await;
    scene.put(&[("a.csv", "1"), ("more/b.csv", "2")]).await;
    scene.server.client.set_direction("read").await;
    let script = "cat sync-output/a.csv sync-output/more/b.csv > etl-output/sum.txt; echo $JOB_TYPE; echo wrong >&2; \
                  echo first >> snapshots/runs";
    let first = scene.run(&[], script).await;
    assert_eq!(first.code, Some(0), "{first:?}");
    let folder = folder_of(&first);
    let contents = [
        ("etl-output/sum.txt", "12"),
        ("sync-output/more/b.csv", "2"),
        ("snapshots/runs", "first\n"),
        ("stdout.log", "read\n"),
        ("stderr.log", "wrong\n"),
    ];
    for (name, text) in contents {
        assert_eq!(read(&folder.join(name)), text, "{name}");
    }
    assert!(
        !scene.in_bucket().await.join("sum.txt").exists(),
        "nothing is exported"
    );

    // The next run has the snapshots and only what is new, in a folder of its own.
    scene.put(&[("c.csv", "3")]).await;
    let second = scene
        .run(
            &[],
            "ls sync-output > etl-output/new.txt; cat snapshots/runs; echo second >> snapshots/runs",
        )
        .await;
    assert_eq!(second.code, Some(0), "{second:?}");
    assert!(second.stdout.contains("\nfirst\n"), "{second:?}");
    let next_folder = folder_of(&second);
    assert_ne!(next_folder, folder);
    assert_eq!(read(&next_folder.join("etl-output/new.txt")), "c.csv\n");
    for (name, text) in contents {
        assert_eq!(read(&folder.join(name)), text, "{name} is as it was");
    }
}

#[tokio::test]
async fn snapshots_survive_for_each_tenant_by_itself() {
    let scene = Scene::new().await;
    scene.connect("globex").await;
    scene.server.client.set_direction("read").await;
    let run = async |tenant: &str, script: &str| {
        let args = ["run", "--flow", "demo", "--tenant", tenant];
        let ended = scene
            .cli(&[&args[..], &["--", "sh", "-c", script]].concat())
            .await;
        (ended.code, ended.stdout)
    };
    let note = "mkdir -p snapshots/in; echo $TENANT >> snapshots/in/runs; cat snapshots/in/runs";
    for (tenant, seen) in [
        ("acme", "\nacme\n"),
        ("globex", "\nglobex\n"),
        ("acme", "\nacme\nacme\n"),
    ] {
        let (code, said) = run(tenant, note).await;
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains(seen), "{tenant}: {said}");
    }
    // A run that fails changes none of them, and what gluestick leaves half-written is not kept.
    let (code, _) = run("acme", "rm -r snapshots/in; exit 1").await;
    assert_eq!(code, Some(1));
    let half = "touch snapshots/in/half.hg.partial_written.lock; ls snapshots/in";
    assert_eq!(run("acme", half).await.0, Some(0));
    let (code, said) = run("acme", "ls snapshots/in; cat snapshots/in/runs").await;
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("\nruns\nacme\nacme\n"), "{said}");
    assert!(!said.contains("half"), "{said}");
    assert_eq!(scene.jobs(), 6, "every folder stays");
}
