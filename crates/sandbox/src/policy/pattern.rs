//! IAM's wildcards: `*` stands for any number of characters, `?` for exactly one.

/// A text with wildcards.
#[derive(Debug, Clone)]
pub struct Pattern(String);

impl Pattern {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns whether the whole of `value` matches the pattern.
    pub fn matches(&self, value: &str) -> bool {
        // `?` stands for one character, not for one byte.
        let pattern: Vec<char> = self.0.chars().collect();
        let value: Vec<char> = value.chars().collect();
        let (mut p, mut v) = (0, 0);
        // The last star, and where the text that it stands for ends so far. On a mismatch the star takes one more
        // character. Only the last star is retried, so a hostile pattern cannot make this exponential.
        let mut retry: Option<(usize, usize)> = None;
        while v < value.len() {
            match pattern.get(p) {
                Some('*') => {
                    retry = Some((p, v));
                    p += 1;
                }
                Some(&c) if c == '?' || c == value[v] => {
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
        pattern[p..].iter().all(|&c| c == '*')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            assert_eq!(
                Pattern::new(pattern).matches(value),
                expected,
                "{pattern} on {value}"
            );
        }
    }
}
