//! The token that ties a form to whoever is signed in.

use leptos::prelude::*;

/// What the field is called in a form.
pub const FORM_TOKEN: &str = "form_token";

/// The token of the admin for whom a page is rendered, as a context of the page.
#[derive(Clone, Debug)]
pub struct FormToken(pub String);

/// The hidden field that each form which changes something has. The server refuses a form without it.
#[component]
pub fn Token() -> impl IntoView {
    let token = use_context::<FormToken>().map(|token| token.0);
    token.map(|token| view! { <input type="hidden" name=FORM_TOKEN value=token /> })
}
