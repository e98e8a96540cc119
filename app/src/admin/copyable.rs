//! Texts to copy. The buttons are hidden until `admin.js` runs, because copying needs it. Without it, the text can still be
//! selected.

use leptos::prelude::*;

/// Renders a read-only input with a button that copies it. `label` names the text.
#[component]
pub fn CopyableInput(
    id: &'static str,
    #[prop(into)] label: String,
    value: String,
    #[prop(optional)] description_id: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div class="copyable">
            <input class="code" id=id readonly="" value=value aria-label=label.clone() aria-describedby=description_id />
            <CopyButton label source_id=id />
        </div>
    }
}

/// Renders a code with a button that copies it. `label` names the code.
#[component]
pub fn CopyableCode(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    text: String,
) -> impl IntoView {
    view! {
        <code id=id.clone()>{text}</code>
        <CopyButton label source_id=id />
    }
}

/// Renders a block of several lines with a button that copies it.
#[component]
pub fn CopyableBlock(id: &'static str, #[prop(into)] label: String, text: String) -> impl IntoView {
    view! {
        <div class="policy">
            <p class="policy-head"><span>{label.clone()}</span> <CopyButton label=label.clone() source_id=id /></p>
            <pre tabindex="0" role="region" aria-label=label><code id=id dir="ltr">{text}</code></pre>
        </div>
    }
}

/// Renders a button that copies the text of the element or input with the id `source_id`. `label` names that text.
#[component]
pub fn CopyButton(
    #[prop(into)] label: String,
    #[prop(into)] source_id: String,
    /// What the button says, where "Copy" alone would not be clear.
    #[prop(optional)]
    text: Option<&'static str>,
) -> impl IntoView {
    let text = text.unwrap_or("Copy");
    let aria_label = format!("{text}: {label}");
    view! { " " <button type="button" class="copy" data-copy=source_id aria-label=aria_label>{text}</button> }
}
