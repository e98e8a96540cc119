//! The theme: what tenants see of the vendor.

use super::form_token::Token;
use super::{Frame, Framed};
use crate::phrase::listed;
use domain::FieldError;
use domain::theme::Scheme;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct TypedLook {
    pub name: String,
    pub accent: String,
    pub accent_dark: String,
    pub radius: String,
    pub fonts: String,
    pub scheme: String,
    /// The address of the picture that is there.
    pub logo: Option<String>,
}

/// The page itself is in the look that is saved.
#[component]
pub fn Looks(
    frame: Frame,
    typed: TypedLook,
    flows: Vec<String>,
    errors: Vec<FieldError>,
    saved: bool,
) -> impl IntoView {
    let home = format!("/admin/{}", frame.environment_id());
    let action = format!("{home}/looks");
    let previews = listed(flows.into_iter().take(5).map(move |flow| {
        view! { <a href=format!("{home}/flows/{flow}/preview")>{flow.clone()}</a> }
    }));
    let error = move |field: &str| {
        errors
            .iter()
            .find(|e| e.field == field)
            .map(|e| i18n::english(&e.detail))
    };
    view! {
        <Framed frame>
            <header class="head">
                <h1>"Looks"</h1>
                <p>"How the widget looks to the tenants of this environment. What is left empty stays as it comes. This page shows what is saved, and so does the widget’s preview: "{previews}"."</p>
            </header>
            {saved.then(|| view! { <p class="verdict passed" role="status">"Saved. The widget looks so when a tenant next opens it."</p> })}
            <form method="post" action=action enctype="multipart/form-data" class="part">
                <Token />
                <Text id="name" label="Your name, as tenants know you" value=typed.name error=error("name") hint="Stands above the widget." />
                <div class="field">
                    <label for="logo">"Logo"</label>
                    <p class="description" id="logo-d">"SVG, PNG, JPEG or WebP, up to 64 KiB; shown 32 pixels high on a light and on a dark page."</p>
                    {typed
                        .logo
                        .map(|logo| {
                            view! {
                                <p class="logo-now"><img src=logo alt="The present logo" height="32" /></p>
                                <label class="tick"><input type="checkbox" name="remove_logo" value="true" />" Remove it"</label>
                            }
                        })}
                    <input id="logo" name="logo" type="file" accept="image/svg+xml,image/png,image/jpeg,image/webp" aria-describedby="logo-d" />
                    <Wrong error=error("logo") />
                </div>
                <Text id="accent" label="Accent" value=typed.accent error=error("accent") hint="Of links and buttons, such as #0b5cd6. It has to be legible: 4.5 to 1." />
                <Text id="accent_dark" label="Accent on dark" value=typed.accent_dark error=error("accent_dark") hint="Left empty, one is made of the accent." />
                <Text id="radius" label="Radius of corners" value=typed.radius error=error("radius") hint="In pixels, from 0 to 24; 8 if left empty." />
                <Text id="fonts" label="Fonts" value=typed.fonts error=error("fonts") hint="Families on the tenant’s machine, such as Inter, Helvetica Neue. None are loaded." />
                <fieldset class="choice">
                    <legend>"Light or dark"</legend>
                    {Scheme::ALL
                        .into_iter()
                        .map(|scheme| {
                            let (title, words) = match scheme {
                                Scheme::System => ("System", "As the tenant’s device has it."),
                                Scheme::Light => ("Light", "Always."),
                                Scheme::Dark => ("Dark", "Always."),
                            };
                            let id = format!("scheme-{}", scheme.as_str());
                            view! {
                                <label class="option" for=id>
                                    <input type="radio" id=id.clone() name="scheme" value=scheme.as_str() checked=scheme.as_str() == typed.scheme />
                                    <span><strong>{title}</strong><span class="description">{words}</span></span>
                                </label>
                            }
                        })
                        .collect_view()}
                </fieldset>
                <p class="actions"><button class="primary">"Save"</button></p>
            </form>
        </Framed>
    }
}

#[component]
fn Text(
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

#[component]
fn Wrong(error: Option<String>) -> impl IntoView {
    error.map(|error| view! { <p class="error" role="alert">{error}</p> })
}
