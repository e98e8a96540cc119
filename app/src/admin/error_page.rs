//! The page for an address that leads nowhere, or for a form that the server refused.

use leptos::prelude::*;

#[component]
pub fn ErrorPage(
    is_not_found: bool,
    sentences: Vec<String>,
    request_id: Option<String>,
) -> impl IntoView {
    let title = if is_not_found {
        "Page not found"
    } else {
        "That didn’t work"
    };
    view! {
        <main class="widget admin">
            <header class="head">
                <h1>{title}</h1>
                {sentences.into_iter().map(|sentence| view! { <p dir="auto">{sentence}</p> }).collect_view()}
            </header>
            <div class="part">
                <p>"Go back in your browser to keep what you typed, or start from "<a href="/admin">"the flows"</a>"."</p>
                {request_id.map(|id| view! { <p class="quiet">"Request ID, which is also in the server’s log: "<code>{id}</code></p> })}
            </div>
        </main>
    }
}
