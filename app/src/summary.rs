//! What has to be mended, at the top of a form, each with the way to its place.

use leptos::prelude::*;

/// It takes the focus. `children` are the list's items.
#[component]
pub fn Summary(title: String, children: Children) -> impl IntoView {
    view! {
        <div class="summary" role="alert" tabindex="-1" autofocus="" data-focus="">
            <h2>{title}</h2>
            <ul>{children()}</ul>
        </div>
    }
}
