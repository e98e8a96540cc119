//! Asks the admin to confirm an action. It works without a script.

use super::form_token::Token;
use super::layout::{AdminPage, Layout};
use leptos::prelude::*;

/// What to confirm.
#[derive(Clone, Debug)]
pub struct Confirmation {
    /// The question, up to the name of what the action is about.
    pub question: &'static str,
    pub name: String,
    /// What the action does.
    pub consequence: String,
    /// The label of the button, such as “Yes, end them”.
    pub yes: &'static str,
    /// The label of the way back.
    pub no: &'static str,
    /// The address that the form is posted to.
    pub action: String,
    /// The page to return to.
    pub back: String,
    /// Whether the action destroys something.
    pub is_destructive: bool,
}

#[component]
pub fn ConfirmPage(layout: Layout, confirmation: Confirmation) -> impl IntoView {
    let Confirmation {
        question,
        name,
        consequence,
        yes,
        no,
        action,
        back,
        is_destructive,
    } = confirmation;
    let class = if is_destructive { "danger" } else { "primary" };
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>{question} " " <code>{name}</code> "?"</h1>
                <p>{consequence}</p>
            </header>
            <form method="post" action=action class="actions">
                <Token />
                <button class=class>{yes}</button>
                <a class="button secondary" href=back>{no}</a>
            </form>
        </AdminPage>
    }
}
