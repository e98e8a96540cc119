//! Retries calls to the store.
//!
//! The SDK's own retries are off: a store that asks for fewer requests means the whole job, not one call.

use crate::limiter::Limiter;
use aws::{BucketClient, ObjectError};
use backon::{BackoffBuilder as _, ExponentialBuilder};
use std::time::Duration;

/// Ten attempts take about two minutes.
const MAX_ATTEMPTS: usize = 10;
const FIRST_DELAY: Duration = Duration::from_millis(200);
const MAX_DELAY: Duration = Duration::from_secs(30);

/// Makes a call, and repeats it after temporary errors.
///
/// # Errors
/// Returns the last error if it is not temporary or no attempts are left.
pub(crate) async fn retry<T, F>(
    objects: &BucketClient,
    limiter: &Limiter,
    call: impl Fn() -> F,
) -> Result<T, ObjectError>
where
    F: Future<Output = Result<T, ObjectError>>,
{
    let delays = ExponentialBuilder::default()
        .with_jitter()
        .with_min_delay(FIRST_DELAY)
        .with_max_delay(MAX_DELAY)
        .with_max_times(MAX_ATTEMPTS - 1);
    let mut delays = delays.build();
    loop {
        let permit = limiter.acquire_call().await;
        let error = match call().await {
            Ok(output) => {
                limiter.record_success();
                return Ok(output);
            }
            Err(error) => error,
        };
        // The permit must not be held during the delay, or waiting calls would keep others from the store.
        match error {
            ObjectError::SlowDown => limiter.slow_down(permit),
            ObjectError::SessionExpired => {
                drop(permit);
                objects.renew_credentials().await;
            }
            _ => drop(permit),
        }
        let Some(delay) = delays.next().filter(|_| error.is_retryable()) else {
            return Err(error);
        };
        tracing::debug!(%error, ?delay, "retrying a call to the store");
        tokio::time::sleep(delay).await;
    }
}
