//! Archived objects: they are reported and skipped, and fetched once they are restored.

use super::connected_fixture::ConnectedFixture;
use super::{outcomes, parse_lines};
use e2e::archive_proxy::{ArchiveProxy, RestoreState};
use e2e::binary::{CommandOutput, run};
use e2e::transfer_fixture::{assert_same_tree, read_tree};
use serde_json::json;

const INCREMENTAL: &str = "fetch --flow demo --tenant acme --out out --incremental";

/// Runs a command with the archive proxy as AWS. It must succeed.
async fn run_successfully(
    fixture: &ConnectedFixture,
    archive: &ArchiveProxy,
    args: &str,
) -> CommandOutput {
    let mut command = fixture.transfer.command(args, &[]);
    let output = run(command.env("AWS_ENDPOINT_URL", &archive.url)).await;
    fixture.transfer.assert_no_secrets(&output);
    assert_eq!(output.code, Some(0), "{args}: {output:?}");
    output
}

fn outcome(file: &str, outcome: &str) -> (String, String) {
    (file.to_owned(), outcome.to_owned())
}

#[tokio::test]
async fn archived_objects_are_reported_and_fetched_once_they_are_restored() {
    let fixture = ConnectedFixture::start(false).await;
    let archive = ArchiveProxy::start(&fixture.transfer.sandbox).await;
    for key in ["at-hand", "deep", "frozen", "tiered"] {
        fixture.put_object(&format!("data/{key}"), key).await;
    }
    archive.set_storage_class("data/frozen", "GLACIER", RestoreState::NotRestored);
    archive.set_storage_class("data/deep", "DEEP_ARCHIVE", RestoreState::InProgress);
    // A listing does not contain the tier of such an object, so only reading it shows that it is archived.
    archive.set_storage_class(
        "data/tiered",
        "INTELLIGENT_TIERING",
        RestoreState::NotRestored,
    );

    let output = run_successfully(&fixture, &archive, INCREMENTAL).await;
    assert!(
        output.stdout.starts_with("1 fetched, 3 archived"),
        "{output:?}"
    );
    for file in ["deep", "frozen", "tiered"] {
        let message = format!("{file}: it is in an archive; it can be fetched once it is restored");
        assert!(output.stderr.contains(&message), "{message}: {output:?}");
    }
    let at_hand = super::tree(&[("at-hand", "at-hand")]);
    assert_same_tree(&read_tree(&fixture.transfer.path("out")), &at_hand);
    assert_eq!(
        archive.requested_paths(),
        [
            "/my-company-empty/data/at-hand",
            "/my-company-empty/data/tiered"
        ],
        "objects that the listing shows as archived are not requested"
    );

    // Nothing changes until they are restored.
    let output = run_successfully(&fixture, &archive, &format!("{INCREMENTAL} --json")).await;
    assert_eq!(
        outcomes(&output.stdout),
        [
            outcome("at-hand", "unchanged"),
            outcome("deep", "archived"),
            outcome("frozen", "archived"),
            outcome("tiered", "archived"),
        ]
    );
    let events = parse_lines(&output.stdout);
    let last = events.last().unwrap_or_else(|| panic!("{output:?}"));
    assert_eq!(last["files"]["archived"], json!(3));

    archive.set_storage_class("data/frozen", "GLACIER", RestoreState::Restored);
    archive.set_storage_class("data/tiered", "INTELLIGENT_TIERING", RestoreState::Restored);
    let output = run_successfully(&fixture, &archive, &format!("{INCREMENTAL} --json")).await;
    assert_eq!(
        outcomes(&output.stdout),
        [
            outcome("at-hand", "unchanged"),
            outcome("deep", "archived"),
            outcome("frozen", "copied"),
            outcome("tiered", "copied"),
        ]
    );
    let mut expected = at_hand;
    expected.extend(super::tree(&[("frozen", "frozen"), ("tiered", "tiered")]));
    assert_same_tree(&read_tree(&fixture.transfer.path("out")), &expected);

    // An object that was fetched stays unchanged even if its restored copy expires.
    archive.set_storage_class("data/frozen", "GLACIER", RestoreState::NotRestored);
    archive.set_storage_class("data/deep", "DEEP_ARCHIVE", RestoreState::Restored);
    let output = run_successfully(&fixture, &archive, &format!("{INCREMENTAL} --json")).await;
    assert_eq!(
        outcomes(&output.stdout),
        [
            outcome("at-hand", "unchanged"),
            outcome("deep", "copied"),
            outcome("frozen", "unchanged"),
            outcome("tiered", "unchanged"),
        ]
    );
    fixture.stop().await;
}

#[tokio::test]
async fn a_run_succeeds_without_archived_objects() {
    let fixture = ConnectedFixture::start(false).await;
    let archive = ArchiveProxy::start(&fixture.transfer.sandbox).await;
    for key in ["at-hand", "frozen"] {
        fixture.put_object(&format!("data/{key}"), key).await;
    }
    archive.set_storage_class("data/frozen", "GLACIER", RestoreState::NotRestored);
    let run_command = async || {
        let mut command = fixture.transfer.command(
            "run --flow demo --tenant acme --",
            &["sh", "-c", "echo has $(ls sync-output)"],
        );
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let output = run(command.env("AWS_ENDPOINT_URL", &archive.url)).await;
        assert_eq!(output.code, Some(0), "{output:?}");
        output.stdout
    };
    let stdout = run_command().await;
    assert!(stdout.contains("has at-hand\n"), "{stdout}");
    archive.set_storage_class("data/frozen", "GLACIER", RestoreState::Restored);
    let stdout = run_command().await;
    assert!(stdout.contains("has frozen\n"), "{stdout}");
    fixture.stop().await;
}
