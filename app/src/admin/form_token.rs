//! The token that protects the admin's forms against cross-site request forgery.

use leptos::prelude::*;

/// The name of the form field that holds the token.
pub const FORM_TOKEN: &str = "form_token";

/// The token of the admin's session. The server provides it as a leptos context of the page.
#[derive(Clone, Debug)]
pub struct FormToken(pub String);

/// Renders the hidden field with the token. Every form that changes something needs it: the server refuses a form without
/// it.
#[component]
pub fn Token() -> impl IntoView {
    let token = use_context::<FormToken>().map(|token| token.0);
    token.map(|token| view! { <input type="hidden" name=FORM_TOKEN value=token /> })
}
