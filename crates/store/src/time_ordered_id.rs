//! IDs that sort by time.

use crate::error::StoreError;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Sorts after every ID, because IDs consist of hexadecimal digits.
pub const AFTER_EVERY_ID: &str = "g";

/// Creates an ID that begins with the time. It consists of digits and lowercase letters, which both databases sort
/// alike.
///
/// The rest is a counter, so the later of two IDs in one millisecond is the greater one. The counter starts at a random
/// number, so two servers on one database do not create the same ID.
pub fn new_time_ordered_id(now: i64) -> Result<String, StoreError> {
    static COUNTER: OnceLock<AtomicU64> = OnceLock::new();
    let counter = if let Some(counter) = COUNTER.get() {
        counter
    } else {
        // The highest byte stays zero, so the counter cannot overflow.
        let first = random_number()? >> 8;
        COUNTER.get_or_init(|| AtomicU64::new(first))
    };
    let count = counter.fetch_add(1, Ordering::Relaxed);
    Ok(format!("{}{count:016x}", id_prefix(now)))
}

/// Returns what every ID of this millisecond begins with.
pub fn id_prefix(at: i64) -> String {
    format!("{at:012x}")
}

fn random_number() -> Result<u64, StoreError> {
    let mut bytes = [0; 8];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| {
        StoreError::Failed("the operating system did not provide random bytes".into())
    })?;
    Ok(u64::from_be_bytes(bytes))
}
