//! Why the server did not do what the tenant asked for, shown beside the form. Everything that the tenant typed stays.

use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct FailedAction {
    pub title: String,
    pub text: String,
    /// What the tenant can do now.
    pub next_step: String,
}

#[component]
pub fn FailedActionNotice(failed_action: FailedAction) -> impl IntoView {
    view! {
        <p class="verdict undetermined" tabindex="-1" data-focus="">
            <strong>{failed_action.title}</strong>
            " "
            <br />
            {failed_action.text}
            " "
            {failed_action.next_step}
        </p>
    }
}
