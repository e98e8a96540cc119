//! Whether a colour can be read: the contrast of WCAG 2.2, and the nearest colour that has enough.
//!
//! <https://www.w3.org/TR/WCAG22/#contrast-minimum>

use domain::FieldError;
use domain::theme::{Accent, Color};
use palette::color_difference::Wcag21RelativeContrast as _;
use palette::{FromColor as _, Oklch, Srgb};

/// What text needs.
const ENOUGH: f32 = 4.5;
/// What the accent is written on in the light widget, as `style/tokens.css` has it: page, card, and note.
pub const LIGHT_GROUNDS: [Color; 3] = [
    Color([0xf6, 0xf7, 0xf9]),
    Color([0xff, 0xff, 0xff]),
    Color([0xe9, 0xf0, 0xfc]),
];
/// And in the dark one.
pub const DARK_GROUNDS: [Color; 3] = [
    Color([0x10, 0x13, 0x19]),
    Color([0x18, 0x1c, 0x24]),
    Color([0x16, 0x22, 0x3a]),
];
const WHITE: Color = Color([0xff, 0xff, 0xff]);
const INK: Color = Color([0x0b, 0x12, 0x20]);
const STEPS: u8 = 200;

/// The accent with what is read on it.
///
/// # Errors
/// When it cannot be read on these grounds; the words name the nearest colour that can.
pub fn legible(field: &str, color: Color, grounds: &[Color]) -> Result<Accent, FieldError> {
    let worst = worst(color, grounds);
    let accent = with_text(color);
    if worst >= ENOUGH && contrast(accent.on, color) >= ENOUGH {
        return Ok(accent);
    }
    let nearest = nearest(color, grounds).color;
    let words = format!(
        "Links and buttons in {color} could not be read by everyone: the contrast is {:.1} to 1, and {ENOUGH} is needed. The nearest that has it is {nearest}.",
        (worst.min(contrast(accent.on, color)) * 10.0).floor() / 10.0
    );
    Err(FieldError::new(field, "low_contrast", words))
}

/// The same hue, as much darker or lighter as it takes.
pub fn nearest(color: Color, grounds: &[Color]) -> Accent {
    let own = Oklch::from_color(rgb(color));
    let fits = |color: Color| {
        worst(color, grounds) >= ENOUGH && contrast(with_text(color).on, color) >= ENOUGH
    };
    let candidates = (0..=STEPS).flat_map(|step| {
        let away = f32::from(step) / f32::from(STEPS);
        [own.l - away, own.l + away].map(|l| {
            let moved = Oklch {
                l: l.clamp(0.0, 1.0),
                ..own
            };
            let [r, g, b]: [u8; 3] = Srgb::from_color(moved).into_format().into();
            Color([r, g, b])
        })
    });
    let found = std::iter::once(color).chain(candidates).find(|c| fits(*c));
    // Black or white is always far enough from one or the other ground.
    with_text(found.unwrap_or(if worst(INK, grounds) >= ENOUGH {
        INK
    } else {
        WHITE
    }))
}

fn with_text(color: Color) -> Accent {
    let on = if contrast(WHITE, color) >= contrast(INK, color) {
        WHITE
    } else {
        INK
    };
    Accent { color, on }
}

fn worst(color: Color, grounds: &[Color]) -> f32 {
    grounds
        .iter()
        .map(|ground| contrast(*ground, color))
        .fold(f32::INFINITY, f32::min)
}

fn contrast(a: Color, b: Color) -> f32 {
    rgb(a).relative_contrast(rgb(b))
}

fn rgb(color: Color) -> Srgb<f32> {
    Srgb::from(color.0).into_format()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contrast_of_the_standard() {
        assert!((contrast(WHITE, Color([0, 0, 0])) - 21.0).abs() < 0.01);
        assert!((contrast(WHITE, Color([0x76, 0x76, 0x76])) - 4.54).abs() < 0.01);
        assert!((contrast(WHITE, WHITE) - 1.0).abs() < 0.01);
    }

    #[test]
    fn every_hue_has_a_neighbour_that_can_be_read() {
        for r in (0..=255).step_by(51) {
            for g in (0..=255).step_by(51) {
                for b in (0..=255).step_by(51) {
                    let color = Color([r, g, b]);
                    for grounds in [&LIGHT_GROUNDS, &DARK_GROUNDS] {
                        let found = nearest(color, grounds);
                        assert!(
                            legible("x", found.color, grounds).is_ok(),
                            "{color} {found:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_grounds_are_those_of_the_style_sheet() {
        let tokens = include_str!("../../../../style/tokens.css");
        for (name, at) in [("--page", 0), ("--card", 1), ("--note-tint", 2)] {
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
            assert_eq!(Color::parse(light), Ok(LIGHT_GROUNDS[at]), "{name}");
            assert_eq!(Color::parse(dark), Ok(DARK_GROUNDS[at]), "{name}");
        }
    }
}
