//! `Accept-Language`, and the locale of a session.

use crate::text;
use i18n::Locale;

/// Takes the header; what follows the first line break is the session's locale.
pub fn languages(data: &[u8]) {
    let text = text(data);
    let (header, locale) = match text.split_once('\n') {
        Some((header, locale)) => (header, Some(locale)),
        None => (text.as_ref(), None),
    };
    let locale = Locale::of_reader(locale, Some(header));
    let named = |text: &str| text.to_ascii_lowercase().contains(locale.tag());
    if let Some(of_session) = locale.and_then(Locale::of_tag) {
        assert_eq!(locale, of_session);
    } else {
        assert!(
            locale == Locale::English || named(header),
            "{header} asks for no {locale:?}"
        );
    }
    for one in Locale::ALL {
        // A language alone is taken, and one that is refused alone is not.
        assert_eq!(Locale::of_reader(None, Some(one.tag())), one);
        let refused = format!("{};q=0, {header}", one.tag());
        let other = Locale::of_reader(None, Some(&refused));
        let asked = header.to_ascii_lowercase().contains(one.tag()) || header.contains('*');
        assert!(
            other == Locale::English || other != one || asked,
            "{refused}"
        );
    }
    assert_eq!(Locale::of_reader(Some(locale.tag()), Some(header)), locale);
}
