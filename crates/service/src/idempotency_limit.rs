//! Limits how many idempotency keys an environment can have, without counting its rows for each request.

use domain::EnvironmentId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many keys an environment can have. Servers that share a database can exceed it by [`MAX_UNCOUNTED`] each.
const MAX_KEYS: u32 = 100_000;
/// After how many new keys the rows are counted again.
const MAX_UNCOUNTED: u32 = 1_000;
/// How long an environment counts as full before its rows are counted again.
const RECOUNT_INTERVAL: Duration = Duration::from_secs(1);

/// How much room each environment has, as far as this process knows. Clones share it.
#[derive(Clone, Default)]
pub struct IdempotencyLimit(Arc<Mutex<HashMap<EnvironmentId, Room>>>);

#[derive(Clone, Copy)]
enum Room {
    /// So many keys can be added before the rows have to be counted again.
    Known(u32),
    FullSince(Instant),
}

/// Whether an environment can have another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    HasRoom,
    Full,
    /// The rows have to be counted; see [`IdempotencyLimit::set_count`].
    Unknown,
}

impl IdempotencyLimit {
    /// Counts one more key of the environment if there is room for it.
    pub fn try_acquire(&self, environment: &EnvironmentId) -> Verdict {
        match self.lock().get_mut(environment) {
            Some(Room::Known(room @ 1..)) => {
                *room -= 1;
                Verdict::HasRoom
            }
            Some(Room::FullSince(since)) if since.elapsed() < RECOUNT_INTERVAL => Verdict::Full,
            _ => Verdict::Unknown,
        }
    }

    /// Notes how many keys the environment has, and counts one more if there is room for it. Returns whether there is.
    pub fn set_count(&self, environment: &EnvironmentId, count: i64) -> bool {
        let room = i64::from(MAX_KEYS).saturating_sub(count).max(0);
        let room = u32::try_from(room).map_or(MAX_UNCOUNTED, |room| room.min(MAX_UNCOUNTED));
        let next = match room {
            0 => Room::FullSince(Instant::now()),
            room => Room::Known(room - 1),
        };
        self.lock().insert(environment.clone(), next);
        room > 0
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<EnvironmentId, Room>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_for_a_count_at_first_and_after_every_thousand_keys() {
        let (limit, dev) = (
            IdempotencyLimit::default(),
            EnvironmentId::parse("dev").expect("an ID"),
        );
        assert_eq!(limit.try_acquire(&dev), Verdict::Unknown);
        assert!(limit.set_count(&dev, 0));
        for _ in 1..MAX_UNCOUNTED {
            assert_eq!(limit.try_acquire(&dev), Verdict::HasRoom);
        }
        assert_eq!(limit.try_acquire(&dev), Verdict::Unknown);
        let other = EnvironmentId::parse("prod").expect("an ID");
        assert_eq!(limit.try_acquire(&other), Verdict::Unknown);
    }

    #[test]
    fn an_environment_is_full_exactly_at_the_limit() {
        let (limit, dev) = (
            IdempotencyLimit::default(),
            EnvironmentId::parse("dev").expect("an ID"),
        );
        assert!(limit.set_count(&dev, i64::from(MAX_KEYS) - 2));
        assert_eq!(limit.try_acquire(&dev), Verdict::HasRoom);
        assert_eq!(limit.try_acquire(&dev), Verdict::Unknown);
        for count in [i64::from(MAX_KEYS), i64::MAX] {
            assert!(!limit.set_count(&dev, count));
            assert_eq!(limit.try_acquire(&dev), Verdict::Full);
        }
        assert!(limit.set_count(&dev, 0));
    }
}
