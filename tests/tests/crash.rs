//! A server that is killed in the middle of its work loses nothing that it acknowledged, and leaves nothing half-saved.
//! The program `crash` runs the same test with any number of kills.

use e2e::crash::{self, CrashOptions};

const KILLS: usize = 8;

async fn assert_nothing_is_lost(postgres: bool) {
    let options = CrashOptions {
        kills: KILLS,
        seed: 7,
        postgres,
    };
    let tally = crash::run(options, |_| {}).await;
    assert!(tally.kills >= KILLS);
    assert!(tally.is_clean(), "{tally}\n{:#?}", tally.problems);
    let acknowledged: usize = tally.acknowledged.values().sum();
    assert!(acknowledged > KILLS, "the writers did nothing: {tally}");
}

#[tokio::test(flavor = "multi_thread")]
async fn loses_nothing_when_killed_on_sqlite() {
    assert_nothing_is_lost(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn loses_nothing_when_killed_on_postgres() {
    assert_nothing_is_lost(true).await;
}
