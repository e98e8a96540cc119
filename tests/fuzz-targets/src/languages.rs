//! `Accept-Language`, and the locale of a session.

use crate::text;
use words::Language;

/// Takes the header; what follows the first line break is the session's locale.
pub fn languages(data: &[u8]) {
    let text = text(data);
    let (header, locale) = match text.split_once('\n') {
        Some((header, locale)) => (header, Some(locale)),
        None => (text.as_ref(), None),
    };
    let language = Language::of_reader(locale, Some(header));
    let named = |text: &str| text.to_ascii_lowercase().contains(language.tag());
    if let Some(of_session) = locale.and_then(Language::of_tag) {
        assert_eq!(language, of_session);
    } else {
        assert!(
            language == Language::English || named(header),
            "{header} asks for no {language:?}"
        );
    }
    for one in Language::ALL {
        // A language alone is taken, and one that is refused alone is not.
        assert_eq!(Language::of_reader(None, Some(one.tag())), one);
        let refused = format!("{};q=0, {header}", one.tag());
        let other = Language::of_reader(None, Some(&refused));
        let asked = header.to_ascii_lowercase().contains(one.tag()) || header.contains('*');
        assert!(
            other == Language::English || other != one || asked,
            "{refused}"
        );
    }
    assert_eq!(
        Language::of_reader(Some(language.tag()), Some(header)),
        language
    );
}
