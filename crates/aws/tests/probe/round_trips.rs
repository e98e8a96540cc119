//! Tests how many round trips of a probe follow each other. Calls that do not depend on each other run concurrently.

use crate::canned_responses::{allow_all, listed};
use crate::{StubRequest, keys, plan, probe, role};
use domain::{Access, Direction};
use std::time::Duration;

/// How long each response takes. Much longer than the time between concurrent calls.
const ROUND_TRIP: Duration = Duration::from_millis(400);

async fn count_round_trips(
    access: Access,
    direction: Direction,
    files: &'static [&'static str],
) -> usize {
    let plan = plan(access, direction);
    let finished = probe(&plan, move |request: &StubRequest| {
        let response = match request.kind {
            "list" => listed(files),
            _ => allow_all(request),
        };
        response.delayed(ROUND_TRIP)
    })
    .await;
    finished.assert_passed();
    // The cleanup decides no step but its own.
    let requests = finished.stub.requests();
    let counted = requests.iter().filter(|request| request.kind != "delete");
    let mut times: Vec<_> = counted.map(|request| request.received_at).collect();
    times.sort_unstable();
    let is_new_round = |pair: &&[std::time::Instant]| pair[1] - pair[0] > ROUND_TRIP / 2;
    1 + times.windows(2).filter(is_new_round).count()
}

#[tokio::test]
async fn needs_three_round_trips_for_a_role_and_two_for_keys() {
    let mut probes = Vec::new();
    for (access, max) in [(keys(), 2), (role(), 3)] {
        for direction in Direction::ALL {
            for files in [&["in/orders.csv"][..], &[]] {
                let access = access.clone();
                // With a role, the put waits until the role has refused strangers. If there is no other file, the get
                // reads what the put wrote.
                let reads_marker = direction == Direction::Both && files.is_empty();
                let is_role = matches!(access, Access::Role { .. });
                let max = max + usize::from(is_role && reads_marker);
                probes.push(async move {
                    let count = count_round_trips(access, direction, files).await;
                    assert!(
                        count <= max,
                        "{direction:?} {files:?}: {count} round trips, not {max}"
                    );
                });
            }
        }
    }
    futures::future::join_all(probes).await;
}
