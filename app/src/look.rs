//! A vendor's theme, as the document around a page takes it.

use domain::theme::{Accent, Scheme, Theme};
use leptos::prelude::*;
use std::fmt::Write as _;

/// How a page looks; by default as the style sheet has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Look {
    /// Declarations that go before those of the style sheet.
    pub css: String,
    /// As the browser's own controls are to be.
    pub scheme: Scheme,
    pub name: Option<String>,
    /// The picture's address.
    pub logo: Option<String>,
}

impl Look {
    /// `logo` makes the picture's address of its fingerprint.
    pub fn of(theme: Theme, logo: impl Fn(&str) -> String) -> Self {
        Self {
            css: css(&theme),
            scheme: theme.scheme,
            logo: theme.logo.as_deref().map(logo),
            name: theme.name,
        }
    }
}

/// Each value is of a type that holds nothing which ends a declaration.
fn css(theme: &Theme) -> String {
    let mut css = String::new();
    let mut declare = |name: &str, value: String| {
        let _ = write!(css, "{name}:{value};");
    };
    if theme.scheme != Scheme::System {
        declare("color-scheme", theme.scheme.as_str().to_owned());
    }
    if let (Some(light), Some(dark)) = (theme.light, theme.dark) {
        let both = |part: fn(Accent) -> domain::theme::Color| {
            format!("light-dark({},{})", part(light), part(dark))
        };
        declare("--accent", both(|accent| accent.color));
        declare("--on-accent", both(|accent| accent.on));
    }
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
        // Stronger than the style sheet's :root, wherever it stands.
        format!("html:root{{{css}}}")
    }
}

/// Who the page is of, above everything else on it.
#[component]
pub fn Masthead(look: Look) -> impl IntoView {
    let Look { name, logo, .. } = look;
    (name.is_some() || logo.is_some()).then(|| {
        // The picture says the name where it stands alone.
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
