//! The widget's theme in an environment. Vendors choose it, and its colours must be legible for everyone.

mod contrast;
mod logo;

pub use logo::Logo;

use crate::error::Error;
use crate::service::Service;
use contrast::{Backgrounds, DARK, LIGHT};
use domain::theme::{Accent, Color, ColorScheme, FontFamilies, Theme};
use domain::{EnvironmentId, FieldError, misplaced_secret};
use serde_json::json;
use store::{AuditAction, Setting};

const MAX_RADIUS: u8 = 24;
const MAX_NAME_LENGTH: usize = 60;

/// The form input for a theme. An empty field means the product's default.
#[derive(Clone, Debug, Default)]
pub struct ThemeInput {
    pub name: String,
    pub accent: String,
    /// The accent colour in dark mode. If it is empty, it is derived from `accent`.
    pub accent_dark: String,
    pub radius: String,
    pub fonts: String,
    pub scheme: String,
}

impl ThemeInput {
    /// Returns the input that yields this theme.
    pub fn from_theme(theme: &Theme) -> Self {
        let to_text = |accent: Option<Accent>| {
            accent
                .map(|accent| accent.color.to_string())
                .unwrap_or_default()
        };
        Self {
            name: theme.name.clone().unwrap_or_default(),
            accent: to_text(theme.light),
            // A derived colour is left empty, so that it follows the next change of the accent.
            accent_dark: to_text(theme.dark.filter(|dark| {
                let derived = theme
                    .light
                    .map(|light| contrast::nearest_legible(light.color, &DARK));
                derived.is_none_or(|derived| derived.color != dark.color)
            })),
            radius: theme.radius.map(|r| r.to_string()).unwrap_or_default(),
            fonts: theme.fonts.to_string(),
            scheme: theme.scheme.as_str().to_owned(),
        }
    }

    /// Returns the nearest legible colour if the accent is a colour that is not legible enough.
    pub fn suggested_accent(&self) -> Option<Color> {
        suggestion(&self.accent, &LIGHT)
    }

    /// Returns the nearest legible colour if the accent on dark is a colour that is not legible enough.
    pub fn suggested_accent_dark(&self) -> Option<Color> {
        suggestion(&self.accent_dark, &DARK)
    }

    /// Parses the input.
    ///
    /// # Errors
    /// Returns the errors of all fields.
    pub fn parse(&self) -> Result<Theme, Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = self.name.trim();
        if name.chars().count() > MAX_NAME_LENGTH || name.chars().any(char::is_control) {
            let detail = format!("A name has at most {MAX_NAME_LENGTH} characters, on one line.");
            errors.push(FieldError::new("name", "bad_name", detail));
        }
        if misplaced_secret::refuse(name).is_err() {
            let detail = "This looks like a secret access key, and every tenant would see it. Choose another name.";
            errors.push(FieldError::new("name", "looks_like_secret", detail));
        }
        let mut parse_color = |field: &str, text: &str| match text.trim() {
            "" => None,
            text => Color::parse(text)
                .map_err(|refusal| errors.push(refusal.for_field(field)))
                .ok(),
        };
        let accent = parse_color("accent", &self.accent);
        let accent_dark = parse_color("accent_dark", &self.accent_dark);
        let light = accent.map(|accent| contrast::require_legible("accent", accent, &LIGHT));
        // A colour that the vendor chose is refused if it is illegible. A derived colour is made legible.
        let dark = match (accent_dark, accent) {
            (Some(chosen), _) => Some(contrast::require_legible("accent_dark", chosen, &DARK)),
            (None, Some(accent)) => Some(Ok(contrast::nearest_legible(accent, &DARK))),
            (None, None) => None,
        };
        let mut collect_error = |accent: Option<Result<_, FieldError>>| {
            accent.and_then(|accent| accent.map_err(|error| errors.push(error)).ok())
        };
        let (light, dark) = (collect_error(light), collect_error(dark));
        let radius = match self.radius.trim() {
            "" => None,
            text => text
                .parse()
                .ok()
                .filter(|radius| *radius <= MAX_RADIUS)
                .or_else(|| {
                    let detail = format!("A radius is a number from 0 to {MAX_RADIUS}.");
                    errors.push(FieldError::new("radius", "bad_radius", detail));
                    None
                }),
        };
        let fonts = FontFamilies::parse(&self.fonts)
            .map_err(|refusal| errors.push(refusal.for_field("fonts")))
            .unwrap_or_default();
        let scheme = ColorScheme::parse(&self.scheme).unwrap_or_default();
        if errors.is_empty() {
            Ok(Theme {
                name: (!name.is_empty()).then(|| name.to_owned()),
                light,
                dark,
                radius,
                fonts,
                scheme,
                logo: None,
            })
        } else {
            Err(errors)
        }
    }
}

