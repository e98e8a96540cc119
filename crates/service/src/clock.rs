//! The clock. All code that needs the time gets it from here, so tests can control it.

use std::sync::Arc;
use time::OffsetDateTime;

/// A source of the present time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> OffsetDateTime + Send + Sync>);

impl Clock {
    pub fn system() -> Self {
        Self::new(OffsetDateTime::now_utc)
    }

    pub fn new(now: impl Fn() -> OffsetDateTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub fn now_utc(&self) -> OffsetDateTime {
        (self.0)()
    }

    /// Returns the present time in Unix milliseconds.
    pub fn now(&self) -> i64 {
        i64::try_from(self.now_utc().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
    }
}
