//! Tries a call again for as long as another attempt may do better.

use crate::pace::Pace;
use aws::{Fault, Objects};
use backon::{BackoffBuilder as _, ExponentialBuilder};
use std::time::Duration;

/// Ten attempts take about two minutes.
const ATTEMPTS: usize = 10;
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

pub(crate) async fn attempt<T, F>(
    objects: &Objects,
    pace: &Pace,
    call: impl Fn() -> F,
) -> Result<T, Fault>
where
    F: Future<Output = Result<T, Fault>>,
{
    let waits = ExponentialBuilder::default()
        .with_jitter()
        .with_min_delay(FIRST_WAIT)
        .with_max_delay(LONGEST_WAIT)
        .with_max_times(ATTEMPTS - 1);
    let mut waits = waits.build();
    loop {
        let turn = pace.turn().await;
        let fault = match call().await {
            Ok(done) => {
                pace.went_well();
                return Ok(done);
            }
            Err(fault) => fault,
        };
        match fault {
            Fault::SlowDown => pace.slow_down(turn),
            Fault::SessionOver => {
                drop(turn);
                objects.renew().await;
            }
            _ => drop(turn),
        }
        let Some(wait) = waits.next().filter(|_| fault.may_pass()) else {
            return Err(fault);
        };
        tracing::debug!(%fault, ?wait, "another attempt");
        tokio::time::sleep(wait).await;
    }
}
