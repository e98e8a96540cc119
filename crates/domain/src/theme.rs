//! The look of the widget in one environment. Every value is safe inside a style sheet, whatever the vendor typed.

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// An opaque colour, formatted as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color(pub [u8; 3]);

impl Color {
    /// Parses a colour.
    ///
    /// # Errors
    /// Returns a refusal if the text is not `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let digits: Option<Vec<u8>> = text.trim().strip_prefix('#').and_then(|hex| {
            let digit = |c: char| c.to_digit(16).and_then(|d| u8::try_from(d).ok());
            hex.chars().map(digit).collect()
        });
        match digits.as_deref() {
            // CSS repeats each digit of the short form: `#0bf` is `#00bbff`, and 17 is 0x11.
            Some([r, g, b]) => Ok(Self([r * 17, g * 17, b * 17])),
            Some(six) if six.len() == 6 => {
                let byte = |at: usize| six[at] * 16 + six[at + 1];
                Ok(Self([byte(0), byte(2), byte(4)]))
            }
            _ => Err(Refusal::new(
                "bad_color",
                "Write a colour as # and six digits from 0 to f, such as #0b5cd6.",
            )),
        }
    }
}

impl Color {
    /// Mixes this colour with `percent` of another.
    #[must_use]
    pub fn mix(self, other: Self, percent: u8) -> Self {
        let share = u16::from(percent.min(100));
        let channel = |a: u8, b: u8| {
            let sum = u16::from(a) * (100 - share) + u16::from(b) * share;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        let ([r, g, b], [other_r, other_g, other_b]) = (self.0, other.0);
        Self([
            channel(r, other_r),
            channel(g, other_g),
            channel(b, other_b),
        ])
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

impl TryFrom<String> for Color {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<Color> for String {
    fn from(color: Color) -> Self {
        color.to_string()
    }
}

/// Font families that are installed on the reader's device. Pages load no fonts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FontFamilies(Vec<String>);

impl FontFamilies {
    const MAX_FAMILIES: usize = 8;
    const MAX_NAME_BYTES: usize = 60;

    /// Parses family names separated by commas, with or without quotes.
    ///
    /// # Errors
    /// Returns a refusal if there are too many names, or a name is too long or contains a character that CSS could
    /// interpret.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let names: Vec<String> = text
            .split(',')
            .map(|name| name.trim().trim_matches(['"', '\'']).trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect();
        let is_valid = |name: &String| {
            name.len() <= Self::MAX_NAME_BYTES
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || " -".contains(c))
        };
        if names.len() <= Self::MAX_FAMILIES && names.iter().all(is_valid) {
            Ok(Self(names))
        } else {
            Err(Refusal::new(
                "bad_font",
                format!(
                    "Give the names of at most {} font families with commas between them, such as Inter, Helvetica Neue. A name can have letters, digits, blanks and hyphens.",
                    Self::MAX_FAMILIES
                ),
            ))
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the value of the CSS property `font-family`.
    pub fn css(&self) -> String {
        let quoted: Vec<String> = self.0.iter().map(|name| format!("\"{name}\"")).collect();
        quoted.join(", ")
    }
}

impl std::fmt::Display for FontFamilies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

impl TryFrom<String> for FontFamilies {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<FontFamilies> for String {
    fn from(fonts: FontFamilies) -> Self {
        fonts.to_string()
    }
}

/// Whether pages are light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColorScheme {
    /// Follows the reader's device.
    #[default]
    System,
    Light,
    Dark,
}

impl ColorScheme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.as_str() == text)
    }
}

/// The colour of buttons and links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accent {
    pub color: Color,
    /// The colour of text on a button.
    pub on: Color,
    /// The background of notes and of the selected card. Themes that an older version stored have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tint: Option<Color>,
}

/// What a vendor chose for an environment. What is not chosen keeps the product's own look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Theme {
    /// The vendor's name, as tenants know it.
    pub name: Option<String>,
    pub light: Option<Accent>,
    pub dark: Option<Accent>,
    /// The radius of corners, in pixels.
    pub radius: Option<u8>,
    pub fonts: FontFamilies,
    pub scheme: ColorScheme,
    /// The fingerprint of the logo's file, which is the last part of its URL.
    pub logo: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_has_three_or_six_digits() {
        for (text, color) in [
            ("#0b5cd6", "#0b5cd6"),
            (" #0B5CD6 ", "#0b5cd6"),
            ("#fff", "#ffffff"),
        ] {
            assert_eq!(Color::parse(text).expect(text).to_string(), color);
        }
        for bad in [
            "",
            "0b5cd6",
            "#0b5cd",
            "#0b5cd6ff",
            "#0b5cg6",
            "red",
            "#ü12",
            "#12;34",
            "#fff}",
        ] {
            assert!(Color::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn mixes_colours_by_their_share() {
        let (white, blue) = (Color([255, 255, 255]), Color([0, 0, 255]));
        assert_eq!(white.mix(blue, 0), white);
        assert_eq!(white.mix(blue, 10), Color([230, 230, 255]));
        assert_eq!(white.mix(blue, 100), blue);
        assert_eq!(white.mix(blue, 255), blue);
    }

    #[test]
    fn a_font_list_accepts_names_and_nothing_else() {
        let fonts = FontFamilies::parse("Inter, \"Helvetica Neue\",").expect("fonts");
        assert_eq!(fonts.css(), "\"Inter\", \"Helvetica Neue\"");
        assert_eq!(fonts.to_string(), "Inter, Helvetica Neue");
        assert!(FontFamilies::parse(" ").expect("none").is_empty());
        for bad in [
            "a;b",
            "a}b",
            "url(x)",
            "a\"b",
            "a\\b",
            "a\nb",
            &"x,".repeat(9),
        ] {
            assert!(FontFamilies::parse(bad).is_err(), "{bad}");
        }
    }
}
