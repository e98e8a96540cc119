//! Limits how often somebody may try to sign in.

use crate::client_address::network_of;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many attempts at once from one network, and one more every so often.
const BURST: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
const ONE_MORE_EVERY: Duration = Duration::from_secs(3);
/// A network is forgotten when its burst is whole again, a minute after its last attempt.
const MOST_NETWORKS: usize = 10_000;
const SWEEP_EVERY: Duration = Duration::from_mins(1);
const SWEEP_EVERY_WHEN_FULL: Duration = Duration::from_secs(1);
/// Stands for all networks that find the table full.
const OTHERS: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// Counts attempts by network.
#[derive(Clone)]
pub struct Attempts(Arc<Counts>);

struct Counts {
    by_network: DefaultKeyedRateLimiter<IpAddr>,
    swept: Mutex<Instant>,
}

impl Default for Attempts {
    fn default() -> Self {
        let quota = Quota::with_period(ONE_MORE_EVERY)
            .unwrap_or(Quota::per_minute(BURST))
            .allow_burst(BURST);
        Self(Arc::new(Counts {
            by_network: RateLimiter::keyed(quota),
            swept: Mutex::new(Instant::now()),
        }))
    }
}

impl Attempts {
    /// Counts one more attempt.
    ///
    /// # Errors
    /// Returns how long to wait if there were too many.
    pub fn one_more(&self, address: IpAddr) -> Result<(), Duration> {
        let counts = &self.0;
        if counts.is_sweep_due() {
            counts.by_network.retain_recent();
            counts.by_network.shrink_to_fit();
        }
        let network = if counts.is_full() {
            OTHERS
        } else {
            network_of(address)
        };
        counts
            .by_network
            .check_key(&network)
            .map_err(|early| early.wait_time_from(DefaultClock::default().now()))
    }
}

impl Counts {
    fn is_full(&self) -> bool {
        self.by_network.len() >= MOST_NETWORKS
    }

    /// Returns whether it is time to forget who has waited long enough, which takes time for each network. Then it
    /// counts as done.
    fn is_sweep_due(&self) -> bool {
        let every = if self.is_full() {
            SWEEP_EVERY_WHEN_FULL
        } else {
            SWEEP_EVERY
        };
        let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        let due = swept.elapsed() >= every;
        if due {
            *swept = Instant::now();
        }
        due
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
        for (one, other, same) in [
            ("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true),
            ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
            ("203.0.113.9", "::ffff:203.0.113.9", true),
            ("203.0.113.9", "203.0.113.10", false),
        ] {
            let attempts = Attempts::default();
            for _ in 0..BURST.get() {
                assert_eq!(attempts.one_more(address(one)), Ok(()), "{one}");
            }
            assert!(attempts.one_more(address(one)).is_err(), "{one}");
            assert_eq!(
                attempts.one_more(address(other)).is_err(),
                same,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn keeps_a_bounded_table_and_still_limits_whoever_finds_it_full() {
        let attempts = Attempts::default();
        let mut refused = 0;
        for n in 0..u32::try_from(MOST_NETWORKS).expect("a small number") + 1_000 {
            let result = attempts.one_more(IpAddr::from(Ipv4Addr::from_bits(0x0b00_0000 + n)));
            refused += u32::from(result.is_err());
        }
        // One more entry counts for all the others.
        assert!(attempts.0.by_network.len() <= MOST_NETWORKS + 1);
        assert!(refused > 900, "{refused}");
    }
}
