//! How the widget looks in an environment: what a vendor may choose, as values that are safe in a style sheet.

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// An opaque colour, written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color(pub [u8; 3]);

impl Color {
    /// # Errors
    /// When the text is not `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let digits: Option<Vec<u8>> = text.trim().strip_prefix('#').and_then(|hex| {
            let digit = |c: char| c.to_digit(16).and_then(|d| u8::try_from(d).ok());
            hex.chars().map(digit).collect()
        });
        match digits.as_deref() {
            Some([r, g, b]) => Ok(Self([r * 17, g * 17, b * 17])),
            Some(six) if six.len() == 6 => {
                let byte = |at: usize| six[at] * 16 + six[at + 1];
                Ok(Self([byte(0), byte(2), byte(4)]))
            }
            _ => Err(Refusal::new(
                "bad_color",
                "A colour is written as # and six digits from 0 to f, such as #0b5cd6.",
            )),
        }
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

/// Families of fonts that are on the reader's machine: a page loads none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FontFamilies(Vec<String>);

impl FontFamilies {
    const MOST: usize = 8;
    const LONGEST: usize = 60;

    /// # Errors
    /// When it is not a list of names, with commas between them.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let names: Vec<String> = text
            .split(',')
            .map(|name| name.trim().trim_matches(['"', '\'']).trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect();
        let good = |name: &String| {
            name.len() <= Self::LONGEST
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || " -".contains(c))
        };
        if names.len() <= Self::MOST && names.iter().all(good) {
            Ok(Self(names))
        } else {
            Err(Refusal::new(
                "bad_font",
                format!(
                    "Give the names of at most {} font families with commas between them, such as Inter, Helvetica Neue. Names have letters, digits, blanks and hyphens.",
                    Self::MOST
                ),
            ))
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As a style sheet takes them.
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// As the reader's device has it.
    #[default]
    System,
    Light,
    Dark,
}

impl Scheme {
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

/// A colour to act with, and the one that is read on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accent {
    pub color: Color,
    pub on: Color,
}

/// Where nothing is chosen, the product's own look stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Theme {
    /// What tenants call the vendor.
    pub name: Option<String>,
    pub light: Option<Accent>,
    pub dark: Option<Accent>,
    /// In pixels.
    pub radius: Option<u8>,
    pub fonts: FontFamilies,
    pub scheme: Scheme,
    /// The picture's fingerprint, which its address ends in.
    pub logo: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_six_digits_or_three() {
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
    fn fonts_are_names_and_nothing_else() {
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
