//! What a paste brings along with a value: blanks of every kind around it, and quotes.

/// A value, and what was around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pasted<'a> {
    pub text: &'a str,
    pub blanks: bool,
    pub quotes: bool,
}

impl<'a> Pasted<'a> {
    /// Takes off blanks and matching quotes until there are none, so that a second time changes nothing.
    pub fn new(whole: &'a str) -> Self {
        let mut text = trim(whole);
        let mut blanks = text.len() < whole.len();
        let mut quotes = false;
        while let Some(inner) = unquoted(text) {
            text = trim(inner);
            quotes = true;
            blanks |= text.len() < inner.len();
        }
        Self {
            text,
            blanks,
            quotes,
        }
    }
}

/// The value itself.
pub fn bare(text: &str) -> &str {
    Pasted::new(text).text
}

/// The text without the blanks around it, also those that `str::trim` does not know. Its quotes stay.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Takes no room on the screen: zero-width characters, marks of direction, the byte order mark.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn unquoted(text: &str) -> Option<&str> {
    let mut characters = text.chars();
    let open = characters.next()?;
    let close = characters.next_back()?;
    let closing = match open {
        '"' | '\'' | '`' => return (open == close).then_some(characters.as_str()),
        '“' | '„' | '”' => "”“",
        '‘' | '‚' | '’' => "’‘",
        '«' => "»",
        '»' => "«",
        '‹' => "›",
        '›' => "‹",
        _ => return None,
    };
    closing.contains(close).then_some(characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blanks_and_quotes_around_a_value_are_taken_off() {
        for (whole, text, blanks, quotes) in [
            ("a b", "a b", false, false),
            (" a\r\n", "a", true, false),
            ("\u{a0}a\u{2009}", "a", true, false),
            ("\u{feff}a\u{200b}", "a", true, false),
            ("\"a\"", "a", false, true),
            ("'a'", "a", false, true),
            ("`a`", "a", false, true),
            ("“a”", "a", false, true),
            ("„a“", "a", false, true),
            ("‘a’", "a", false, true),
            ("»a«", "a", false, true),
            (" \" a \" ", "a", true, true),
            ("\"'a'\"", "a", false, true),
            ("\"a", "\"a", false, false),
            ("“a'", "“a'", false, false),
            ("a'b'", "a'b'", false, false),
            ("\"", "\"", false, false),
            ("\"\"", "", false, true),
            (" \u{200b} ", "", true, false),
        ] {
            let expected = Pasted {
                text,
                blanks,
                quotes,
            };
            assert_eq!(Pasted::new(whole), expected, "{whole:?}");
        }
    }

    proptest! {
        #[test]
        fn a_second_time_changes_nothing(text in "[ \"'`“”„a\u{a0}\u{200b}]{0,12}") {
            prop_assert_eq!(bare(bare(&text)), bare(&text));
        }
    }
}
