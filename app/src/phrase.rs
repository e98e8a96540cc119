//! Sentences with something in them that is more than words: a code, a link, a place to press.

use leptos::prelude::*;

/// What a message is given for the name that [`around`] puts in its place. No one types it.
pub const SLOT: &str = "\u{fffc}";

/// The words before and after the slot: where it stands is each language's own.
pub fn halves(words: String) -> (String, String) {
    let (before, after) = words.split_once(SLOT).unwrap_or((&words, ""));
    (before.to_owned(), after.to_owned())
}

/// One after the other, with commas between them.
pub fn listed<V: IntoView>(all: impl IntoIterator<Item = V>) -> impl IntoView {
    all.into_iter()
        .enumerate()
        .map(|(at, one)| view! { {(at > 0).then_some(", ")} {one} })
        .collect::<Vec<_>>()
}

/// The words with `middle` in the place of the slot.
pub fn around(words: String, middle: impl IntoView) -> impl IntoView {
    let (before, after) = halves(words);
    view! { {before}{middle}{after} }
}
