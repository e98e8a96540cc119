//! The contrast of colours as WCAG 2.2 defines it, and the nearest colour with enough contrast.
//!
//! <https://www.w3.org/TR/WCAG22/#contrast-minimum>

use domain::FieldError;
use domain::theme::{Accent, Color};
use palette::color_difference::Wcag21RelativeContrast as _;
use palette::{FromColor as _, Oklch, Srgb};

/// The minimum contrast that WCAG requires for text.
const MIN_CONTRAST: f32 = 4.5;

/// The backgrounds of accent-coloured text in one colour scheme. `style/tokens.css` defines the same colours.
pub struct Backgrounds {
    pub page: Color,
    pub card: Color,
    pub sunk: Color,
    pub good_tint: Color,
    pub bad_tint: Color,
    pub open_tint: Color,
}

pub const LIGHT: Backgrounds = Backgrounds {
    page: Color([0xf6, 0xf7, 0xf9]),
    card: Color([0xff, 0xff, 0xff]),
    sunk: Color([0xf1, 0xf3, 0xf6]),
    good_tint: Color([0xe7, 0xf5, 0xec]),
    bad_tint: Color([0xfd, 0xec, 0xea]),
    open_tint: Color([0xfd, 0xf3, 0xdc]),
};
pub const DARK: Backgrounds = Backgrounds {
    page: Color([0x10, 0x13, 0x19]),
    card: Color([0x18, 0x1c, 0x24]),
    sunk: Color([0x11, 0x15, 0x1c]),
    good_tint: Color([0x14, 0x29, 0x1d]),
    bad_tint: Color([0x32, 0x19, 0x17]),
    open_tint: Color([0x2c, 0x24, 0x12]),
};
const WHITE: Color = Color([0xff, 0xff, 0xff]);
const INK: Color = Color([0x0b, 0x12, 0x20]);
/// The number of lightness steps that [`nearest_legible`] tries in each direction.
const STEPS: u8 = 200;
/// The share of the accent in the tint of notes, in percent. It is less where the accent would be illegible on it.
const MAX_TINT: u8 = 10;

impl Backgrounds {
    fn all(&self) -> [Color; 6] {
        [
            self.page,
            self.card,
            self.sunk,
            self.good_tint,
            self.bad_tint,
            self.open_tint,
        ]
    }

    /// Returns the accent with the colour of text on it and its tint.
    fn accent(&self, color: Color) -> Accent {
        // A tint of 0 % is the card itself, on which the accent is legible.
        let tint = (0..=MAX_TINT)
            .rev()
            .map(|share| self.card.mix(color, share))
            .find(|tint| contrast(*tint, color) >= MIN_CONTRAST);
        Accent {
            color,
            on: text_color(color),
            tint: Some(tint.unwrap_or(self.card)),
        }
    }

    fn lowest_contrast(&self, color: Color) -> f32 {
        let contrasts = self.all().map(|background| contrast(background, color));
        contrasts.into_iter().fold(f32::INFINITY, f32::min)
    }
}

/// Returns the accent together with the text colour on it.
///
/// # Errors
/// Returns an error if the contrast is too low. Its message suggests the nearest colour with enough contrast.
pub fn require_legible(
    field: &str,
    color: Color,
    backgrounds: &Backgrounds,
) -> Result<Accent, FieldError> {
    let lowest = backgrounds.lowest_contrast(color);
    let accent = backgrounds.accent(color);
    if lowest >= MIN_CONTRAST && contrast(accent.on, color) >= MIN_CONTRAST {
        return Ok(accent);
    }
    let nearest = nearest_legible(color, backgrounds).color;
    // Rounded down. Otherwise, a contrast of 4.46 would be shown as 4.5, which is what is required.
    let rounded = (lowest.min(contrast(accent.on, color)) * 10.0).floor() / 10.0;
    let detail = format!(
        "Not everyone could read links and buttons in {color}. Their contrast is {rounded:.1} to 1, and {MIN_CONTRAST} to 1 is required. The nearest colour with enough contrast is {nearest}.",
    );
    Err(FieldError::new(field, "low_contrast", detail))
}

/// Returns the nearest legible colour of the same hue, by making the colour darker or lighter.
pub fn nearest_legible(color: Color, backgrounds: &Backgrounds) -> Accent {
    // In Oklch, lightness can change while the hue still looks the same.
    let original = Oklch::from_color(to_srgb(color));
    let is_legible = |color: Color| {
        backgrounds.lowest_contrast(color) >= MIN_CONTRAST
            && contrast(text_color(color), color) >= MIN_CONTRAST
    };
    let candidates = (0..=STEPS).flat_map(|step| {
        let distance = f32::from(step) / f32::from(STEPS);
        [original.l - distance, original.l + distance].map(|l| {
            let candidate = Oklch {
                l: l.clamp(0.0, 1.0),
                ..original
            };
            let [r, g, b]: [u8; 3] = Srgb::from_color(candidate).into_format().into();
            Color([r, g, b])
        })
    });
    let found = std::iter::once(color)
        .chain(candidates)
        .find(|candidate| is_legible(*candidate));
    // Dark ink is legible on all light backgrounds, and white on all dark ones.
    backgrounds.accent(
        found.unwrap_or(if backgrounds.lowest_contrast(INK) >= MIN_CONTRAST {
            INK
        } else {
            WHITE
        }),
    )
}

