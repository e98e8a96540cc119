//! A page with one message, such as "this link has expired".

use crate::text_slot::{SLOT, fill_slot};
use i18n::Locale;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct PageMessage {
    pub title: String,
    pub text: String,
    /// What the reader can do now.
    pub next_step: String,
    /// Lets whoever runs the server find the matching log line.
    pub request_id: Option<String>,
}

/// A link that leads the tenant back to the vendor.
#[derive(Clone, Debug)]
pub struct WayBackLink {
    pub label: String,
    pub url: String,
}

#[component]
pub fn MessagePage(
    locale: Locale,
    message: PageMessage,
    /// The link back to the vendor, if there is one.
    #[prop(optional_no_strip)]
    way_back: Option<WayBackLink>,
) -> impl IntoView {
    view! {
        <main class="widget">
          <div class="part message">
            <h1>{message.title}</h1>
            <p>{message.text}</p>
            <p>{message.next_step}</p>
            {way_back
                .map(|WayBackLink { label, url }| {
                    view! { <p class="actions"><a class="primary" href=url target="_top" rel="noreferrer">{label}</a></p> }
                })}
            {message
                .request_id
                .map(|id| view! { <p class="quiet">{fill_slot(locale.reference(SLOT), view! { <code dir="ltr">{id}</code> })}</p> })}
          </div>
        </main>
    }
}
