//! The box at the top of a form that lists what needs a change, with links to the fields.

use leptos::prelude::*;

/// Renders the box, which takes the focus. `children` are the list items.
#[component]
pub fn SummaryBox(title: String, children: Children) -> impl IntoView {
    view! {
        <div class="summary" role="alert" tabindex="-1" autofocus="" data-focus="" data-title=title>
            <h2>{title.clone()}</h2>
            <ul>{children()}</ul>
        </div>
    }
}
