//! How the widget looks in an environment: chosen by the vendor, legible for everyone.

mod contrast;
mod logo;

pub use logo::Logo;

use crate::{Error, Service};
use contrast::{DARK_GROUNDS, LIGHT_GROUNDS};
use domain::theme::{Color, FontFamilies, Scheme, Theme};
use domain::{EnvironmentId, FieldError, misplaced_secret};
use serde_json::json;
use store::Setting;

const LARGEST_RADIUS: u8 = 24;
const LONGEST_NAME: usize = 60;

/// A theme as it is typed; what is left empty is the product's own.
#[derive(Clone, Debug, Default)]
pub struct TypedTheme {
    pub name: String,
    pub accent: String,
    /// Found from the other where it is left empty.
    pub accent_dark: String,
    pub radius: String,
    pub fonts: String,
    pub scheme: String,
}

impl TypedTheme {
    pub fn of(theme: &Theme) -> Self {
        let color = |accent: Option<domain::theme::Accent>| {
            accent
                .map(|accent| accent.color.to_string())
                .unwrap_or_default()
        };
        Self {
            name: theme.name.clone().unwrap_or_default(),
            accent: color(theme.light),
            // One that was made of the other is made anew when that changes.
            accent_dark: color(theme.dark.filter(|dark| {
                let made = theme
                    .light
                    .map(|light| contrast::nearest(light.color, &DARK_GROUNDS));
                made.is_none_or(|made| made.color != dark.color)
            })),
            radius: theme.radius.map(|r| r.to_string()).unwrap_or_default(),
            fonts: theme.fonts.to_string(),
            scheme: theme.scheme.as_str().to_owned(),
        }
    }

    /// # Errors
    /// Everything that cannot be, at once.
    pub fn parse(&self) -> Result<Theme, Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = self.name.trim();
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            let words = format!("A name has at most {LONGEST_NAME} characters, on one line.");
            errors.push(FieldError::new("name", "bad_name", words));
        }
        if misplaced_secret::refuse(name).is_err() {
            let words = "This looks like a secret access key, and every tenant would see it. Choose another name.";
            errors.push(FieldError::new("name", "looks_like_secret", words));
        }
        let mut color = |field: &str, text: &str| match text.trim() {
            "" => None,
            text => Color::parse(text)
                .map_err(|refusal| errors.push(refusal.at(field)))
                .ok(),
        };
        let accent = color("accent", &self.accent);
        let accent_dark = color("accent_dark", &self.accent_dark);
        let light = accent.map(|accent| contrast::legible("accent", accent, &LIGHT_GROUNDS));
        let dark = match (accent_dark, accent) {
            (Some(given), _) => Some(contrast::legible("accent_dark", given, &DARK_GROUNDS)),
            (None, Some(accent)) => Some(Ok(contrast::nearest(accent, &DARK_GROUNDS))),
            (None, None) => None,
        };
        let mut checked = |accent: Option<Result<_, FieldError>>| {
            accent.and_then(|accent| accent.map_err(|error| errors.push(error)).ok())
        };
        let (light, dark) = (checked(light), checked(dark));
        let radius = match self.radius.trim() {
            "" => None,
            text => text
                .parse()
                .ok()
                .filter(|radius| *radius <= LARGEST_RADIUS)
                .or_else(|| {
                    let words = format!("A radius is a number from 0 to {LARGEST_RADIUS}.");
                    errors.push(FieldError::new("radius", "bad_radius", words));
                    None
                }),
        };
        let fonts = FontFamilies::parse(&self.fonts)
            .map_err(|refusal| errors.push(refusal.at("fonts")))
            .unwrap_or_default();
        let scheme = Scheme::parse(&self.scheme).unwrap_or_default();
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
    /// # Errors
    /// When the store fails.
    pub async fn theme(&self, environment: &EnvironmentId) -> Result<Theme, Error> {
        let text = self.store.setting(environment, Setting::Theme).await?;
        Ok(as_theme(text.as_deref()))
    }

    /// Saves the theme. The picture is kept, unless a new one comes with it or it is to go.
    ///
    /// # Errors
    /// [`Error::Fields`] when it cannot be, or could not be read by everyone; else when the store fails.
    pub async fn put_theme(
        &self,
        environment: &EnvironmentId,
        typed: &TypedTheme,
        logo: LogoChange,
    ) -> Result<Theme, Error> {
        let mut errors = Vec::new();
        let theme = typed.parse().map_err(|e| errors.extend(e)).ok();
        let keep = matches!(logo, LogoChange::Keep);
        let new = match logo {
            LogoChange::Put(bytes) => Logo::parse(bytes)
                .map_err(|refusal| errors.push(refusal.at("logo")))
                .ok(),
            LogoChange::Keep | LogoChange::Remove => None,
        };
        let Some(theme) = theme.filter(|_| errors.is_empty()) else {
            return Err(Error::Fields(errors));
        };
        let kept = match &new {
            Some(new) => Some(new.fingerprint()),
            None if keep => self.theme(environment).await?.logo,
            None => None,
        };
        let theme = Theme {
            logo: kept,
            ..theme
        };
        let text = json!(theme).to_string();
        let logo = new.as_ref().map(Logo::as_text);
        let mut settings = vec![(Setting::Theme, Some(text.as_str()))];
        if !keep {
            settings.push((Setting::Logo, logo.as_deref()));
        }
        let event = self.event(environment, "theme.saved");
        self.store
            .put_settings(&settings, &event, self.now())
            .await?;
        Ok(theme)
    }

    /// The environment's picture, if it is the one of this fingerprint.
    ///
    /// # Errors
    /// When the store fails.
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

/// Reads a stored theme. One that a later version wrote may hold what this one does not know: the page then has the
/// product's own look.
pub(crate) fn as_theme(text: Option<&str>) -> Theme {
    text.and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default()
}

/// What is to become of the picture.
pub enum LogoChange {
    Keep,
    Remove,
    Put(Vec<u8>),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(accent: &str, accent_dark: &str) -> TypedTheme {
        TypedTheme {
            accent: accent.to_owned(),
            accent_dark: accent_dark.to_owned(),
            ..TypedTheme::default()
        }
    }

    #[test]
    fn what_could_not_be_read_is_refused_with_the_nearest_that_can() {
        let errors = typed("#ffcc00", "").parse().expect_err("yellow on white");
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(
            (errors[0].field.as_str(), errors[0].code.as_str()),
            ("accent", "low_contrast")
        );
        let domain::Message::Plain(words) = &errors[0].detail else {
            panic!("admins read English");
        };
        let nearest = words.rsplit_once('#').expect(words).1;
        let nearest = format!("#{}", &nearest[..6]);
        assert!(typed(&nearest, "").parse().is_ok(), "{words}");

        let errors = typed("#0b5cd6", "#0b5cd6")
            .parse()
            .expect_err("blue on black");
        assert_eq!(errors[0].field, "accent_dark");
    }

    #[test]
    fn the_dark_accent_is_found_where_none_is_given() {
        let theme = typed("#0b5cd6", "").parse().expect("blue");
        let dark = theme.dark.expect("a dark accent").color;
        assert!(dark != theme.light.expect("light").color);
        assert!(typed("#0b5cd6", &dark.to_string()).parse().is_ok());
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let theme = TypedTheme {
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
    fn nothing_typed_is_the_products_own() {
        assert_eq!(TypedTheme::default().parse(), Ok(Theme::default()));
        let theme = typed("#a3195b", "").parse().expect("a theme");
        assert_eq!(TypedTheme::of(&theme).parse(), Ok(theme));
    }
}
