//! How many round trips depend on each other: whatever can be asked beside something else is.

use crate::canned::{all_well, listed};
use crate::{Asked, keys, plan, probe, role};
use domain::{Access, Direction};
use std::time::Duration;

/// Much longer than it takes to ask side by side.
const TRIP: Duration = Duration::from_millis(400);

async fn rounds(access: Access, direction: Direction, files: &'static [&'static str]) -> usize {
    let plan = plan(access, direction);
    let probed = probe(&plan, move |asked: &Asked| {
        let answer = match asked.what {
            "list" => listed(files),
            _ => all_well(asked),
        };
        answer.after(TRIP)
    })
    .await;
    probed.assert_passed();
    // The clearing away decides nothing.
    let asked = probed.stub.asked();
    let deciding = asked.iter().filter(|asked| asked.what != "delete");
    let mut times: Vec<_> = deciding.map(|asked| asked.at).collect();
    times.sort_unstable();
    let apart = |pair: &&[std::time::Instant]| pair[1] - pair[0] > TRIP / 2;
    1 + times.windows(2).filter(apart).count()
}

#[tokio::test]
async fn three_for_a_role_and_two_for_keys() {
    let mut all = Vec::new();
    for (access, most) in [(keys(), 2), (role(), 3)] {
        for direction in Direction::ALL {
            for files in [&["in/orders.csv"][..], &[]] {
                let access = access.clone();
                all.push(async move {
                    let found = rounds(access, direction, files).await;
                    assert!(
                        found <= most,
                        "{direction:?} {files:?}: {found} rounds, not {most}"
                    );
                });
            }
        }
    }
    futures::future::join_all(all).await;
}
