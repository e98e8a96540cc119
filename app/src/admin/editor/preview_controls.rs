//! The switches above the preview: which page of the widget it shows, in which colors, and in which language.

use domain::theme::ColorScheme;
use i18n::Locale;
use leptos::prelude::*;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The prefix of the switches' names in the form.
pub const PREVIEW_PREFIX: &str = "preview.";

/// What the preview shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PreviewChoice {
    pub state: PreviewState,
    pub scheme: ColorScheme,
    pub locale: Locale,
}

/// A page of the widget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum PreviewState {
    /// The form, as a tenant first sees it.
    #[default]
    Form,
    /// The form with access keys chosen.
    Keys,
    /// The form with a role chosen.
    Role,
    /// The form after a check that failed.
    Failed,
    Connected,
}

impl PreviewState {
    const fn title(self) -> &'static str {
        match self {
            Self::Form => "First visit",
            Self::Keys => "Access keys",
            Self::Role => "Role",
            Self::Failed => "Failed check",
            Self::Connected => "Connected",
        }
    }
}

/// Renders the switches. Their names begin with [`PREVIEW_PREFIX`].
#[component]
pub fn PreviewControls(choice: PreviewChoice) -> AnyView {
    let states = PreviewState::VARIANTS
        .iter()
        .map(|state| ((*state).into(), state.title(), *state == choice.state));
    let schemes = [
        (ColorScheme::System, "As on the device"),
        (ColorScheme::Light, "Light"),
        (ColorScheme::Dark, "Dark"),
    ];
    let schemes = schemes
        .into_iter()
        .map(|(scheme, title)| (scheme.as_str(), title, scheme == choice.scheme));
    let locales = Locale::ALL
        .into_iter()
        .map(|locale| (locale.tag(), locale.name(), locale == choice.locale));
    view! {
        <div class="preview-controls">
            <PreviewSelect name="state" title="Page" options=states.collect() />
            <PreviewSelect name="scheme" title="Colors" options=schemes.collect() />
            <PreviewSelect name="locale" title="Language" options=locales.collect() />
        </div>
    }
    .into_any()
}

#[component]
fn PreviewSelect(
    name: &'static str,
    title: &'static str,
    /// The value and the title of each option, and whether it is selected.
    options: Vec<(&'static str, &'static str, bool)>,
) -> AnyView {
    let id = format!("preview-{name}");
    let options = options.into_iter().map(
        |(value, title, selected)| view! { <option value=value selected=selected>{title}</option> },
    );
    view! {
        <div class="field">
            <label for=id.clone()>{title}</label>
            <select id=id.clone() name=format!("{PREVIEW_PREFIX}{name}")>{options.collect_view()}</select>
        </div>
    }
    .into_any()
}
