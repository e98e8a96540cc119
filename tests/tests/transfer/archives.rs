//! Objects in an archive: they are reported and left out, and fetched once they are restored.

use super::saved::Saved;
use super::{lines, outcomes};
use e2e::archive::{Archive, Copy};
use e2e::binary::{Ended, run};
use e2e::transfers::{files, same};
use serde_json::json;

const INCREMENTAL: &str = "fetch --flow demo --tenant acme --out out --incremental";

/// Runs a command with the archive as AWS. It has to end well.
async fn good(saved: &Saved, archive: &Archive, args: &str) -> Ended {
    let mut command = saved.world.command(args, &[]);
    let ended = run(command.env("AWS_ENDPOINT_URL", &archive.url)).await;
    saved.world.no_secret_in(&ended);
    assert_eq!(ended.code, Some(0), "{args}: {ended:?}");
    ended
}

fn outcome(file: &str, outcome: &str) -> (String, String) {
    (file.to_owned(), outcome.to_owned())
}

#[tokio::test]
async fn archived_objects_are_reported_and_fetched_once_they_are_restored() {
    let saved = Saved::start(false).await;
    let archive = Archive::start(&saved.world.sandbox).await;
    for key in ["at-hand", "deep", "frozen", "tiered"] {
        saved.put(&format!("data/{key}"), key).await;
    }
    archive.set("data/frozen", "GLACIER", Copy::None);
    archive.set("data/deep", "DEEP_ARCHIVE", Copy::UnderWay);
    // The list does not say in which tier such an object is: only to read it does.
    archive.set("data/tiered", "INTELLIGENT_TIERING", Copy::None);

    let ended = good(&saved, &archive, INCREMENTAL).await;
    assert!(
        ended.stdout.starts_with("1 fetched, 3 archived"),
        "{ended:?}"
    );
    for file in ["deep", "frozen", "tiered"] {
        let words = format!("{file}: it is in an archive; it is fetched once it is restored");
        assert!(ended.stderr.contains(&words), "{words}: {ended:?}");
    }
    let at_hand = super::tree(&[("at-hand", "at-hand")]);
    same(&files(&saved.world.path("out")), &at_hand);
    assert_eq!(
        archive.reads(),
        [
            "/my-company-empty/data/at-hand",
            "/my-company-empty/data/tiered"
        ],
        "nobody asks for what the list says is archived"
    );

    // Nothing changes until they are restored.
    let ended = good(&saved, &archive, &format!("{INCREMENTAL} --json")).await;
    assert_eq!(
        outcomes(&ended.stdout),
        [
            outcome("at-hand", "unchanged"),
            outcome("deep", "archived"),
            outcome("frozen", "archived"),
            outcome("tiered", "archived"),
        ]
    );
    let events = lines(&ended.stdout);
    let last = events.last().unwrap_or_else(|| panic!("{ended:?}"));
    assert_eq!(last["files"]["archived"], json!(3));

    archive.set("data/frozen", "GLACIER", Copy::Restored);
    archive.set("data/tiered", "INTELLIGENT_TIERING", Copy::Restored);
    let ended = good(&saved, &archive, &format!("{INCREMENTAL} --json")).await;
    assert_eq!(
        outcomes(&ended.stdout),
        [
            outcome("at-hand", "unchanged"),
            outcome("deep", "archived"),
            outcome("frozen", "copied"),
            outcome("tiered", "copied"),
        ]
    );
    let mut expected = at_hand;
    expected.extend(super::tree(&[("frozen", "frozen"), ("tiered", "tiered")]));
    same(&files(&saved.world.path("out")), &expected);

    // What was fetched stays fetched when the copy is gone again.
    archive.set("data/frozen", "GLACIER", Copy::None);
    archive.set("data/deep", "DEEP_ARCHIVE", Copy::Restored);
    let ended = good(&saved, &archive, &format!("{INCREMENTAL} --json")).await;
    assert_eq!(
        outcomes(&ended.stdout),
        [
            outcome("at-hand", "unchanged"),
            outcome("deep", "copied"),
            outcome("frozen", "unchanged"),
            outcome("tiered", "unchanged"),
        ]
    );
    saved.end().await;
}

#[tokio::test]
async fn a_run_goes_on_without_archived_objects() {
    let saved = Saved::start(false).await;
    let archive = Archive::start(&saved.world.sandbox).await;
    for key in ["at-hand", "frozen"] {
        saved.put(&format!("data/{key}"), key).await;
    }
    archive.set("data/frozen", "GLACIER", Copy::None);
    let seen = async || {
        let mut command = saved.world.command(
            "run --flow demo --tenant acme --",
            &["sh", "-c", "echo has $(ls sync-output)"],
        );
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let ended = run(command.env("AWS_ENDPOINT_URL", &archive.url)).await;
        assert_eq!(ended.code, Some(0), "{ended:?}");
        ended.stdout
    };
    let said = seen().await;
    assert!(said.contains("has at-hand\n"), "{said}");
    archive.set("data/frozen", "GLACIER", Copy::Restored);
    let said = seen().await;
    assert!(said.contains("has frozen\n"), "{said}");
    saved.end().await;
}
