//! A server that is killed in the middle of its work loses nothing that it acknowledged, and leaves nothing half-saved.
//! The program `crash` does the same for as long as one likes.

use e2e::crash::{self, Options};

const KILLS: usize = 8;

async fn loses_nothing(postgres: bool) {
    let options = Options {
        kills: KILLS,
        seed: 7,
        postgres,
    };
    let tally = crash::run(options, |_| {}).await;
    assert!(tally.kills >= KILLS);
    assert!(tally.is_clean(), "{tally}\n{:#?}", tally.problems);
    let acknowledged: usize = tally.acknowledged.values().sum();
    assert!(acknowledged > KILLS, "the writers did something: {tally}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_loses_nothing_on_sqlite() {
    loses_nothing(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_loses_nothing_on_postgres() {
    loses_nothing(true).await;
}
