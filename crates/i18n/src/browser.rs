//! The words that the browser fills in by itself: what is wrong with a field that was just left.

use crate::Locale;

include!(concat!(env!("OUT_DIR"), "/browser.rs"));

/// A JSON object: each message's template, with `{name}` for what it names.
pub fn browser_words(locale: Locale) -> &'static str {
    FIELDS
        .iter()
        .find(|(tag, _)| *tag == locale.tag())
        .map_or("{}", |(_, json)| json)
}

/// Another one whenever the words are others, so that they can be kept for good under an address that holds it.
pub fn browser_words_mark() -> &'static str {
    MARK
}
