//! Limits how often a network may try to sign in as an admin.

use crate::client_address::network_of;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// One network may try 20 times at once, and then once every 3 seconds.
const BURST: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
const REFILL_PERIOD: Duration = Duration::from_secs(3);
/// How many networks are counted at the same time. A network is forgotten a minute after its last attempt, because its
/// whole burst is available again by then.
const MAX_NETWORKS: usize = 10_000;
const SWEEP_PERIOD: Duration = Duration::from_mins(1);
const SWEEP_PERIOD_WHEN_FULL: Duration = Duration::from_secs(1);
/// Counts the attempts of every network that finds the table full.
const OVERFLOW: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// Counts sign-in attempts by network. Clones share the counts.
#[derive(Clone)]
pub struct SignInAttempts(Arc<AttemptCounts>);

struct AttemptCounts {
    by_network: DefaultKeyedRateLimiter<IpAddr>,
    last_sweep: Mutex<Instant>,
}

impl Default for SignInAttempts {
    fn default() -> Self {
        let quota = Quota::with_period(REFILL_PERIOD)
            .unwrap_or(Quota::per_minute(BURST))
            .allow_burst(BURST);
        Self(Arc::new(AttemptCounts {
            by_network: RateLimiter::keyed(quota),
            last_sweep: Mutex::new(Instant::now()),
        }))
    }
}

impl SignInAttempts {
    /// Counts one attempt from this address.
    ///
    /// # Errors
    /// Returns how long to wait if its network has made too many attempts.
    pub fn count(&self, address: IpAddr) -> Result<(), Duration> {
        let counts = &self.0;
        if counts.start_sweep_if_due() {
            counts.by_network.retain_recent();
            counts.by_network.shrink_to_fit();
        }
        // An attacker with many addresses must not be able to grow the table without end. Once it is full, all networks
        // share one count, also those that have an entry. That fails safe: it slows sign-ins down instead of letting
        // guesses through.
        let network = if counts.is_full() {
            OVERFLOW
        } else {
            network_of(address)
        };
        counts
            .by_network
            .check_key(&network)
            .map_err(|early| early.wait_time_from(DefaultClock::default().now()))
    }
}

impl AttemptCounts {
    fn is_full(&self) -> bool {
        self.by_network.len() >= MAX_NETWORKS
    }

    /// Returns whether to forget networks now, and notes the time if so. A sweep visits every network, so it does not
    /// run on each attempt.
    fn start_sweep_if_due(&self) -> bool {
        let period = if self.is_full() {
            SWEEP_PERIOD_WHEN_FULL
        } else {
            SWEEP_PERIOD
        };
        let mut last_sweep = self
            .last_sweep
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let is_due = last_sweep.elapsed() >= period;
        if is_due {
            *last_sweep = Instant::now();
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn counts_a_whole_ipv6_network_as_one() {
        for (one, other, is_same_network) in [
            ("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true),
            ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
            ("203.0.113.9", "::ffff:203.0.113.9", true),
            ("203.0.113.9", "203.0.113.10", false),
        ] {
            let attempts = SignInAttempts::default();
            for _ in 0..BURST.get() {
                assert_eq!(attempts.count(address(one)), Ok(()), "{one}");
            }
            assert!(attempts.count(address(one)).is_err(), "{one}");
            assert_eq!(
                attempts.count(address(other)).is_err(),
                is_same_network,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn bounds_its_table_and_still_limits_networks_that_find_it_full() {
        let attempts = SignInAttempts::default();
        let mut refused = 0;
        for n in 0..u32::try_from(MAX_NETWORKS).expect("a small number") + 1_000 {
            let result = attempts.count(IpAddr::from(Ipv4Addr::from_bits(0x0b00_0000 + n)));
            refused += u32::from(result.is_err());
        }
        // The shared count is one more entry.
        assert!(attempts.0.by_network.len() <= MAX_NETWORKS + 1);
        assert!(refused > 900, "{refused}");
    }
}