impl Service {
    /// Returns the theme of an environment.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn theme(&self, environment: &EnvironmentId) -> Result<Theme, Error> {
        let text = self.store.setting(environment, Setting::Theme).await?;
        Ok(parse_stored_theme(text.as_deref()))
    }

    /// Saves the theme and changes the logo.
    ///
    /// # Errors
    /// - Returns [`Error::Fields`] if a value is not valid or a colour is not legible enough.
    /// - Returns another error if the database fails.
    pub async fn put_theme(
        &self,
        environment: &EnvironmentId,
        input: &ThemeInput,
        logo: LogoChange,
    ) -> Result<Theme, Error> {
        let mut errors = Vec::new();
        let theme = input.parse().map_err(|e| errors.extend(e)).ok();
        let keep = matches!(logo, LogoChange::Keep);
        let new = match logo {
            LogoChange::Put(bytes) => Logo::parse(bytes)
                .map_err(|refusal| errors.push(refusal.for_field("logo")))
                .ok(),
            LogoChange::Keep | LogoChange::Remove => None,
        };
        let Some(theme) = theme.filter(|_| errors.is_empty()) else {
            return Err(Error::Fields(errors));
        };
        let logo_fingerprint = match &new {
            Some(new) => Some(new.fingerprint()),
            None if keep => self.theme(environment).await?.logo,
            None => None,
        };
        let theme = Theme {
            logo: logo_fingerprint,
            ..theme
        };
        let text = json!(theme).to_string();
        let logo = new.as_ref().map(Logo::to_text);
        let mut settings = vec![(Setting::Theme, Some(text.as_str()))];
        if !keep {
            settings.push((Setting::Logo, logo.as_deref()));
        }
        let event = self.event(environment, AuditAction::ThemeSaved);
        self.store
            .put_settings(&settings, &event, self.now())
            .await?;
        Ok(theme)
    }

    /// Returns the environment's logo if it has this fingerprint. The URL of a logo contains the fingerprint, so caches
    /// never show an old logo.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn logo(
        &self,
        environment: &EnvironmentId,
        fingerprint: &str,
    ) -> Result<Option<Logo>, Error> {
        let text = self.store.setting(environment, Setting::Logo).await?;
        let logo = text.as_deref().and_then(Logo::from_text);
        Ok(logo.filter(|logo| logo.fingerprint() == fingerprint))
    }
}

/// Returns the legible accents that are nearest to a colour, for light pages and for dark ones.
pub fn legible_accents(color: Color) -> (Accent, Accent) {
    (
        contrast::nearest_legible(color, &LIGHT),
        contrast::nearest_legible(color, &DARK),
    )
}

fn suggestion(text: &str, backgrounds: &Backgrounds) -> Option<Color> {
    let color = Color::parse(text).ok()?;
    let nearest = contrast::nearest_legible(color, backgrounds).color;
    (nearest != color).then_some(nearest)
}

