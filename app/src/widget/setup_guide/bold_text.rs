//! Texts in which `**` marks what the AWS console calls something, such as `**Create policy**`.

use leptos::prelude::*;

/// Removes the marks, for programs that show plain text.
pub fn strip_bold(text: &str) -> String {
    text.replace("**", "")
}

/// Renders a text with its marked parts in bold.
#[component]
pub fn BoldText(#[prop(into)] text: String) -> impl IntoView {
    text.split("**")
        .enumerate()
        .map(|(index, part)| {
            let part = part.to_owned();
            // The marks come in pairs, so every second part is bold.
            if index % 2 == 1 {
                view! { <b>{part}</b> }.into_any()
            } else {
                part.into_any()
            }
        })
        .collect_view()
}
