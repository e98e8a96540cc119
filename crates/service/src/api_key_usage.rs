//! Limits how often the last use of an API key is written to the database.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::ApiKey;

const MIN_INTERVAL_MS: i64 = 60_000;

/// When this process last wrote the use of each key, by the key's ID. Clones share it.
#[derive(Clone, Default)]
pub struct ApiKeyUsage(Arc<Mutex<HashMap<String, i64>>>);

impl ApiKeyUsage {
    /// Returns whether this use of the key should be written. If so, it counts as written.
    pub fn should_record(&self, key: &ApiKey, now: i64) -> bool {
        let is_recent = |at: i64| now - at < MIN_INTERVAL_MS;
        let mut last_uses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = last_uses.entry(key.id.clone()).or_default();
        // `last_used_at` can be newer, because another server on the same database may have written it.
        if is_recent(*last) || key.last_used_at.is_some_and(is_recent) {
            return false;
        }
        *last = now;
        true
    }
}
