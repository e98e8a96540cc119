//! Limits how many calls of the REST API each API key can make: ten seconds' worth at once, and then a steady rate.

use crate::rate_limit::RateLimit;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

/// How many seconds' worth of calls a key can make at once.
const BURST_SECONDS: u32 = 10;

/// The limit of calls, counted for each API key. Clones share the counts.
#[derive(Clone)]
pub struct ApiCallLimit {
    calls: Arc<RateLimit<String>>,
    interval: Duration,
    quota: u32,
}

/// What an API key can still do at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallBudget {
    /// How many calls the key can make at once, if it made none for as long as `window`.
    pub quota: u32,
    pub window: Duration,
    pub remaining: u32,
    /// When one more call becomes possible, from now on.
    pub wait: Duration,
}

impl CallBudget {
    /// Returns [`Self::wait`] in whole seconds, at least one.
    pub fn wait_seconds(&self) -> u64 {
        let has_fraction = self.wait.subsec_nanos() > 0;
        (self.wait.as_secs() + u64::from(has_fraction)).max(1)
    }
}

impl ApiCallLimit {
    pub fn new(calls_per_second: NonZeroU32) -> Self {
        let interval = Duration::from_secs(1) / calls_per_second.get();
        let quota = calls_per_second.get().saturating_mul(BURST_SECONDS);
        Self {
            calls: Arc::new(RateLimit::new(quota, interval)),
            interval,
            quota,
        }
    }

    /// Counts a call with the key that has this lookup value.
    ///
    /// # Errors
    /// Returns the budget, in which nothing remains, if the limit is reached.
    pub fn try_acquire(&self, lookup: &str) -> Result<CallBudget, CallBudget> {
        let budget = |remaining, wait| CallBudget {
            quota: self.quota,
            window: Duration::from_secs(BURST_SECONDS.into()),
            remaining,
            wait,
        };
        match self.calls.try_acquire(&lookup.to_owned()) {
            Ok(remaining) => Ok(budget(remaining, self.interval)),
            Err(wait) => Err(budget(0, wait)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_a_budget_of_its_own() {
        let limit = ApiCallLimit::new(NonZeroU32::MIN);
        let first = limit.try_acquire("a").expect("a whole burst is left");
        assert_eq!((first.quota, first.remaining), (10, 9));
        assert_eq!(first.window, Duration::from_secs(10));
        // More calls than the burst, because some seconds may pass meanwhile.
        let refused = (0..1_000).find_map(|_| limit.try_acquire("a").err());
        let refused = refused.expect("the burst is used up");
        assert_eq!((refused.quota, refused.remaining), (10, 0));
        assert_eq!(refused.wait_seconds(), 1);
        assert!(limit.try_acquire("b").is_ok());
    }

    #[test]
    fn rounds_the_wait_up() {
        for (millis, seconds) in [(0, 1), (10, 1), (1_000, 1), (1_001, 2), (2_500, 3)] {
            let budget = CallBudget {
                quota: 1,
                window: Duration::ZERO,
                remaining: 0,
                wait: Duration::from_millis(millis),
            };
            assert_eq!(budget.wait_seconds(), seconds, "{millis}");
        }
    }
}
