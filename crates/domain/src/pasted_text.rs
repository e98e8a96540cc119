//! Removes what copying and pasting adds around a value: blanks of every kind, and quotation marks.

/// A pasted value without what was around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastedText<'a> {
    pub text: &'a str,
    pub had_blanks: bool,
    pub had_quotes: bool,
}

impl<'a> PastedText<'a> {
    /// Removes blanks and matching quotes until none are left, so cleaning twice is the same as cleaning once.
    pub fn new(whole: &'a str) -> Self {
        let mut text = trim_blanks(whole);
        let mut had_blanks = text.len() < whole.len();
        let mut had_quotes = false;
        while let Some(inner) = unquoted(text) {
            text = trim_blanks(inner);
            had_quotes = true;
            had_blanks |= text.len() < inner.len();
        }
        Self {
            text,
            had_blanks,
            had_quotes,
        }
    }
}

/// Returns the value without the blanks and quotes around it.
pub fn clean(text: &str) -> &str {
    PastedText::new(text).text
}

/// Removes the blanks around a text, and the invisible characters, which `str::trim` leaves. Keeps quotes.
pub fn trim_blanks(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Returns whether a character takes no room on the screen: soft hyphens, zero-width characters, direction marks and
/// the byte order mark.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Returns the text between matching quotes, or `None` if it is not quoted.
fn unquoted(text: &str) -> Option<&str> {
    let mut characters = text.chars();
    let open = characters.next()?;
    let close = characters.next_back()?;
    // Languages use the same marks in opposite roles: German writes „a“ and »a«, French writes «a».
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
    fn removes_blanks_and_quotes_around_a_value() {
        for (whole, text, had_blanks, had_quotes) in [
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
            let expected = PastedText {
                text,
                had_blanks,
                had_quotes,
            };
            assert_eq!(PastedText::new(whole), expected, "{whole:?}");
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(text in "[ \"'`“”„a\u{a0}\u{200b}]{0,12}") {
            prop_assert_eq!(clean(clean(&text)), clean(&text));
        }
    }
}
