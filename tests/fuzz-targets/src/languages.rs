//! The choice of a locale from `Accept-Language` and the session.

use crate::input_bytes::text;
use i18n::Locale;

/// Checks the choice of a locale. The input is the header's value, and after a line break the session's locale.
pub fn languages(data: &[u8]) {
    let text = text(data);
    let (header, session_tag) = match text.split_once('\n') {
        Some((header, tag)) => (header, Some(tag)),
        None => (text.as_ref(), None),
    };
    let locale = Locale::negotiate(session_tag, Some(header));
    if let Some(session_locale) = session_tag.and_then(Locale::from_tag) {
        assert_eq!(locale, session_locale);
    } else {
        let is_mentioned = header.to_ascii_lowercase().contains(locale.tag());
        assert!(
            locale == Locale::English || is_mentioned,
            "{header} does not request {locale:?}"
        );
    }
    for candidate in Locale::ALL {
        // A locale that is requested alone is chosen. One that is excluded with `q=0` is not.
        assert_eq!(Locale::negotiate(None, Some(candidate.tag())), candidate);
        let refused = format!("{};q=0, {header}", candidate.tag());
        let chosen = Locale::negotiate(None, Some(&refused));
        let is_requested =
            header.to_ascii_lowercase().contains(candidate.tag()) || header.contains('*');
        assert!(
            chosen == Locale::English || chosen != candidate || is_requested,
            "{refused}"
        );
    }
    assert_eq!(Locale::negotiate(Some(locale.tag()), Some(header)), locale);
}
