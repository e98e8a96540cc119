//! A clock that stands still until a test moves it.

use service::Clock;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use time::{Duration, OffsetDateTime};

/// A clock that stands still until a test moves it.
pub struct ManualClock {
    start: OffsetDateTime,
    minutes: Arc<AtomicI64>,
}

impl Default for ManualClock {
    fn default() -> Self {
        Self {
            start: OffsetDateTime::now_utc(),
            minutes: Arc::default(),
        }
    }
}

impl ManualClock {
    /// Returns the clock for a server.
    pub fn clock(&self) -> Clock {
        let (start, minutes) = (self.start, Arc::clone(&self.minutes));
        Clock::new(move || start + Duration::minutes(minutes.load(Ordering::Relaxed)))
    }

    /// Sets how many minutes have passed since the clock was created.
    pub fn set_minutes(&self, minutes: i64) {
        self.minutes.store(minutes, Ordering::Relaxed);
    }
}
