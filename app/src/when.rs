//! Moments as people read them.

use time::OffsetDateTime;
use time::macros::format_description;

/// `22 Nov 2026`
pub fn day(unix_ms: i64) -> String {
    let all = day_and_time(unix_ms);
    all.split(',').next().unwrap_or_default().to_owned()
}

/// `22 Nov 2026, 14:05 UTC`
pub fn day_and_time(unix_ms: i64) -> String {
    let format =
        format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute] UTC");
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(unix_ms) * 1_000_000)
        .ok()
        .and_then(|at| at.format(&format).ok())
        .unwrap_or_default()
}
