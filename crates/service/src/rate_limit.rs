//! Limits how often something can happen: a burst at once, and then one at a time at regular intervals.

use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The number of keys from which on unused keys are removed.
const MIN_KEYS_TO_SWEEP: usize = 1_024;

/// A rate limit that counts each key separately.
///
/// A key whose whole burst is available again is removed, so memory holds only recently used keys.
pub struct RateLimit<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock, StateInformationMiddleware>,
    clock: DefaultClock,
    sweep_above: AtomicUsize,
}

impl<K: Hash + Eq + Clone> RateLimit<K> {
    /// Creates a limit that allows `burst` at once, and one more after each `interval`. The burst is at least 1 and the
    /// interval at least one microsecond.
    pub fn new(burst: u32, interval: Duration) -> Self {
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let interval = interval.max(Duration::from_micros(1));
        let quota = Quota::with_period(interval).unwrap_or(Quota::per_second(NonZeroU32::MIN));
        let limiter = RateLimiter::keyed(quota.allow_burst(burst));
        Self {
            limiter: limiter.with_middleware(),
            clock: DefaultClock::default(),
            sweep_above: AtomicUsize::new(MIN_KEYS_TO_SWEEP),
        }
    }

    /// Counts one for this key. Returns how many more are allowed at this moment.
    ///
    /// # Errors
    /// Returns how long to wait if the limit is reached.
    pub fn try_acquire(&self, key: &K) -> Result<u32, Duration> {
        self.sweep();
        let counted = self.limiter.check_key(key);
        counted
            .map(|state| state.remaining_burst_capacity())
            .map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }

    /// Removes unused keys. This looks at every key, so it runs only after their number has doubled.
    fn sweep(&self) {
        if self.limiter.len() > self.sweep_above.load(Ordering::Relaxed) {
            self.limiter.retain_recent();
            let next = self.limiter.len().saturating_mul(2).max(MIN_KEYS_TO_SWEEP);
            self.sweep_above.store(next, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_after_the_burst_and_returns_the_wait() {
        let limit = RateLimit::new(3, Duration::from_mins(1));
        for remaining in [2, 1, 0] {
            assert_eq!(limit.try_acquire(&"a"), Ok(remaining));
        }
        let wait = limit.try_acquire(&"a").expect_err("the burst is used up");
        assert!(
            (Duration::from_secs(1)..=Duration::from_mins(1)).contains(&wait),
            "{wait:?}"
        );
        assert_eq!(limit.try_acquire(&"b"), Ok(2), "another key");
    }

    #[test]
    fn removes_keys_whose_burst_is_available_again() {
        let limit = RateLimit::new(1, Duration::from_millis(1));
        for key in 0..10 * MIN_KEYS_TO_SWEEP {
            let _ = limit.try_acquire(&key);
            if key % MIN_KEYS_TO_SWEEP == 0 {
                std::thread::sleep(Duration::from_millis(2));
            }
        }
        assert!(
            limit.limiter.len() <= 3 * MIN_KEYS_TO_SWEEP,
            "{}",
            limit.limiter.len()
        );
    }
}
