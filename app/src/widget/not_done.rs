//! Why what was asked for was not done, beside a form where everything stays.

use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct NotDone {
    pub title: String,
    pub words: String,
    /// What to do now.
    pub action: String,
}

#[component]
pub fn WhyNotDone(not_done: NotDone) -> impl IntoView {
    view! {
        <p class="verdict undetermined" tabindex="-1" data-focus="">
            <strong>{not_done.title}</strong>
            " "
            <br />
            {not_done.words}
            " "
            {not_done.action}
        </p>
    }
}