/// Parses a stored theme. A newer server may have stored one that this version cannot parse. The page then shows the
/// product's default theme.
pub(crate) fn parse_stored_theme(text: Option<&str>) -> Theme {
    let theme: Theme = text
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    // A version that stored no tints checked fewer backgrounds, so its colours may need a small change.
    let update = |accent: Accent, backgrounds| match accent.tint {
        Some(_) => accent,
        None => contrast::nearest_legible(accent.color, backgrounds),
    };
    Theme {
        light: theme.light.map(|accent| update(accent, &LIGHT)),
        dark: theme.dark.map(|accent| update(accent, &DARK)),
        ..theme
    }
}

/// What to do with the logo.
pub enum LogoChange {
    Keep,
    Remove,
    Put(Vec<u8>),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(accent: &str, accent_dark: &str) -> ThemeInput {
        ThemeInput {
            accent: accent.to_owned(),
            accent_dark: accent_dark.to_owned(),
            ..ThemeInput::default()
        }
    }

    #[test]
    fn refuses_illegible_colours_and_suggests_the_nearest_legible_one() {
        let errors = input("#ffcc00", "").parse().expect_err("yellow on white");
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(
            (errors[0].field.as_str(), errors[0].code.as_str()),
            ("accent", "low_contrast")
        );
        let domain::Message::Plain(detail) = &errors[0].detail else {
            panic!("admins read English");
        };
        let nearest = detail.rsplit_once('#').expect(detail).1;
        let nearest = format!("#{}", &nearest[..6]);
        assert!(input(&nearest, "").parse().is_ok(), "{detail}");

        let errors = input("#0b5cd6", "#0b5cd6")
            .parse()
            .expect_err("blue on black");
        assert_eq!(errors[0].field, "accent_dark");
    }

    #[test]
    fn derives_the_dark_accent_if_none_is_given() {
        let theme = input("#0b5cd6", "").parse().expect("blue");
        let dark = theme.dark.expect("a dark accent").color;
        assert!(dark != theme.light.expect("light").color);
        assert!(input("#0b5cd6", &dark.to_string()).parse().is_ok());
    }

    #[test]
    fn suggests_a_legible_colour_for_each_accent() {
        let refused = input("#ffcc00", "#0b5cd6");
        let light = refused.suggested_accent().expect("a suggestion");
        let dark = refused.suggested_accent_dark().expect("a suggestion");
        let accepted = input(&light.to_string(), &dark.to_string());
        assert!(accepted.parse().is_ok(), "{accepted:?}");
        assert_eq!(accepted.suggested_accent(), None);
        assert_eq!(accepted.suggested_accent_dark(), None);
        assert_eq!(input("yellow", "").suggested_accent(), None);
        assert_eq!(input("", "").suggested_accent_dark(), None);
    }

    #[test]
    fn updates_accents_of_a_version_that_checked_fewer_backgrounds() {
        // #0f6fff has a contrast of 4.5 on the card and less on the other backgrounds.
        let stored = r##"{"light":{"color":"#0f6fff","on":"#ffffff"},"dark":{"color":"#7fb0ff","on":"#0b1220"}}"##;
        let theme = parse_stored_theme(Some(stored));
        let (light, dark) = (theme.light.expect("light"), theme.dark.expect("dark"));
        assert!(contrast::require_legible("x", light.color, &LIGHT).is_ok());
        assert!(light.tint.is_some() && dark.tint.is_some());
        assert_eq!(dark.color.to_string(), "#7fb0ff", "it was legible already");
    }

    #[test]
    fn reports_the_errors_of_all_fields() {
        let theme = ThemeInput {
            name: "x".repeat(61),
            accent: "blue".to_owned(),
            accent_dark: "#1".to_owned(),
            radius: "25".to_owned(),
            fonts: "url(x)".to_owned(),
            scheme: "dim".to_owned(),
        };
        let errors = theme.parse().expect_err("wrong");
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "accent", "accent_dark", "radius", "fonts"]);
    }

    #[test]
    fn empty_input_yields_the_default_theme() {
        assert_eq!(ThemeInput::default().parse(), Ok(Theme::default()));
        let theme = input("#a3195b", "").parse().expect("a theme");
        assert_eq!(ThemeInput::from_theme(&theme).parse(), Ok(theme));
    }
}
