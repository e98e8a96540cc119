//! The health of a connection, as colored labels.

use domain::Outcome;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionHealth {
    /// The outcome of the last check.
    pub outcome: Outcome,
    /// Whether the connection uses an access mode that its flow no longer offers.
    pub uses_unoffered_access: bool,
}

#[component]
pub fn HealthPills(health: ConnectionHealth) -> impl IntoView {
    let (class, label) = match health.outcome {
        Outcome::Passed => ("pill good", "Connected"),
        Outcome::Failed => ("pill bad", "Last check failed"),
        Outcome::Undetermined => ("pill open", "Inconclusive"),
    };
    view! {
        <span class=class>{label}</span>
        {health
            .uses_unoffered_access
            .then(|| view! { " " <span class="pill open">"Access no longer offered"</span> })}
    }
}
