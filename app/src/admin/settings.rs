//! What holds for a whole environment: which pages may show the widget in a frame.

use super::{Frame, Framed};
use crate::textarea;
use domain::FieldError;
use leptos::prelude::*;

#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// One a line.
    pub typed: String,
    pub errors: Vec<FieldError>,
}

#[component]
pub fn Settings(frame: Frame, origins: Origins, done: Option<&'static str>) -> impl IntoView {
    let home = format!("/admin/{}/settings", frame.environment_id());
    view! {
        <Framed frame>
            <header class="head">
                <h1>"Settings"</h1>
                <p>"They hold for every flow of this environment."</p>
            </header>
            {done.map(|done| view! { <p class="verdict passed" role="status">{done}</p> })}
            <AllowedOrigins origins action=format!("{home}/origins") />
        </Framed>
    }
}

#[component]
fn AllowedOrigins(origins: Origins, action: String) -> impl IntoView {
    let wrong = (!origins.errors.is_empty()).then_some("true");
    view! {
        <form method="post" action=action class="part">
            <h2>"Allowed origins"</h2>
            {origins.errors.into_iter().map(|e| view! { <p class="error" role="alert" id="origins-e">{words::english(&e.detail)}</p> }).collect_view()}
            <div class="field">
                <label for="origins">"Pages that may show the widget in a frame, one a line"</label>
                <p class="description" id="origins-d">
                    "Such as https://app.acme.com. When your server asks for a link, its origin must be one of these; if there is only one, it need not be named. Empty: a link may be asked for with any origin. Links that are out keep theirs."
                </p>
                <textarea id="origins" name="origins" class="code" rows="5" spellcheck="false" aria-invalid=wrong aria-describedby="origins-d origins-e">{textarea::text(&origins.typed)}</textarea>
            </div>
            <p class="actions"><button class="primary">"Save"</button></p>
        </form>
    }
}
