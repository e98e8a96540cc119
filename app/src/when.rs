//! Moments as people read them.

use i18n::Locale;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

/// `22 Nov 2026`
pub fn day(unix_ms: i64) -> String {
    let all = day_and_time(unix_ms);
    all.split(',').next().unwrap_or_default().to_owned()
}

/// `22 Nov 2026, 14:05 UTC`, as vendors read it.
pub fn day_and_time(unix_ms: i64) -> String {
    day_and_time_in(Locale::English, unix_ms)
}

/// The same as tenants do.
pub fn day_and_time_in(locale: Locale, unix_ms: i64) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(unix_ms) * 1_000_000)
        .ok()
        .and_then(|at| at.format(format(locale)).ok())
        .unwrap_or_default()
}

/// Only English has the month's name in it: the others write it in digits as often.
fn format(locale: Locale) -> &'static [BorrowedFormatItem<'static>] {
    match locale {
        Locale::English => {
            format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute] UTC")
        }
        Locale::German => format_description!("[day].[month].[year], [hour]:[minute] UTC"),
        Locale::French | Locale::Spanish => {
            format_description!("[day]/[month]/[year], [hour]:[minute] UTC")
        }
        Locale::Japanese => format_description!("[year]/[month]/[day] [hour]:[minute] UTC"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_way() {
        for (locale, words) in [
            (Locale::English, "7 Nov 2026, 14:05 UTC"),
            (Locale::German, "07.11.2026, 14:05 UTC"),
            (Locale::French, "07/11/2026, 14:05 UTC"),
            (Locale::Spanish, "07/11/2026, 14:05 UTC"),
            (Locale::Japanese, "2026/11/07 14:05 UTC"),
        ] {
            assert_eq!(day_and_time_in(locale, 1_794_060_300_000), words);
        }
    }
}
