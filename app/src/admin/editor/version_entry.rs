//! One version of a flow's settings, as lists show it.

use super::settings_diff::ChangeList;
use crate::date_time::format_date_time;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct VersionEntry {
    pub version: i64,
    pub actor: String,
    pub saved_at: i64,
    /// What changed since the version before. `None` if the two cannot be compared.
    pub changes: Option<Vec<String>>,
    /// An earlier version with the same settings.
    pub identical_to: Option<i64>,
}

#[component]
pub fn VersionHeading(entry: VersionEntry) -> AnyView {
    view! {
        <p>
            <strong>"Version " {entry.version.to_string()}</strong>
            <span class="quiet">" by " <bdi>{entry.actor}</bdi> ", " {format_date_time(entry.saved_at)}</span>
        </p>
    }
    .into_any()
}

#[component]
pub fn VersionChanges(entry: VersionEntry) -> AnyView {
    let note = |text: &'static str| view! { <p class="quiet">{text}</p> }.into_any();
    match entry.changes {
        _ if entry.version == 1 => note("The first version."),
        Some(sentences) => view! { <ChangeList sentences /> }.into_any(),
        None => note("This version cannot be compared with the one before it."),
    }
}
