//! The languages, and which of them a reader wants.

/// Which way the lines of a language run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    /// As HTML has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    #[default]
    English,
    German,
    French,
    Spanish,
    Japanese,
}

impl Locale {
    pub const ALL: [Self; 5] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Japanese,
    ];

    /// Its tag, as in `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Japanese => "ja",
        }
    }

    pub fn direction(self) -> Direction {
        match self {
            Self::English | Self::German | Self::French | Self::Spanish | Self::Japanese => {
                Direction::LeftToRight
            }
        }
    }

    /// The language of a tag such as `de` or `de-AT`, if it is one of ours.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let locale = tag.trim().split(['-', '_']).next().unwrap_or_default();
        let mut all = Self::ALL.into_iter();
        all.find(|known| known.tag().eq_ignore_ascii_case(locale))
    }

    /// The one that a session asks for, or else the one that the reader's browser likes best; or English.
    pub fn of_reader(session: Option<&str>, accept_language: Option<&str>) -> Self {
        session
            .and_then(Self::of_tag)
            .or_else(|| accept_language.and_then(Self::accepted))
            .unwrap_or_default()
    }

    /// The first of ours by the header's weights. `*` takes any, so English.
    fn accepted(header: &str) -> Option<Self> {
        let mut wanted: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|range| {
                let mut parts = range.split(';').map(str::trim);
                let tag = parts.next()?;
                let locale = match tag {
                    "*" => Self::default(),
                    tag => Self::of_tag(tag)?,
                };
                let weight = parts.find_map(|part| part.strip_prefix("q="));
                let weight = weight.map_or(Some(1.0), |weight| weight.parse::<f32>().ok())?;
                Some((weight, locale))
            })
            .filter(|(weight, _)| *weight > 0.0)
            .collect();
        // What is liked the same stays in its order.
        wanted.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        wanted.first().map(|(_, locale)| *locale)
    }
}

#[cfg(test)]
mod tests {
    use super::Locale::{self, English, French, German, Japanese, Spanish};

    #[test]
    fn the_session_comes_first_then_the_browser_then_english() {
        for (session, header, locale) in [
            (None, None, English),
            (Some("de"), Some("fr"), German),
            (Some("de-AT"), None, German),
            (Some("ja-JP"), Some("de"), Japanese),
            (Some("es_MX"), None, Spanish),
            (Some("FR"), None, French),
            // Not ours: as if nothing had been said.
            (Some("pt-BR"), None, English),
            (Some("pt-BR"), Some("es"), Spanish),
            (Some("x"), Some(""), English),
            (None, Some("de-AT, de;q=0.9, en;q=0.8"), German),
            (None, Some("pt, fr;q=0.2, ja;q=0.7"), Japanese),
            (None, Some("en;q=0.1, de"), German),
            (None, Some("de;q=0, fr;q=0.1"), French),
            (None, Some("zh-CN, *;q=0.5"), English),
            (None, Some("de;q=x, ,;;, fr"), French),
        ] {
            assert_eq!(
                Locale::of_reader(session, header),
                locale,
                "{session:?} {header:?}"
            );
        }
    }
}
