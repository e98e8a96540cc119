//! Dates and times in the format of each locale.

use i18n::Locale;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

/// Formats a date for vendors: `22 Nov 2026`.
pub fn format_date(unix_ms: i64) -> String {
    let date_time = format_date_time(unix_ms);
    // The English format has its only comma between date and time.
    date_time.split(',').next().unwrap_or_default().to_owned()
}

/// Formats a date and time for vendors: `22 Nov 2026, 14:05 UTC`.
pub fn format_date_time(unix_ms: i64) -> String {
    format_date_time_in(Locale::English, unix_ms)
}

/// Formats a date and time for tenants, in their locale.
pub fn format_date_time_in(locale: Locale, unix_ms: i64) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(unix_ms) * 1_000_000)
        .ok()
        .and_then(|at| at.format(format_of(locale)).ok())
        .unwrap_or_default()
}

/// Returns the format of a locale. Only English spells out the month: the other languages commonly use digits, and
/// `time` knows English month names only.
fn format_of(locale: Locale) -> &'static [BorrowedFormatItem<'static>] {
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
    fn each_locale_has_its_own_format() {
        for (locale, expected) in [
            (Locale::English, "7 Nov 2026, 14:05 UTC"),
            (Locale::German, "07.11.2026, 14:05 UTC"),
            (Locale::French, "07/11/2026, 14:05 UTC"),
            (Locale::Spanish, "07/11/2026, 14:05 UTC"),
            (Locale::Japanese, "2026/11/07 14:05 UTC"),
        ] {
            assert_eq!(format_date_time_in(locale, 1_794_060_300_000), expected);
        }
    }
}
