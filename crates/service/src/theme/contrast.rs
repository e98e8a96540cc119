//! The contrast of colours as WCAG 2.2 defines it, and the nearest colour with enough contrast.
//!
//! <https://www.w3.org/TR/WCAG22/#contrast-minimum>

use domain::FieldError;
use domain::theme::{Accent, Color};
use palette::color_difference::Wcag21RelativeContrast as _;
use palette::{FromColor as _, Oklch, Srgb};

/// The minimum contrast that WCAG requires for text.
const MIN_CONTRAST: f32 = 4.5;
/// The backgrounds of accent-coloured text in the light widget: page, card and note. `style/tokens.css` defines the same
/// colours.
pub const LIGHT_BACKGROUNDS: [Color; 3] = [
    Color([0xf6, 0xf7, 0xf9]),
    Color([0xff, 0xff, 0xff]),
    Color([0xe9, 0xf0, 0xfc]),
];
/// The same backgrounds in the dark widget.
pub const DARK_BACKGROUNDS: [Color; 3] = [
    Color([0x10, 0x13, 0x19]),
    Color([0x18, 0x1c, 0x24]),
    Color([0x16, 0x22, 0x3a]),
];
const WHITE: Color = Color([0xff, 0xff, 0xff]);
const INK: Color = Color([0x0b, 0x12, 0x20]);
/// The number of lightness steps that [`nearest_legible`] tries in each direction.
const STEPS: u8 = 200;

/// Returns the accent together with the text colour on it.
///
/// # Errors
/// Returns an error if the contrast is too low. Its message suggests the nearest colour with enough contrast.
pub fn require_legible(
    field: &str,
    color: Color,
    backgrounds: &[Color],
) -> Result<Accent, FieldError> {
    let lowest = lowest_contrast(color, backgrounds);
    let accent = with_text_color(color);
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
pub fn nearest_legible(color: Color, backgrounds: &[Color]) -> Accent {
    // In Oklch, lightness can change while the hue still looks the same.
    let original = Oklch::from_color(to_srgb(color));
    let is_legible = |color: Color| {
        lowest_contrast(color, backgrounds) >= MIN_CONTRAST
            && contrast(with_text_color(color).on, color) >= MIN_CONTRAST
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
    with_text_color(
        found.unwrap_or(if lowest_contrast(INK, backgrounds) >= MIN_CONTRAST {
            INK
        } else {
            WHITE
        }),
    )
}

/// Returns the accent with white or dark text on it, whichever has more contrast.
fn with_text_color(color: Color) -> Accent {
    let on = if contrast(WHITE, color) >= contrast(INK, color) {
        WHITE
    } else {
        INK
    };
    Accent { color, on }
}

fn lowest_contrast(color: Color, backgrounds: &[Color]) -> f32 {
    backgrounds
        .iter()
        .map(|background| contrast(*background, color))
        .fold(f32::INFINITY, f32::min)
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

    #[test]
    fn finds_a_legible_colour_for_every_hue() {
        for r in (0..=255).step_by(51) {
            for g in (0..=255).step_by(51) {
                for b in (0..=255).step_by(51) {
                    let color = Color([r, g, b]);
                    for backgrounds in [&LIGHT_BACKGROUNDS, &DARK_BACKGROUNDS] {
                        let found = nearest_legible(color, backgrounds);
                        assert!(
                            require_legible("x", found.color, backgrounds).is_ok(),
                            "{color} {found:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_backgrounds_equal_those_of_the_style_sheet() {
        let tokens = include_str!("../../../../style/tokens.css");
        for (name, index) in [("--page", 0), ("--card", 1), ("--note-tint", 2)] {
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
            assert_eq!(Color::parse(light), Ok(LIGHT_BACKGROUNDS[index]), "{name}");
            assert_eq!(Color::parse(dark), Ok(DARK_BACKGROUNDS[index]), "{name}");
        }
    }
}
