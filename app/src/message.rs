//! A page that says one thing: a link that has expired, a connector that is not set up.

use crate::phrase::{SLOT, around};
use i18n::Locale;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct Message {
    pub title: String,
    pub text: String,
    /// What to do now.
    pub action: String,
    /// Shown so that whoever runs the server can find the matching log line.
    pub request_id: Option<String>,
}

#[component]
pub fn MessagePage(locale: Locale, message: Message) -> impl IntoView {
    view! {
        <main class="widget">
          <div class="part message">
            <h1>{message.title}</h1>
            <p>{message.text}</p>
            <p>{message.action}</p>
            {message
                .request_id
                .map(|id| view! { <p class="quiet">{around(locale.reference(SLOT), view! { <code dir="ltr">{id}</code> })}</p> })}
          </div>
        </main>
    }
}
