//! IAM's wildcards: `*` stands for any number of characters, `?` for exactly one. `${*}`, `${?}` and `${$}` stand for the
//! characters themselves.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars>

/// The wildcards and `$`, escaped so that they stand for themselves.
const ESCAPES: [(&str, char); 3] = [("${*}", '*'), ("${?}", '?'), ("${$}", '$')];

/// A text with wildcards.
#[derive(Debug, Clone)]
pub struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    AnyText,
    AnyCharacter,
    Character(char),
}

impl Pattern {
    pub fn new(text: &str) -> Self {
        let mut pieces = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let escape = ESCAPES
                .iter()
                .find_map(|(escape, c)| Some((rest.strip_prefix(escape)?, *c)));
            if let Some((after, c)) = escape {
                pieces.push(Piece::Character(c));
                rest = after;
                continue;
            }
            pieces.push(match first {
                '*' => Piece::AnyText,
                '?' => Piece::AnyCharacter,
                c => Piece::Character(c),
            });
            rest = &rest[first.len_utf8()..];
        }
        Self(pieces)
    }

    /// Returns whether a text has a policy variable, such as `${aws:username}`.
    pub fn has_variable(text: &str) -> bool {
        let without_escapes = ESCAPES.iter().fold(text.to_owned(), |text, (escape, _)| {
            text.replace(escape, "")
        });
        without_escapes.contains("${")
    }

    /// Returns whether the whole of `value` matches the pattern.
    pub fn matches(&self, value: &str) -> bool {
        // `?` stands for one character, not for one byte.
        let pattern = &self.0;
        let value: Vec<char> = value.chars().collect();
        let (mut p, mut v) = (0, 0);
        // The last star, and where the text that it stands for ends so far. On a mismatch the star takes one more
        // character. Only the last star is retried, so a hostile pattern cannot make this exponential.
        let mut retry: Option<(usize, usize)> = None;
        while v < value.len() {
            match pattern.get(p) {
                Some(Piece::AnyText) => {
                    retry = Some((p, v));
                    p += 1;
                }
                Some(&piece)
                    if piece == Piece::AnyCharacter || piece == Piece::Character(value[v]) =>
                {
                    p += 1;
                    v += 1;
                }
                _ => match retry {
                    Some((star, end)) => {
                        retry = Some((star, end + 1));
                        p = star + 1;
                        v = end + 1;
                    }
                    None => return false,
                },
            }
        }
        pattern[p..].iter().all(|piece| *piece == Piece::AnyText)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_is_no_variable() {
        for (text, expected) in [
            ("a", false),
            ("${*}${?}${$}{x}", false),
            ("${aws:username}", true),
            ("${*}${aws:username}", true),
        ] {
            assert_eq!(Pattern::has_variable(text), expected, "{text}");
        }
    }

    #[test]
    fn matches_wildcards_over_the_whole_value() {
        for (pattern, value, expected) in [
            ("*", "", true),
            ("*", "anything/at/all", true),
            ("", "", true),
            ("", "a", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("incoming/*", "incoming/", true),
            ("incoming/*", "incoming", false),
            ("incoming/*", "incoming-other/x", false),
            ("*.csv", "a.csv.csv", true),
            ("*.csv", "a.csv.txt", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-b-b-", false),
            ("arn:aws:s3:::b/*", "arn:aws:s3:::b/é/ü", true),
            ("?", "é", true),
            ("a*", "A", false),
            ("a${*}/*", "a*/x", true),
            ("a${*}/*", "ab/x", false),
            ("${?}", "?", true),
            ("${?}", "a", false),
            ("${$}{a}", "${a}", true),
        ] {
            assert_eq!(
                Pattern::new(pattern).matches(value),
                expected,
                "{pattern} on {value}"
            );
        }
    }
}
