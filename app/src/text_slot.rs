//! Translated sentences with an element in them, such as a link or a code.

use leptos::prelude::*;

/// Marks the place of the element in a translated sentence. It is passed as a message's argument, because each
/// language decides where the element goes. Nobody types this character.
pub const SLOT: &str = "\u{fffc}";

/// Splits a sentence at its slot.
pub fn split_at_slot(sentence: String) -> (String, String) {
    let (before, after) = sentence.split_once(SLOT).unwrap_or((&sentence, ""));
    (before.to_owned(), after.to_owned())
}

/// Puts `element` in the place of the slot.
pub fn fill_slot(sentence: String, element: impl IntoView) -> impl IntoView {
    let (before, after) = split_at_slot(sentence);
    view! { {before}{element}{after} }
}