/// Returns white or dark ink, whichever has more contrast with the colour.
fn text_color(color: Color) -> Color {
    if contrast(WHITE, color) >= contrast(INK, color) {
        WHITE
    } else {
        INK
    }
}

fn contrast(a: Color, b: Color) -> f32 {
    to_srgb(a).relative_contrast(to_srgb(b))
}

fn to_srgb(color: Color) -> Srgb<f32> {
    Srgb::from(color.0).into_format()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computes_the_contrast_of_the_standard() {
        assert!((contrast(WHITE, Color([0, 0, 0])) - 21.0).abs() < 0.01);
        assert!((contrast(WHITE, Color([0x76, 0x76, 0x76])) - 4.54).abs() < 0.01);
        assert!((contrast(WHITE, WHITE) - 1.0).abs() < 0.01);
    }

    /// The contrast by the standard's own formula, without the library that the product uses.
    fn contrast_by_the_standard(a: Color, b: Color) -> f64 {
        let luminance = |color: Color| {
            let [r, g, b] = color.0.map(|channel| {
                let c = f64::from(channel) / 255.0;
                if c <= 0.04045 {
                    c / 12.92
                } else {
                    ((c + 0.055) / 1.055).powf(2.4)
                }
            });
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Returns colours of all hues, and grey, from black to white.
    fn many_colors() -> Vec<Color> {
        let channel = || (0..=255_u8).step_by(17);
        let mut colors = Vec::new();
        for r in channel().step_by(3) {
            for g in channel().step_by(3) {
                colors.extend(channel().map(|b| Color([r, g, b])));
            }
        }
        colors
    }

    #[test]
    fn every_colour_becomes_legible_on_every_background() {
        for color in many_colors() {
            for backgrounds in [&LIGHT, &DARK] {
                let found = nearest_legible(color, backgrounds);
                assert_eq!(
                    require_legible("x", found.color, backgrounds).ok(),
                    Some(found),
                    "{color}"
                );
                let tint = found.tint.expect("a tint");
                for background in backgrounds.all().into_iter().chain([tint, found.on]) {
                    let contrast = contrast_by_the_standard(found.color, background);
                    assert!(
                        contrast >= 4.499,
                        "{color} {found:?} {background} {contrast}"
                    );
                }
            }
        }
    }

    #[test]
    fn texts_are_legible_on_every_tint() {
        for (backgrounds, texts) in [
            (
                &LIGHT,
                ["#161b26", "#535d70", "#0f6b3a", "#b3201b", "#7a5200"],
            ),
            (
                &DARK,
                ["#e8ecf4", "#a3aec2", "#6fd69b", "#ff9d96", "#f0c36a"],
            ),
        ] {
            for color in many_colors() {
                let tint = nearest_legible(color, backgrounds).tint.expect("a tint");
                for text in texts {
                    let contrast = contrast_by_the_standard(tint, Color::parse(text).expect(text));
                    assert!(contrast >= 4.5, "{text} on {tint} of {color}: {contrast}");
                }
            }
        }
    }

    /// Returns the light and the dark value of a token of the style sheet.
    fn token(name: &str) -> (Color, Color) {
        let tokens = include_str!("../../../../style/tokens.css");
        let line = tokens
            .lines()
            .find(|line| line.trim().starts_with(&format!("{name}:")))
            .unwrap_or_default();
        let values = line
            .split_once("light-dark(")
            .and_then(|(_, rest)| rest.split_once(')'));
        let (light, dark) = values
            .and_then(|(both, _)| both.split_once(','))
            .unwrap_or_default();
        (
            Color::parse(light).expect(name),
            Color::parse(dark).expect(name),
        )
    }

    #[test]
    fn the_backgrounds_equal_those_of_the_style_sheet() {
        let names = [
            "--page",
            "--card",
            "--sunk",
            "--good-tint",
            "--bad-tint",
            "--open-tint",
        ];
        let all = LIGHT.all().into_iter().zip(DARK.all());
        for (name, expected) in names.into_iter().zip(all) {
            assert_eq!(token(name), expected, "{name}");
        }
    }

    #[test]
    fn the_default_accent_is_legible() {
        let (light, dark) = token("--accent");
        let (light_note, dark_note) = token("--note-tint");
        for (backgrounds, accent, note) in [(&LIGHT, light, light_note), (&DARK, dark, dark_note)] {
            assert!(require_legible("x", accent, backgrounds).is_ok());
            assert!(contrast(accent, note) >= MIN_CONTRAST);
        }
    }
}
