//! The one seam for time.

use std::sync::Arc;
use time::OffsetDateTime;

/// Says what time it is. Tests bring their own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> OffsetDateTime + Send + Sync>);

impl Clock {
    pub fn system() -> Self {
        Self::new(OffsetDateTime::now_utc)
    }

    pub fn new(now: impl Fn() -> OffsetDateTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub fn moment(&self) -> OffsetDateTime {
        (self.0)()
    }

    /// Unix milliseconds.
    pub fn now(&self) -> i64 {
        i64::try_from(self.moment().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
    }
}
