//! Limits how often something is done: a few times at once, and from then on at an even pace.

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Below this many keys nothing is swept.
const FEW_KEYS: usize = 1_024;

/// A limit for each key by itself.
///
/// Keys that have their whole burst again are forgotten, so memory holds only those in use of late.
pub struct Rate<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
    sweep_above: AtomicUsize,
}

impl<K: Hash + Eq + Clone> Rate<K> {
    /// Allows `burst` at once, and one more each time `every` has passed. Both are at least one, and one millisecond.
    pub fn new(burst: u32, every: Duration) -> Self {
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let every = every.max(Duration::from_millis(1));
        let quota = Quota::with_period(every).unwrap_or(Quota::per_second(NonZeroU32::MIN));
        Self {
            limiter: DefaultKeyedRateLimiter::keyed(quota.allow_burst(burst)),
            clock: DefaultClock::default(),
            sweep_above: AtomicUsize::new(FEW_KEYS),
        }
    }

    /// Counts one.
    ///
    /// # Errors
    /// How long to wait until the next one is allowed.
    pub fn take(&self, key: &K) -> Result<(), Duration> {
        self.sweep();
        self.limiter
            .check_key(key)
            .map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }

    /// Looks at every key, so it happens only when their number has doubled.
    fn sweep(&self) {
        if self.limiter.len() > self.sweep_above.load(Ordering::Relaxed) {
            self.limiter.retain_recent();
            let next = self.limiter.len().saturating_mul(2).max(FEW_KEYS);
            self.sweep_above.store(next, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_after_the_burst_and_says_how_long_to_wait() {
        let rate = Rate::new(3, Duration::from_mins(1));
        for _ in 0..3 {
            assert_eq!(rate.take(&"a"), Ok(()));
        }
        let wait = rate.take(&"a").expect_err("the burst is used up");
        assert!(
            (Duration::from_secs(1)..=Duration::from_mins(1)).contains(&wait),
            "{wait:?}"
        );
        assert_eq!(rate.take(&"b"), Ok(()), "another key");
    }

    #[test]
    fn forgets_keys_that_have_their_burst_again() {
        let rate = Rate::new(1, Duration::from_millis(1));
        for key in 0..10 * FEW_KEYS {
            let _ = rate.take(&key);
            if key % FEW_KEYS == 0 {
                std::thread::sleep(Duration::from_millis(2));
            }
        }
        assert!(rate.limiter.len() <= 3 * FEW_KEYS, "{}", rate.limiter.len());
    }
}
