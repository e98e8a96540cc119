//! A vendor's theme, in the form that the document around a page needs.

use domain::theme::{Accent, ColorScheme, Theme};
use leptos::prelude::*;
use std::fmt::Write as _;

/// How a page looks. The default is the look of the style sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Look {
    /// CSS that overrides the style sheet.
    pub css: String,
    /// The color scheme of the browser's own controls.
    pub scheme: ColorScheme,
    pub name: Option<String>,
    /// The logo's URL.
    pub logo: Option<String>,
}

impl Look {
    /// Makes the look of a theme. `logo_url` returns the URL of the logo with a given fingerprint.
    pub fn from_theme(theme: Theme, logo_url: impl Fn(&str) -> String) -> Self {
        Self {
            css: theme_css(&theme),
            scheme: theme.scheme,
            logo: theme.logo.as_deref().map(logo_url),
            name: theme.name,
        }
    }

    /// Replaces the color scheme, unless the new one is that of the device.
    #[must_use]
    pub fn with_scheme(mut self, scheme: ColorScheme) -> Self {
        if scheme != ColorScheme::System {
            self.scheme = scheme;
            // The last of two equally specific rules wins.
            let _ = write!(self.css, "html:root{{color-scheme:{};}}", scheme.as_str());
        }
        self
    }
}

/// Writes the theme as CSS. The types of the values rule out characters that would end a declaration, so nothing is
/// escaped here.
fn theme_css(theme: &Theme) -> String {
    let mut css = String::new();
    if theme.scheme != ColorScheme::System {
        let _ = write!(css, "color-scheme:{};", theme.scheme.as_str());
    }
    if let (Some(light), Some(dark)) = (theme.light, theme.dark) {
        css.push_str(&accent_declarations(light, dark));
    }
    let mut declare = |name: &str, value: String| {
        let _ = write!(css, "{name}:{value};");
    };
    if let Some(radius) = theme.radius {
        declare("--radius", format!("{radius}px"));
    }
    if !theme.fonts.is_empty() {
        declare(
            "--font",
            format!("{},system-ui,sans-serif", theme.fonts.css()),
        );
    }
    if css.is_empty() {
        css
    } else {
        // More specific than the style sheet's `:root`, so the order of the two does not matter.
        format!("html:root{{{css}}}")
    }
}

/// Writes the style sheet of an accent that the vendor's page asks for, in place of that of the environment's theme.
pub fn accent_css(light: Accent, dark: Accent) -> String {
    // More specific than the rule of the theme.
    format!(
        "html:root[data-embed]{{{}}}",
        accent_declarations(light, dark)
    )
}

fn accent_declarations(light: Accent, dark: Accent) -> String {
    let mut css = format!(
        "--accent:light-dark({},{});--on-accent:light-dark({},{});",
        light.color, dark.color, light.on, dark.on
    );
    if let (Some(light), Some(dark)) = (light.tint, dark.tint) {
        let _ = write!(css, "--note-tint:light-dark({light},{dark});");
    }
    css
}

/// Renders the vendor's logo and name, above everything else on the page.
#[component]
pub fn Masthead(look: Look) -> impl IntoView {
    let Look { name, logo, .. } = look;
    (name.is_some() || logo.is_some()).then(|| {
        // Beside the name the logo is decoration, so it has no alternative text.
        let alt = if logo.is_some() && name.is_some() {
            ""
        } else {
            "Logo"
        };
        view! {
            <p class="masthead">
                {logo.map(|logo| view! { <img src=logo alt=alt height="32" /> })}
                {name.map(|name| view! { <span dir="auto">{name}</span> })}
            </p>
        }
    })
}
