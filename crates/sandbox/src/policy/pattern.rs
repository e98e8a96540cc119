//! IAM's wildcards: `*` for any run of characters, `?` for one.

#[derive(Debug, Clone)]
pub struct Pattern(String);

impl Pattern {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Linear in practice: only the last star is ever retried.
    pub fn matches(&self, value: &str) -> bool {
        let pattern: Vec<char> = self.0.chars().collect();
        let value: Vec<char> = value.chars().collect();
        let (mut p, mut v) = (0, 0);
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
                    Some((star, from)) => {
                        retry = Some((star, from + 1));
                        p = star + 1;
                        v = from + 1;
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
    fn wildcards() {
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
