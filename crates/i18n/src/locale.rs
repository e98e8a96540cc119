//! The supported locales, and how to choose one for a reader.

/// The direction in which a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextDirection {
    LeftToRight,
    RightToLeft,
}

impl TextDirection {
    /// Returns the value of HTML's `dir` attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// RFC 5646 derives this length in section 4.4.1 as the least that an implementation should accept.
const MAX_TAG_LENGTH: usize = 35;

/// A language that the widget speaks.
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

    /// Returns the language tag, as in `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Japanese => "ja",
        }
    }

    /// Returns the language's name, in that language.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Japanese => "日本語",
        }
    }

    pub fn direction(self) -> TextDirection {
        match self {
            Self::English | Self::German | Self::French | Self::Spanish | Self::Japanese => {
                TextDirection::LeftToRight
            }
        }
    }

    /// Returns the locale of a tag such as `de` or `de-AT`, if we support its language.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let is_tag_character = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if tag.len() > MAX_TAG_LENGTH || !tag.chars().all(is_tag_character) {
            return None;
        }
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        let mut all = Self::ALL.into_iter();
        all.find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }

    /// Returns the locale that the connect session asks for, or the one that the reader's browser prefers, or English.
    pub fn negotiate(session: Option<&str>, accept_language: Option<&str>) -> Self {
        session
            .and_then(Self::from_tag)
            .or_else(|| accept_language.and_then(Self::preferred))
            .unwrap_or_default()
    }

    /// Returns the supported locale with the highest weight in an `Accept-Language` header. `*` means English.
    ///
    /// The crate fluent-langneg reads such a header too, but ignores the weights.
    fn preferred(header: &str) -> Option<Self> {
        let mut ranges: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|range| {
                let mut parts = range.split(';').map(str::trim);
                let tag = parts.next()?;
                let locale = match tag {
                    "*" => Self::default(),
                    tag => Self::from_tag(tag)?,
                };
                let weight = parts.find_map(|part| part.strip_prefix("q="));
                let weight = weight.map_or(Some(1.0), |weight| weight.parse::<f32>().ok())?;
                Some((weight, locale))
            })
            .filter(|(weight, _)| *weight > 0.0)
            .collect();
        // The sort is stable: with equal weights, the order of the header counts.
        ranges.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        ranges.first().map(|(_, locale)| *locale)
    }
}

#[cfg(test)]
mod tests {
    use super::Locale::{self, English, French, German, Japanese, Spanish};

    #[test]
    fn session_comes_before_browser_and_english_is_the_default() {
        for (session, header, locale) in [
            (None, None, English),
            (Some("de"), Some("fr"), German),
            (Some("de-AT"), None, German),
            (Some("ja-JP"), Some("de"), Japanese),
            (Some("es_MX"), None, Spanish),
            (Some("FR"), None, French),
            // An unsupported language counts like none.
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
                Locale::negotiate(session, header),
                locale,
                "{session:?} {header:?}"
            );
        }
    }
}
