//! A list within a sentence.

use leptos::prelude::*;

/// Renders the items with commas between them.
pub fn comma_list<V: IntoView>(items: impl IntoIterator<Item = V>) -> impl IntoView {
    items
        .into_iter()
        .enumerate()
        .map(|(index, item)| view! { {(index > 0).then_some(", ")} {item} })
        .collect::<Vec<_>>()
}
