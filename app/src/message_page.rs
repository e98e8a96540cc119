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

#[component]
pub fn MessagePage(locale: Locale, message: PageMessage) -> impl IntoView {
    view! {
        <main class="widget">
          <div class="part message">
            <h1>{message.title}</h1>
            <p>{message.text}</p>
            <p>{message.next_step}</p>
            {message
                .request_id
                .map(|id| view! { <p class="quiet">{fill_slot(locale.reference(SLOT), view! { <code dir="ltr">{id}</code> })}</p> })}
          </div>
        </main>
    }
}
