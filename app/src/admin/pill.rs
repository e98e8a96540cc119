//! How a connection stands, in a word and a colour.

use domain::Outcome;
use leptos::prelude::*;

/// How a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub outcome: Outcome,
    /// Connected in a way that the flow no longer offers.
    pub to_move: bool,
}

#[component]
pub fn StandingPills(standing: Standing) -> impl IntoView {
    let (class, word) = match standing.outcome {
        Outcome::Passed => ("pill good", "Connected"),
        Outcome::Failed => ("pill bad", "Last check failed"),
        Outcome::Undetermined => ("pill open", "Could not tell"),
    };
    view! {
        <span class=class>{word}</span>
        {standing.to_move.then(|| view! { " " <span class="pill open">"To be moved"</span> })}
    }
}
