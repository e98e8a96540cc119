//! The form for the theme: how the widget looks to tenants.

use super::comma_list::comma_list;
use super::form_token::Token;
use super::layout::{AdminPage, Layout};
use domain::FieldError;
use domain::theme::{Color, ColorScheme};
use leptos::prelude::*;

/// The fields of the form.
#[derive(Clone, Debug)]
pub struct LookForm {
    pub name: String,
    pub accent: String,
    pub accent_dark: String,
    pub radius: String,
    pub fonts: String,
    pub scheme: String,
    /// The URL of the current logo.
    pub logo: Option<String>,
    /// The nearest legible colours, if those in the form are not legible enough.
    pub suggested_accent: Option<Color>,
    pub suggested_accent_dark: Option<Color>,
}

/// Renders the page. The page itself has the saved look, which is how admins see what they saved.
#[component]
pub fn LooksPage(
    layout: Layout,
    form: LookForm,
    flows: Vec<String>,
    errors: Vec<FieldError>,
    is_saved: bool,
) -> impl IntoView {
    let environment_url = format!("/admin/{}", layout.environment_id());
    let action = format!("{environment_url}/looks");
    // A few flows are enough to see the look.
    let previews = comma_list(flows.into_iter().take(5).map(move |flow| {
        view! { <a href=format!("{environment_url}/flows/{flow}/preview")>{flow.clone()}</a> }
    }));
    let error = move |field: &str| {
        errors
            .iter()
            .find(|e| e.field == field)
            .map(|e| i18n::english(&e.detail))
    };
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>"Appearance"</h1>
                <p>"How the widget looks to the tenants of this environment. Fields that you leave empty keep their default. This page has the saved appearance, and so does the preview of the widget: "{previews}"."</p>
            </header>
            {is_saved.then(|| view! { <p class="verdict passed" role="status">"Saved. Tenants see the change when they next open the widget."</p> })}
            <form method="post" action=action enctype="multipart/form-data" class="part">
                <Token />
                // The Enter key presses the first button of a form. Without this one, it would take a suggestion.
                <button class="visually-hidden" tabindex="-1" aria-hidden="true"></button>
                <LookTextField id="name" label="Your name, as tenants know it" value=form.name error=error("name") hint="Shown above the widget." />
                <div class="field">
                    <label for="logo">"Logo"</label>
                    <p class="description" id="logo-d">"SVG, PNG, JPEG or WebP, up to 64 KiB. It is shown 32 pixels high, on light and on dark pages."</p>
                    {form
                        .logo
                        .map(|logo| {
                            view! {
                                <p class="logo-now"><img src=logo alt="Current logo" height="32" /></p>
                                <label class="tick"><input type="checkbox" name="remove_logo" value="true" />" Remove it"</label>
                            }
                        })}
                    <input id="logo" name="logo" type="file" accept="image/svg+xml,image/png,image/jpeg,image/webp" aria-describedby="logo-d" />
                    <LookError error=error("logo") />
                </div>
                <ColorField id="accent" label="Accent" value=form.accent error=error("accent") suggestion=form.suggested_accent default_color="#0b5cd6" hint="The color of links, buttons and what is selected, for example #0b5cd6. It needs a contrast of at least 4.5 to 1." />
                <ColorField id="accent_dark" label="Accent on dark" value=form.accent_dark error=error("accent_dark") suggestion=form.suggested_accent_dark default_color="#7fb0ff" hint="If you leave it empty, it is derived from the accent." />
                <LookTextField id="radius" label="Corner radius" value=form.radius error=error("radius") hint="In pixels, from 0 to 24. The default is 8." />
                <LookTextField id="fonts" label="Fonts" value=form.fonts error=error("fonts") hint="Font families on the tenant’s device, for example Inter, Helvetica Neue. The widget doesn’t load any." />
                <fieldset class="choice">
                    <legend>"Color scheme"</legend>
                    {ColorScheme::ALL
                        .into_iter()
                        .map(|scheme| {
                            let (title, description) = match scheme {
                                ColorScheme::System => ("System", "Follows the tenant’s device."),
                                ColorScheme::Light => ("Light", "Always light."),
                                ColorScheme::Dark => ("Dark", "Always dark."),
                            };
                            let id = format!("scheme-{}", scheme.as_str());
                            view! {
                                <label class="option" for=id>
                                    <input type="radio" id=id.clone() name="scheme" value=scheme.as_str() checked=scheme.as_str() == form.scheme />
                                    <span><strong>{title}</strong><span class="description">{description}</span></span>
                                </label>
                            }
                        })
                        .collect_view()}
                </fieldset>
                <p class="actions"><button class="primary">"Save"</button></p>
            </form>
        </AdminPage>
    }
}

#[component]
fn LookTextField(
    id: &'static str,
    label: &'static str,
    value: String,
    error: Option<String>,
    hint: &'static str,
) -> impl IntoView {
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <p class="description" id=format!("{id}-d")>{hint}</p>
            <input id=id name=id value=value autocomplete="off" aria-describedby=format!("{id}-d {id}-e") aria-invalid=invalid />
            <p class="error" id=format!("{id}-e")>{error}</p>
        </div>
    }
}

/// Renders a text field for a colour, a picker that fills it in, and a button that takes the suggested colour. The picker
/// needs a script, and the button needs none: it sends the form with the suggestion.
#[component]
fn ColorField(
    id: &'static str,
    label: &'static str,
    value: String,
    error: Option<String>,
    /// The colour that the server suggests.
    suggestion: Option<Color>,
    /// What the picker shows while the text is empty.
    default_color: &'static str,
    hint: &'static str,
) -> impl IntoView {
    let invalid = error.is_some().then_some("true");
    let picked = Color::parse(&value).map_or(default_color.to_owned(), |color| color.to_string());
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <p class="description" id=format!("{id}-d")>{hint}</p>
            <div class="color-row">
                <input id=id name=id value=value autocomplete="off" spellcheck="false" aria-describedby=format!("{id}-d {id}-e") aria-invalid=invalid />
                <input type="color" class="picker" value=picked data-for=id aria-label=format!("Pick: {label}") />
            </div>
            <p class="error" id=format!("{id}-e")>{error}</p>
            {suggestion
                .map(|suggestion| {
                    let suggestion = suggestion.to_string();
                    view! {
                        <p class="actions">
                            <button class="secondary small" name=format!("use_{id}") value=suggestion.clone()>
                                // The page's policy allows no style attribute, so the swatch is a picture.
                                <svg class="swatch" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><rect width="16" height="16" rx="3" fill=suggestion.clone() /></svg>
                                {format!(" Use {suggestion}")}
                            </button>
                        </p>
                    }
                })}
        </div>
    }
}

#[component]
fn LookError(error: Option<String>) -> impl IntoView {
    error.map(|error| view! { <p class="error" role="alert">{error}</p> })
}
